"""Where somebody is named in rows that no key leads to: others' rows, files, shared e-mails."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, tuple_, update
from sqlalchemy.orm import Session

from learning.audit import AuditDetail
from learning.housekeeping.rules.decisions import By, Rows
from learning.housekeeping.rules.naming import called
from learning.housekeeping.rules.registry import DECISIONS
from learning.housekeeping.whose import TABLES, Whom, is_of, run
from learning.people.models import Address, Membership, Particulars, Person


def forget(session: Session, whom: Whom) -> None:
    """Whatever names them there goes; before their own rows, which say what they are called."""
    named = _names_of(session, whom)
    _where_others_name_them(session, whom, named)
    _forget_what_mentions(session, whom, named)
    _let_go_of_shared_mail(session, whom)


def _names_of(session: Session, whom: Whom) -> frozenset[str]:
    """Everything that names them: names, addresses, references; as looked up and as written."""
    rows: list[Any] = [
        select(Address.written).where(Address.person_id.in_(whom.people)),
        select(Address.key).where(Address.person_id.in_(whom.people)),
        select(Person.name).where(Person.id.in_(whom.people)),
    ]
    said: ColumnElement[bool] = Particulars.person_id.in_(whom.people)
    if whom.organisation_id is not None:
        said &= Particulars.organisation_id == whom.organisation_id
    columns = ("name", "address", "address_key", "reference", "reference_key")
    rows += [select(getattr(Particulars, column)).where(said) for column in columns]
    return frozenset(text for row in rows for text in session.scalars(row) if text)


def _where_others_name_them(session: Session, whom: Whom, named: Collection[str]) -> None:
    """An address of theirs in somebody else's rows: as a line manager's, or before a change."""
    addresses = {text for text in named if "@" in text}
    here = Particulars.organisation_id == whom.organisation_id
    manages = Particulars.manager_key.in_(addresses)
    managed = manages if whom.organisation_id is None else and_(manages, here)
    run(session, update(Particulars).where(managed).values(manager_key=None))
    mail = TABLES["mail"]
    to_them = and_(mail.c.person_id.is_(None), mail.c.address.in_(addresses))
    if whom.organisation_id is not None:
        run(session, delete(mail).where(to_them, mail.c.organisation_id == whom.organisation_id))
        return
    run(session, delete(mail).where(to_them))
    for column in (AuditDetail.before, AuditDetail.after):
        run(session, update(AuditDetail).where(column.in_(addresses)).values({column.key: None}))


def _forget_what_mentions(session: Session, whom: Whom, named: Collection[str]) -> None:
    """Files that name them, of the councils they belong or belonged to."""
    councils: Any = select(Membership.organisation_id).where(Membership.person_id.in_(whom.people))
    if whom.organisation_id is not None:
        councils = (whom.organisation_id,)
    they = called(named)
    for decision in DECISIONS:
        if decision.by is not By.MENTION:
            continue
        table = TABLES[decision.table]
        keys, words = list(table.primary_key), table.c[decision.searched]
        here = and_(is_of(table, decision.council, councils), words.is_not(None))
        rows = session.execute(select(words, *keys).where(here)).all()
        found = [tuple(row[1:]) for row in rows if they.is_named_in(row[0])]
        theirs = tuple_(*keys).in_(found)
        if decision.rows is Rows.GO:
            run(session, delete(table).where(theirs))
        else:
            run(session, update(table).where(theirs).values(dict(decision.empties)))


def _let_go_of_shared_mail(session: Session, whom: Whom) -> None:
    """E-mails with news of several councils go where one of them lets go."""
    if whom.organisation_id is None:
        return
    notice, mail = TABLES["notice"], TABLES["mail"]
    took_along = select(notice.c.mail_id).where(
        notice.c.person_id.in_(whom.people), notice.c.organisation_id == whom.organisation_id
    )
    shared = session.scalars(took_along.where(notice.c.mail_id.is_not(None))).all()
    run(session, update(notice).where(notice.c.mail_id.in_(shared)).values(mail_id=None))
    run(session, delete(mail).where(mail.c.id.in_(shared)))
