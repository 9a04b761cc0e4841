"""Migrations, loaded when they are asked for: web processes never do, and they load long."""

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import Connection, column, inspect, select, table
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from learning.database import MIGRATIONS, Base, looking_at_no_keys
from learning.extensions import db as database

if TYPE_CHECKING:
    from alembic.migration import MigrationContext
    from flask_alembic import Alembic

_VERSION = table("alembic_version", column("version_num"))
_NAMED = re.compile(r"""^revision\b.* = ['"](\w+)['"]$""", re.MULTILINE)
_FOLLOWED = re.compile(r"""^down_revision\b.* = ['"](\w+)['"]$""", re.MULTILINE)
AWAY = "The database cannot be reached"
NEWER = "The tables are of a newer version than this code: run that version"


def migrations(app: Flask) -> "Alembic":
    """The migrations of an app that has answered no request yet."""
    from flask_alembic import Alembic  # noqa: PLC0415  # a tenth of a process's start

    if "alembic" not in app.extensions:
        app.config["ALEMBIC_CONTEXT"]["on_version_apply"] = _all_keys_lead_somewhere
        with app.app_context():
            engine = looking_at_no_keys(database.engine)
        Alembic(app, metadatas={"default": Base.metadata}, engines={"default": engine})
    found: Alembic = app.extensions["alembic"]
    return found


def _all_keys_lead_somewhere(*, ctx: "MigrationContext", **_more: object) -> None:
    """At the end of each step, within its transaction; PostgreSQL sees to it by itself."""
    connection = ctx.connection
    if connection is None or connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        tables = ", ".join(sorted({str(row[0]) for row in lost}))
        raise ValueError(f"{len(lost)} keys lead nowhere after this step, in {tables}")


def revision_of(connection: Connection) -> str | None:
    """The revision of the tables of a database; None for one without."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar()


@cache
def newest_revision() -> str:
    """The revision that the models are written for: the only one that no other follows."""
    newest: str
    (newest,) = {*_NAMED.findall(_steps())} - {*_FOLLOWED.findall(_steps())}
    return newest


def is_of_newer_code(revision: str | None) -> bool:
    """Whether no migration that is here made these tables: those of later code did."""
    return revision is not None and revision not in _NAMED.findall(_steps())


def _steps() -> str:
    """The migrations as they are written: every web process asks, and Alembic would hold 8 MB."""
    return "\n".join(file.read_text(encoding="utf-8") for file in MIGRATIONS.glob("*.py"))


class _Later(click.Group):
    """The commands of migrations, read when one is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Their names."""
        return self._commands().list_commands(context)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """One of them."""
        return self._commands().get_command(context, name)

    def _commands(self) -> click.Group:
        from flask_alembic.cli import cli  # noqa: PLC0415  # as above

        return cli


@click.pass_context
def _ready(context: click.Context) -> None:
    app = context.ensure_object(ScriptInfo).load_app()
    with app.app_context():
        try:
            with database.engine.connect() as connection:
                newer = is_of_newer_code(revision_of(connection))
        except OperationalError as fault:
            raise click.ClickException(f"{AWAY}: {fault.orig}") from fault
    if newer:
        raise click.ClickException(NEWER)
    context.obj = migrations(app)


db = _Later("db", help="Perform database migrations.", callback=_ready)


def with_tables(command: click.Command) -> click.Command:
    """A command that says what to do where the database is not ready for it."""
    if command.callback is not None and not isinstance(command, click.Group):
        command.callback = _saying_so(command.callback)
    return command


def _saying_so(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*given: Any, **named: Any) -> Any:
        try:
            return callback(*given, **named)
        except (OperationalError, ProgrammingError) as fault:
            problem = _not_ready(fault)
            if problem is None:
                raise
            raise click.ClickException(problem) from fault

    return run


def _not_ready(fault: DBAPIError) -> str | None:
    """What the database lacks; None where the fault is another."""
    try:
        with database.engine.connect() as connection:
            revision = revision_of(connection)
    except OperationalError:
        return f"{AWAY}: {fault.orig}"
    if revision == newest_revision():
        return None
    if is_of_newer_code(revision):
        return NEWER
    return "The tables are not those of this version. First run: flask --app wsgi db upgrade"
