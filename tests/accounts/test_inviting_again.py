"""All who have not come in are invited again, but nobody who was invited lately."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from learning.accounts.models import Invitation, InvitationDue
from learning.accounts.queries.states import State, invitations_of
from learning.clock import now
from learning.database import current_session, transaction
from learning.notices.models import Mail
from learning.people.actions.restricting import restrict_to
from learning.people.models import Membership, Particulars, Person
from tests.accounts.letterbox import PASSPHRASE, an_invited, council, imported, letters
from tests.builders import Town
from tests.page import Browser
from tests.statements import most_asked

WEEK = timedelta(days=7)


def page_of(town: Town) -> str:
    return f"/organisations/{town.slug}/invitations"


@pytest.fixture
def lead(app: Flask, town: Town) -> Browser:
    """Of a council where everybody of the town has come in."""
    with app.app_context(), transaction() as session:
        session.execute(
            update(Person).values(password_hash=func.coalesce(Person.password_hash, "-"))
        )
    return Browser(app).sign_in(town.lead)


def invited_before(app: Flask, person: int, ago: timedelta) -> None:
    with app.app_context(), transaction() as session:
        when = {"invited_at": now() - ago, "expires_at": now() - ago + 2 * WEEK}
        session.execute(update(Invitation).where(Invitation.person_id == person).values(when))


def letters_to(app: Flask, address: str) -> int:
    return sum(letter.address == address for letter in letters(app))


def test_whose_invitation_is_a_week_old_is_invited_again_once(
    app: Flask, town: Town, lead: Browser
) -> None:
    person, old = an_invited(app)
    invited_before(app, person, WEEK)
    page = lead.get(f"/organisations/{town.slug}/people?status=not-in")
    assert f'<a class="govuk-link" href="{page_of(town)}">Invite them</a>' in page.text
    page = lead.get(page_of(town))
    assert "1 person has not come in, and was invited more than 7 days ago" in page.words
    for said in ("1 invitation is on the way", "There was nobody to invite"):
        answer = lead.post(page_of(town))
        assert answer.location == f"/organisations/{town.slug}/people?status=not-in"
        assert said in lead.get(answer.location).words
    assert letters_to(app, "ffion.probert@fernleigh.example") == 2
    assert Browser(app).get(old).status == 410
    with app.app_context():
        assert not current_session().scalar(select(func.count(InvitationDue.id)))


def test_whoever_was_invited_lately_or_has_come_in_is_left_alone(
    app: Flask, town: Town, lead: Browser
) -> None:
    lately, _ = an_invited(app)
    invited_before(app, lately, WEEK - timedelta(minutes=1))
    came, link = an_invited(app, name="Two", address="two@fernleigh.example")
    invited_before(app, came, WEEK - timedelta(minutes=1))
    browser = Browser(app)
    browser.post(link)
    browser.post("/invitation", {"password": PASSPHRASE})
    page = lead.get(page_of(town))
    assert "There is nobody to invite now" in page.words
    assert "1 person invited in the last 7 days" in page.words
    before = len(letters(app))
    lead.post(page_of(town))
    assert len(letters(app)) == before


def test_a_letter_that_nobody_could_send_in_time_is_written_again(
    app: Flask, town: Town, lead: Browser
) -> None:
    person, _ = an_invited(app)
    invited_before(app, person, 3 * WEEK)
    with app.app_context(), transaction() as session:
        session.execute(update(Mail).values(failed_at=now()))  # no address was to blame
    lead.post(page_of(town))
    assert letters_to(app, "ffion.probert@fernleigh.example") == 2


def test_an_address_that_was_in_vain_waits_until_it_is_corrected(
    app: Flask, town: Town, lead: Browser
) -> None:
    bounced, _ = an_invited(app)
    denied, _ = an_invited(app, name="Two", address="two@fernleigh.example")
    for person in (bounced, denied):
        invited_before(app, person, 3 * WEEK)
    with app.app_context(), transaction() as session:
        mark = select(Invitation.mail_mark).where(Invitation.person_id == bounced).scalar_subquery()
        session.execute(update(Mail).where(Mail.mark == mark).values(failed_at=now(), refused=True))
        not_them = {"is_not_them": True, "ended_at": now()}
        session.execute(update(Invitation).where(Invitation.person_id == denied).values(not_them))
    page = lead.get(page_of(town))
    assert "2 people whose invitation did not arrive, or reached somebody else" in page.words
    assert "There is nobody to invite now" in page.words
    with app.app_context(), transaction() as session:
        new = {"address": "ffion@fernleigh.example", "address_key": "ffion@fernleigh.example"}
        session.execute(update(Particulars).where(Particulars.person_id == bounced).values(new))
    assert "1 person has not come in" in lead.get(page_of(town)).words
    lead.post(page_of(town))
    with app.app_context():
        here = council(current_session(), town.slug).id
        states = invitations_of(current_session(), here, [bounced, denied], at=now())
    assert [states[one].state for one in (bounced, denied)] == [State.WAITING, State.NOT_THEM]


def test_who_has_no_address_gets_a_code_and_who_is_to_come_is_invited(
    app: Flask, town: Town, lead: Browser
) -> None:
    with app.app_context(), transaction() as session:
        here = council(session, town.slug).id
        imported(session, here, address=None)
        later = (now() + 8 * WEEK).date()
        imported(session, here, name="Two", address="two@fernleigh.example", starts_on=later)
    page = lead.get(page_of(town))
    assert "1 person without an e-mail address" in page.words
    assert "Send 1 invitation" in page.words
    lead.post(page_of(town))
    assert letters_to(app, "two@fernleigh.example") == 1


def test_nobody_hidden_or_of_another_council_is_counted_or_invited(
    app: Flask, town: Town, lead: Browser
) -> None:
    person, _ = an_invited(app)
    an_invited(app, slug="fernleigh", name="Two", address="two@fernleigh.example")
    with app.app_context(), transaction() as session:
        session.execute(update(Invitation).values(invited_at=now() - 3 * WEEK))
        member = session.scalars(select(Membership).where(Membership.person_id == person)).one()
        restrict_to(session, member, [town.administrator], by=None, at=now())
    assert "1 person has not come in" in lead.get(page_of(town)).words
    lead.post(page_of(town))
    assert letters_to(app, "ffion.probert@fernleigh.example") == 1
    assert letters_to(app, "two@fernleigh.example") == 2


def test_as_many_statements_for_many_people_as_for_one(
    app: Flask, town: Town, lead: Browser
) -> None:
    an_invited(app)
    few = most_asked(app, lead.get(page_of(town)))
    for number in range(20):
        an_invited(app, name=f"Person {number}", address=f"p{number}@fernleigh.example")
    assert most_asked(app, lead.get(page_of(town))) == few


def test_those_never_invited_are_said_apart(app: Flask, town: Town, lead: Browser) -> None:
    with app.app_context(), transaction() as session:
        here = council(session, town.slug).id
        for number in (1, 2):
            imported(session, here, f"Held {number}", f"held{number}@fernleigh.example")
    assert "2 people have not come in, and were never invited" in lead.get(page_of(town)).words
    person, _ = an_invited(app)
    invited_before(app, person, WEEK)
    words = lead.get(page_of(town)).words
    assert "3 people have not come in" in words
    assert "or never: 2 of them were never invited" in words
    lead.post(page_of(town))
    assert letters_to(app, "held1@fernleigh.example") == 1
