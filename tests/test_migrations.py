from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from learning import create_app
from learning.database import Base
from learning.extensions import db
from learning.migrating import newest_revision
from tests.databases import settings_for


def test_the_migrations_make_the_tables_that_the_models_describe(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_newest_revision_and_the_database_is_on_it(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
        assert current == (newest_revision(),)


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name} {constraint}"


def said_by(database: str) -> str:
    app = create_app(settings_for(database))
    done = app.test_cli_runner().invoke(args=["sync-framework"])
    assert done.exit_code == 1
    return done.output


def test_a_command_says_so_where_the_tables_are_missing_or_nothing_answers(tmp_path: Path) -> None:
    assert "First run: flask --app wsgi db upgrade" in said_by(f"sqlite:///{tmp_path}/empty.sqlite")
    nowhere = said_by(f"sqlite:///{tmp_path}/no-such-folder/any.sqlite")
    assert "The database cannot be reached" in nowhere
