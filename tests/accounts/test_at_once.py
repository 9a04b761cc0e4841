"""Two at the same moment: one link, one code, one answer, one invitation."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.accounts.actions import codes, entering, invitations, linking, recovery
from learning.accounts.models import Invitation, LinkRequest, Recovery
from learning.clock import now
from learning.database import current_session, transaction
from learning.errors import Conflict, NotFound
from learning.people.actions.identity import token_hash
from learning.people.models import Membership, Person
from tests.accounts.letterbox import SERVICE, an_invited, council, imported, letters, link_in
from tests.builders import Town

ADA = "ada.merriweather@people.example"


def both_at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """What each brought, or the refusal it met; they start at the same moment."""
    found: list[object] = [None] * len(acts)
    gate = Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                found[place] = act()
            except (Conflict, NotFound) as refusal:
                found[place] = refusal

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def won(found: list[object]) -> int:
    assert all(one is not None for one in found), "a thread died"
    return sum(not isinstance(one, Conflict | NotFound) for one in found)


def hash_of(link: str) -> str:
    return token_hash(link.rsplit("/", 1)[1])


def test_an_invitation_is_accepted_once(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)

    def accept(password_hash: str) -> int:
        with transaction() as session:
            return entering.accept(session, hash_of(link), password_hash=password_hash, at=now())

    found = both_at_once(app, lambda: accept("one"), lambda: accept("two"))
    assert won(found) == 1
    with app.app_context():
        kept = current_session().get_one(Person, person_id).password_hash
    assert kept == ("one" if found[0] == person_id else "two")


def test_a_recovery_link_is_used_once(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        recovery.ask(session, address=ADA, service=SERVICE, at=now())
    link = link_in(letters(app)[-1].plain)

    def use(password_hash: str) -> int:
        with transaction() as session:
            return recovery.recover(
                session, hash_of(link), password_hash=password_hash, service=SERVICE, at=now()
            )

    assert won(both_at_once(app, lambda: use("one"), lambda: use("two"))) == 1
    assert len(letters(app, "account.changed")) == 1


def test_a_printed_code_is_used_once(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        here = council(session, "fernleigh").id
        made = imported(session, here, address=None)
        (sheet,) = codes.print_codes(session, [made.id], organisation_id=here, by=None, at=now())
        code = sheet.code.replace("-", "")

    def use(password_hash: str) -> int:
        with transaction() as session:
            return codes.use(session, token_hash(code), password_hash=password_hash, at=now())

    assert won(both_at_once(app, lambda: use("one"), lambda: use("two"))) == 1


def test_of_yes_and_no_at_once_one_counts(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        made = imported(session, council(session, "otmoor").id, address=ADA)
        linking.ask_to_link(session, [made.id], at=now())
        provisional = made.person_id
        number = session.scalars(select(LinkRequest.id)).one()

    def answer(act: Callable[..., None]) -> bool:
        with transaction() as session:
            act(session, number, person_id=town.councillor, at=now())
        return True

    found = both_at_once(app, lambda: answer(linking.agree), lambda: answer(linking.deny))
    assert won(found) == 1
    with app.app_context():
        linked = current_session().get_one(Person, provisional).linked_to
    assert linked == (town.councillor if found[0] is True else None)


@pytest.mark.parametrize("kind", ["invitations", "recoveries"])
def test_of_two_that_are_sent_at_once_one_stays_open(app: Flask, town: Town, kind: str) -> None:
    person_id, _ = an_invited(app)
    with app.app_context():
        member = (
            current_session()
            .scalars(select(Membership.id).where(Membership.person_id == person_id))
            .one()
        )

    def send() -> bool:
        with transaction() as session:
            if kind == "invitations":
                invitations.invite(session, [member], service=SERVICE, by=None, at=now())
            else:
                recovery.ask(session, address=ADA, service=SERVICE, at=now())
        return True

    assert won(both_at_once(app, send, send, send)) == 3
    table = Invitation if kind == "invitations" else Recovery
    with app.app_context():
        still_open = current_session().scalar(
            select(func.count()).where(table.used_at.is_(None), table.ended_at.is_(None))
        )
    assert still_open == 1
