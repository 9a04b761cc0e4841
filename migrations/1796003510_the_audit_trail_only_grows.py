"""The audit trail only grows

Revision ID: 1796003510
Revises: 1796002900
Create Date: 2026-11-29 22:20:00.000000

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = '1796003510'
down_revision: Union[str, Sequence[str], None] = '1796002900'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

REFUSED = "the audit trail only grows"
# What erasure does to a detail, and nothing else: values go, nothing comes.
ONLY_EMPTIED_SQLITE = (
    "NEW.id IS OLD.id AND NEW.entry_id IS OLD.entry_id AND NEW.field IS OLD.field"
    " AND (NEW.\"before\" IS NULL OR NEW.\"before\" IS OLD.\"before\")"
    " AND (NEW.\"after\" IS NULL OR NEW.\"after\" IS OLD.\"after\")"
)
ONLY_EMPTIED_POSTGRESQL = (
    "NEW.id = OLD.id AND NEW.entry_id = OLD.entry_id AND NEW.field = OLD.field"
    " AND (NEW.\"before\" IS NULL OR NEW.\"before\" IS NOT DISTINCT FROM OLD.\"before\")"
    " AND (NEW.\"after\" IS NULL OR NEW.\"after\" IS NOT DISTINCT FROM OLD.\"after\")"
)
NAMES = {
    'audit_entry': ('audit_entry_no_update', 'audit_entry_no_delete'),
    'audit_detail': ('audit_detail_no_update', 'audit_detail_no_delete'),
}


def upgrade() -> None:
    """The database itself refuses to change or delete what was written down."""
    if op.get_bind().dialect.name == 'sqlite':
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    for table, (update, delete) in NAMES.items():
        when = f"WHEN NOT ({ONLY_EMPTIED_SQLITE})" if table == 'audit_detail' else ""
        op.execute(f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} {when} {refuse}")
        op.execute(f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {refuse}")


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    refuse = "EXECUTE FUNCTION audit_only_grows()"
    for table, (update, delete) in NAMES.items():
        when = f"WHEN (NOT ({ONLY_EMPTIED_POSTGRESQL}))" if table == 'audit_detail' else ""
        op.execute(f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} FOR EACH ROW {when} {refuse}")
        op.execute(f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {refuse}"
        )


def downgrade() -> None:
    """What was written down can be changed again."""
    sqlite = op.get_bind().dialect.name == 'sqlite'
    for table, names in NAMES.items():
        for name in (*names, *(() if sqlite else (f'{table}_no_truncate',))):
            op.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        op.execute("DROP FUNCTION audit_only_grows()")
