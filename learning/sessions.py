"""Sessions that only read until they are let write."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, Session


class ReadingSession(Session):
    """A session that can only read until `transaction()` lets it write.

    Reading takes no write lock on SQLite; on PostgreSQL it is one read-only snapshot, so
    that a report of several statements speaks of one moment. Where a request has no use for
    that, each thing is read by itself, which saves going to the database twice.
    """

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """The engine, for reading or for writing."""
        bind = super().get_bind(*args, **kwargs)
        if self.info.get("writing") or isinstance(bind, Connection):
            return bind
        # One engine object for the whole session: a session opens a connection for each.
        reading: Engine = self.info.get("reading") or self.info.setdefault(
            "reading", _reading(bind, one_by_one=bool(self.info.get("one_by_one")))
        )
        return reading


@lru_cache(maxsize=8)  # a process has one engine; copying its options costs more than a query
def _reading(engine: Engine, *, one_by_one: bool) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_readonly=True)
    if one_by_one:
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


class WroteWhileReading(RuntimeError):
    """Something tried to write outside `transaction()`: a fault of ours, never a visitor's."""


def only_look(session: Session) -> None:
    """For the rest of the request `transaction()` refuses: a GET cannot write."""
    session.info["closed_to_writing"] = True


@contextmanager
def write_while_looking(session: Session, because: str) -> Iterator[None]:
    """Inside, `transaction()` writes although the request only looks; there has to be a reason."""
    if not because:
        raise WroteWhileReading("a GET that leaves a row behind says why")
    closed = session.info.pop("closed_to_writing", False)
    try:
        yield
    finally:
        session.info["closed_to_writing"] = closed


def read_one_by_one(session: Session) -> None:
    """For the rest of the request, what is read need not be of one moment."""
    session.info["one_by_one"] = True


def _refuse_flush(session: Session, *_: object) -> None:
    if not session.info.get("writing"):
        raise WroteWhileReading("a flush outside transaction()")


def _refuse_statement(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not state.session.info.get(
        "writing"
    ):
        raise WroteWhileReading("a changing statement outside transaction()")


event.listen(ReadingSession, "before_flush", _refuse_flush)
event.listen(ReadingSession, "do_orm_execute", _refuse_statement)
