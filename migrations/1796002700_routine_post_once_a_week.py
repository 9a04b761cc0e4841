"""Routine post once a week

Revision ID: 1796002700
Revises: 1796002600
Create Date: 2026-11-29 22:01:09.550656

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796002700'
down_revision: Union[str, Sequence[str], None] = '1796002600'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

WAITING = 'sent_at IS NULL AND failed_at IS NULL'


def partial(condition: str) -> dict[str, object]:
    """Of an index over the rows of one condition, on both databases."""
    return {'sqlite_where': sa.text(condition), 'postgresql_where': sa.text(condition)}


def upgrade() -> None:
    """One digest a week, what was tried and what came back, and the post that people decline."""
    op.create_table('declined_post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('until', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_declined_post_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declined_post'))
    )
    op.create_index(op.f('ix_declined_post_person_id'), 'declined_post', ['person_id'], unique=False)
    op.create_index('uq_declined_post_in_force', 'declined_post', ['person_id', 'kind'], unique=True, **partial('until IS NULL'))

    op.add_column('mail', sa.Column('week', sa.String(length=8), nullable=True))
    op.add_column('mail', sa.Column('expires_at', UtcDateTime(), nullable=True))
    op.add_column('mail', sa.Column('tried_since', UtcDateTime(), nullable=True))
    op.add_column('mail', sa.Column('refused', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index('ix_mail_waiting', 'mail')
    op.create_index('ix_mail_waiting', 'mail', ['week', 'send_after'], unique=False, **partial(WAITING))
    op.create_index('ix_mail_failed', 'mail', ['failed_at'], unique=False, **partial('failed_at IS NOT NULL'))
    op.create_index('uq_mail_week', 'mail', ['person_id', 'week'], unique=True)

    op.add_column('notice', sa.Column('cause', sa.String(length=120), nullable=True))
    op.create_index(op.f('ix_notice_mail_id'), 'notice', ['mail_id'], unique=False)
    op.create_index('ix_notice_waiting', 'notice', ['person_id', 'written_at'], unique=False, **partial('mail_id IS NULL'))
    op.create_index('uq_notice_cause', 'notice', ['person_id', 'cause'], unique=True)


def downgrade() -> None:
    """Without them."""
    for name in ('uq_notice_cause', 'ix_notice_waiting', op.f('ix_notice_mail_id')):
        op.drop_index(name, 'notice')
    op.drop_column('notice', 'cause')
    for name in ('uq_mail_week', 'ix_mail_failed', 'ix_mail_waiting'):
        op.drop_index(name, 'mail')
    for name in ('refused', 'tried_since', 'expires_at', 'week'):
        op.drop_column('mail', name)
    op.create_index('ix_mail_waiting', 'mail', ['send_after'], unique=False, **partial(WAITING))
    op.drop_table('declined_post')
