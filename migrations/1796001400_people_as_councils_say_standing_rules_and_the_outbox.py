"""People as councils say, standing rules, decisions and the outbox

Revision ID: 1796001400
Revises: 1796001300
Create Date: 2026-11-29 21:45:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796001400'
down_revision: Union[str, Sequence[str], None] = '1796001300'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """What was asked before stays asked, by the day it had."""
    op.create_table('mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('plain', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('written_at', UtcDateTime(), nullable=False),
    sa.Column('send_after', UtcDateTime(), nullable=False),
    sa.Column('secret', sa.Boolean(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', UtcDateTime(), nullable=True),
    sa.Column('failed_at', UtcDateTime(), nullable=True),
    sa.Column('trouble', sa.String(length=500), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_mail_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('mark', name=op.f('uq_mail_mark'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_mail_waiting', ['send_after'], unique=False, sqlite_where=sa.text('sent_at IS NULL AND failed_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL AND failed_at IS NULL'))

    op.create_table('particulars',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('reference', sa.String(length=80), nullable=True),
    sa.Column('reference_key', sa.String(length=80), nullable=True),
    sa.Column('address', sa.String(length=320), nullable=True),
    sa.Column('address_key', sa.String(length=320), nullable=True),
    sa.Column('manager_key', sa.String(length=320), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_particulars_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_particulars_person_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_particulars_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_particulars'))
    )
    with op.batch_alter_table('particulars', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_particulars_address_key'), ['address_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_particulars_manager_key'), ['manager_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_particulars_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_particulars_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_particulars_superseded_at'), ['superseded_at'], unique=False)
        batch_op.create_index('uq_particulars_in_force', ['organisation_id', 'person_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.create_index('uq_particulars_reference', ['organisation_id', 'reference_key'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('policy',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('authority', sa.String(length=500), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_policy_days')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_policy_organisation_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_policy_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy'))
    )
    with op.batch_alter_table('policy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policy_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_policy_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_policy_superseded_at'), ['superseded_at'], unique=False)
        batch_op.create_index('uq_policy_in_force', ['organisation_id', 'name'], unique=True, sqlite_where=sa.text('superseded_at IS NULL AND ends_on IS NULL'), postgresql_where=sa.text('superseded_at IS NULL AND ends_on IS NULL'))

    # SQLite makes a table anew to change it, which rows that point to it forbid: they step aside.
    op.execute("CREATE TABLE assigned_before AS SELECT * FROM assigned")
    op.drop_table('assigned')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('service', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('within_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('standing', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('renews', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('ends_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('officer_id', sa.Integer(), nullable=True))
        batch_op.alter_column('due_on',
               existing_type=sa.DATE(),
               nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_assignment_officer_id'), 'person', ['officer_id'], ['id'])

    # The London day of a moment differs from its UTC day for an hour of summer nights at most.
    op.execute("UPDATE assignment SET starts_on = date(assigned_at)")
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.alter_column('starts_on', existing_type=sa.Date(), nullable=False)
        for name in ('standing', 'renews'):
            batch_op.alter_column(name, existing_type=sa.Boolean(), server_default=None)
        batch_op.create_check_constraint(batch_op.f('ck_assignment_due'), "(due_on IS NULL) <> (within_days IS NULL)")
        batch_op.create_check_constraint(batch_op.f('ck_assignment_within_days'), "within_days BETWEEN 1 AND 730")
        batch_op.create_check_constraint(batch_op.f('ck_assignment_days'), "ends_on IS NULL OR ends_on >= starts_on")
        batch_op.create_check_constraint(batch_op.f('ck_assignment_standing'), "NOT standing OR role IS NOT NULL")
    op.create_table('assigned',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('lifted_on', sa.Date(), nullable=True),
    sa.Column('why', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_assigned_assignment_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_assigned_membership_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assigned_person_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_assigned_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assigned'))
    )
    op.execute(
        "INSERT INTO assigned (assignment_id, membership_id, person_id, asked_on, due_on, why, note,"
        " recorded_at, recorded_by)"
        " SELECT b.assignment_id, b.membership_id, b.person_id, a.starts_on, a.due_on, 'asked', '',"
        " a.assigned_at, a.assigned_by"
        " FROM assigned_before AS b JOIN assignment AS a ON a.id = b.assignment_id ORDER BY b.id"
    )
    op.drop_table('assigned_before')
    with op.batch_alter_table('assigned', schema=None) as batch_op:
        batch_op.create_index('ix_assigned_person', ['person_id'], unique=False)
        batch_op.create_index('ix_assigned_membership', ['membership_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assigned_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_assigned_superseded_at'), ['superseded_at'], unique=False)
        batch_op.create_index('uq_assigned_in_force', ['assignment_id', 'membership_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mail_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_notice_mail_id'), 'mail', ['mail_id'], ['id'])

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('language', sa.String(length=2), nullable=True))



def downgrade() -> None:
    """Standing rules, and what was lifted or extended, are lost: they cannot be said there."""
    op.execute("DELETE FROM assigned WHERE superseded_at IS NOT NULL OR lifted_on IS NOT NULL OR assignment_id IN (SELECT id FROM assignment WHERE standing)")
    op.execute("DELETE FROM assignment WHERE standing")
    op.drop_column('person', 'language')

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_notice_mail_id'), type_='foreignkey')
        batch_op.drop_column('mail_id')

    op.execute("CREATE TABLE assigned_before AS SELECT * FROM assigned")
    op.drop_table('assigned')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        for name in ('due', 'within_days', 'days', 'standing'):
            batch_op.drop_constraint(batch_op.f(f'ck_assignment_{name}'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_assignment_officer_id'), type_='foreignkey')
        batch_op.alter_column('due_on',
               existing_type=sa.DATE(),
               nullable=False)
        batch_op.drop_column('officer_id')
        batch_op.drop_column('ends_on')
        batch_op.drop_column('renews')
        batch_op.drop_column('standing')
        batch_op.drop_column('within_days')
        batch_op.drop_column('service')
        batch_op.drop_column('starts_on')

    op.create_table('assigned',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_assigned_assignment_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_assigned_membership_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assigned_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assigned')),
    sa.UniqueConstraint('assignment_id', 'membership_id', name=op.f('uq_assigned_assignment_id_membership_id'))
    )
    op.create_index('ix_assigned_person', 'assigned', ['person_id'], unique=False)
    op.execute(
        "INSERT INTO assigned (assignment_id, membership_id, person_id)"
        " SELECT assignment_id, membership_id, person_id FROM assigned_before ORDER BY id"
    )
    op.drop_table('assigned_before')

    with op.batch_alter_table('policy', schema=None) as batch_op:
        batch_op.drop_index('uq_policy_in_force', sqlite_where=sa.text('superseded_at IS NULL AND ends_on IS NULL'), postgresql_where=sa.text('superseded_at IS NULL AND ends_on IS NULL'))
        batch_op.drop_index(batch_op.f('ix_policy_superseded_at'))
        batch_op.drop_index(batch_op.f('ix_policy_recorded_at'))
        batch_op.drop_index(batch_op.f('ix_policy_organisation_id'))

    op.drop_table('policy')
    with op.batch_alter_table('particulars', schema=None) as batch_op:
        batch_op.drop_index('uq_particulars_reference', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index('uq_particulars_in_force', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_particulars_superseded_at'))
        batch_op.drop_index(batch_op.f('ix_particulars_recorded_at'))
        batch_op.drop_index(batch_op.f('ix_particulars_person_id'))
        batch_op.drop_index(batch_op.f('ix_particulars_manager_key'))
        batch_op.drop_index(batch_op.f('ix_particulars_address_key'))

    op.drop_table('particulars')
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index('ix_mail_waiting', sqlite_where=sa.text('sent_at IS NULL AND failed_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL AND failed_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_mail_person_id'))
        batch_op.drop_index(batch_op.f('ix_mail_organisation_id'))

    op.drop_table('mail')
