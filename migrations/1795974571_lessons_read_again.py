"""Lessons read again

Revision ID: 1795974571
Revises: 1795973372
Create Date: 2026-11-29 17:49:32.047849

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1795974571'
down_revision: Union[str, Sequence[str], None] = '1795973372'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """A lesson may be read anew after the law changed."""
    with op.batch_alter_table('lesson_read', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_lesson_read_person_id_course_lesson'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_lesson_read_person_id_course_lesson_revision'), ['person_id', 'course', 'lesson', 'revision'])


def downgrade() -> None:
    """Each lesson once again, as it was read last."""
    op.execute("DELETE FROM lesson_read WHERE id NOT IN (SELECT max(id) FROM lesson_read GROUP BY person_id, course, lesson)")
    with op.batch_alter_table('lesson_read', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_lesson_read_person_id_course_lesson_revision'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_lesson_read_person_id_course_lesson'), ['person_id', 'course', 'lesson'])
