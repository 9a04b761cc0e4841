"""How people get in

Revision ID: 1796001620
Revises: 1796001600
Create Date: 2026-11-29 22:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796001620'
down_revision: Union[str, Sequence[str], None] = '1796001600'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Nobody has been invited yet; every address stays as it was."""
    op.create_table('handed_on',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=320), nullable=False),
    sa.Column('marked_at', UtcDateTime(), nullable=False),
    sa.Column('marked_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['marked_by'], ['person.id'], name=op.f('fk_handed_on_marked_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_handed_on_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_handed_on_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handed_on'))
    )
    with op.batch_alter_table('handed_on', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handed_on_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handed_on_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_handed_on_open', ['person_id', 'key'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('mail_mark', sa.String(length=40), nullable=False),
    sa.Column('invited_at', UtcDateTime(), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=True),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('opened_at', UtcDateTime(), nullable=True),
    sa.Column('used_at', UtcDateTime(), nullable=True),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.Column('is_not_them', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['invited_by'], ['person.id'], name=op.f('fk_invitation_invited_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invitation_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_invitation_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_mail_mark'), ['mail_mark'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_invitation_place', ['organisation_id', 'person_id'], unique=False)
        batch_op.create_index('uq_invitation_open', ['person_id', 'organisation_id'], unique=True, sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))

    op.create_table('link_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('provisional_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('address_key', sa.String(length=320), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.Column('is_me', sa.Boolean(), nullable=True),
    sa.CheckConstraint('ended_at IS NOT NULL OR is_me IS NULL', name=op.f('ck_link_request_answered')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_link_request_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_link_request_person_id')),
    sa.ForeignKeyConstraint(['provisional_id'], ['person.id'], name=op.f('fk_link_request_provisional_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_request'))
    )
    with op.batch_alter_table('link_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_request_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_request_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_request_provisional_id'), ['provisional_id'], unique=False)
        batch_op.create_index('uq_link_request_open', ['person_id', 'provisional_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('new_address',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('written', sa.String(length=320), nullable=False),
    sa.Column('key', sa.String(length=320), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('used_at', UtcDateTime(), nullable=True),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_new_address_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_new_address')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_new_address_token_hash'))
    )
    with op.batch_alter_table('new_address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_new_address_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_new_address_open', ['person_id', 'key'], unique=True, sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))

    op.create_table('printed_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('printed_at', UtcDateTime(), nullable=False),
    sa.Column('printed_by', sa.Integer(), nullable=True),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('used_at', UtcDateTime(), nullable=True),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_printed_code_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_printed_code_person_id')),
    sa.ForeignKeyConstraint(['printed_by'], ['person.id'], name=op.f('fk_printed_code_printed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printed_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_printed_code_code_hash'))
    )
    with op.batch_alter_table('printed_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_printed_code_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_printed_code_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_printed_code_open', ['person_id', 'organisation_id'], unique=True, sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))

    op.create_table('purpose_read',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('read_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_purpose_read_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_purpose_read_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'organisation_id', 'starts_on', name=op.f('pk_purpose_read'))
    )
    op.create_table('recovery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('used_at', UtcDateTime(), nullable=True),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recovery_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_recovery_token_hash'))
    )
    with op.batch_alter_table('recovery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_recovery_open', ['person_id'], unique=True, sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))

    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_first', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index('uq_address_first', ['person_id'], unique=True, sqlite_where=sa.text('is_first'), postgresql_where=sa.text('is_first'))

    # The key comes with its column: to make the table anew would drop it while others point to it.
    op.execute("ALTER TABLE person ADD COLUMN linked_to INTEGER CONSTRAINT fk_person_linked_to REFERENCES person (id)")
    op.add_column('person', sa.Column('linked_at', UtcDateTime(), nullable=True))
    op.create_index(op.f('ix_person_linked_to'), 'person', ['linked_to'], unique=False)



def downgrade() -> None:
    """Whoever has not opened their invitation, code or link is asked again."""
    op.drop_index(op.f('ix_person_linked_to'), table_name='person')
    op.drop_column('person', 'linked_at')
    op.drop_column('person', 'linked_to')

    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.drop_index('uq_address_first')
        batch_op.drop_column('is_first')

    with op.batch_alter_table('recovery', schema=None) as batch_op:
        batch_op.drop_index('uq_recovery_open', sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_recovery_person_id'))

    op.drop_table('recovery')
    op.drop_table('purpose_read')
    with op.batch_alter_table('printed_code', schema=None) as batch_op:
        batch_op.drop_index('uq_printed_code_open', sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_printed_code_person_id'))
        batch_op.drop_index(batch_op.f('ix_printed_code_organisation_id'))

    op.drop_table('printed_code')
    with op.batch_alter_table('new_address', schema=None) as batch_op:
        batch_op.drop_index('uq_new_address_open', sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_new_address_person_id'))

    op.drop_table('new_address')
    with op.batch_alter_table('link_request', schema=None) as batch_op:
        batch_op.drop_index('uq_link_request_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_link_request_provisional_id'))
        batch_op.drop_index(batch_op.f('ix_link_request_person_id'))
        batch_op.drop_index(batch_op.f('ix_link_request_organisation_id'))

    op.drop_table('link_request')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index('uq_invitation_open', sqlite_where=sa.text('used_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('used_at IS NULL AND ended_at IS NULL'))
        batch_op.drop_index('ix_invitation_place')
        batch_op.drop_index(batch_op.f('ix_invitation_person_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_mail_mark'))

    op.drop_table('invitation')
    with op.batch_alter_table('handed_on', schema=None) as batch_op:
        batch_op.drop_index('uq_handed_on_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_handed_on_person_id'))
        batch_op.drop_index(batch_op.f('ix_handed_on_organisation_id'))

    op.drop_table('handed_on')
