import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.notices import letters, outbox
from learning.notices.models import DeclinedPost, Mail, Notice
from learning.notices.queries.told import wishes_of
from learning.notices.queries.trouble import troubled_mails
from learning.notices.rules.bounces import STOPPED
from learning.notices.rules.kinds import OPTIONAL
from learning.people.actions import places
from learning.people.models import Address, Membership, Organisation, Particulars
from learning.people.sight import Eyes
from learning.people.standing import WHOLE, Scope
from learning.policies import actions as policies
from learning.policies.queries import policies_of
from learning.policies.rules import Post
from tests.builders import Town, a_member, a_person, appoint_lead
from tests.notices.posting import posted, told
from tests.page import Browser

HERE = "/organisations/fernleigh/post"
EVERY = [kind.name for kind in OPTIONAL]


@pytest.fixture
def ada(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.councillor)


@pytest.fixture
def lead(app: Flask, town: Town) -> Browser:
    return Browser(app).sign_in(town.lead)


def wishes(app: Flask, person: int):
    with app.app_context():
        return wishes_of(current_session(), person)


def test_somebody_chooses_their_language_and_what_they_are_written_to_about(
    app: Flask, ada: Browser, town: Town
) -> None:
    page = ada.get("/record/post")
    assert page.statements <= 4
    kept = [name for name in EVERY if name != "tip"]
    saved = ada.post("/record/post", {"language": "cy", "kinds": kept})
    assert (saved.status, saved.location) == (303, "/record/post")
    assert wishes(app, town.councillor).declined == {"tip"}
    assert wishes(app, town.councillor).spoken == "cy"
    again = ada.get("/record/post")
    assert re.search(r'value="cy" checked', again.text)
    assert not re.search(r'value="tip" checked', again.text)
    ada.post("/record/post", {"language": "en", "kinds": EVERY})
    assert wishes(app, town.councillor).declined == set()
    with app.app_context():
        rows = current_session().scalars(select(DeclinedPost)).all()
        assert [(row.kind, row.until is not None) for row in rows] == [("tip", True)]
        deeds = current_session().scalars(
            select(AuditEntry.fields).where(AuditEntry.action == "post.chosen")
        )
        assert list(deeds) == ["language declined", "language declined"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"kinds": EVERY}, "Choose a language"),
        ({"language": "fr"}, "Not a valid choice"),
        ({"language": "en", "kinds": ["path.overdue"]}, "not a valid choice"),
    ],
)
def test_what_cannot_be_chosen_is_said_and_nothing_changes(
    app: Flask, ada: Browser, town: Town, sent: dict, message: str
) -> None:
    page = ada.post("/record/post", sent)
    assert page.status == 422
    assert message.casefold() in page.words.casefold()
    assert wishes(app, town.councillor).declined == set()


def test_the_page_says_which_address_is_used(app: Flask, ada: Browser, town: Town) -> None:
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"mail": "file"})
    try:
        assert "We write to ada.merriweather@people.example." in ada.get("/record/post").words
        with app.app_context(), transaction() as session:
            mail = posted(session, "ada.merriweather@people.example", at=now())
            mail.failed_at, mail.refused = now(), True
        words = ada.get("/record/post").words
        assert "We have no e-mail address that reaches you" in words
        assert "E-mail to ada.merriweather@people.example came back" in words
    finally:
        app.extensions["settings"] = app.extensions["settings"].model_copy(update={"mail": "none"})
    assert "No e-mail is sent from here at present" in ada.get("/record/post").words


def test_what_the_council_says_of_the_language_holds_until_the_person_chooses(
    app: Flask, ada: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        session.add(
            Particulars(
                organisation_id=town.council,
                person_id=town.councillor,
                name="Ada",
                language="cy",
                recorded_at=now(),
                recorded_by=None,
            )
        )
    assert re.search(r'value="cy" checked', ada.get("/record/post").text)
    ada.post("/record/post", {"language": "en", "kinds": EVERY})
    assert wishes(app, town.councillor).spoken == "en"


def token_of(app: Flask, person: int) -> str:
    return letters.unsubscribe_address(app.extensions["settings"], person, base="")


def test_the_link_of_an_e_mail_opens_a_page_with_a_button_that_stops_optional_e_mail(
    app: Flask, browser: Browser, town: Town
) -> None:
    address = token_of(app, town.councillor)
    page = browser.get(address)
    assert page.status == 200
    assert "Stop reminders and tips" in page.words
    assert "Ada" not in page.words  # whoever was sent the e-mail on learns nothing
    assert wishes(app, town.councillor).declined == set()
    done = browser.client.post(address)
    assert (done.status_code, done.headers["Location"]) == (303, address)
    assert wishes(app, town.councillor).declined == set(EVERY)
    assert "We write to you no more" in browser.get(address).words
    browser.client.post(address)
    with app.app_context():
        assert len(current_session().scalars(select(DeclinedPost)).all()) == len(EVERY)


def test_a_mail_program_stops_it_by_one_post_without_cookie_or_redirect(
    app: Flask, town: Town
) -> None:
    reply = app.test_client(use_cookies=False).post(
        token_of(app, town.planner), data={"List-Unsubscribe": "One-Click"}
    )
    assert reply.status_code == 200
    assert wishes(app, town.planner).declined == set(EVERY)
    assert wishes(app, town.councillor).declined == set()


@pytest.mark.parametrize("token", ["1", "MQ.abc", "x" * 300])
def test_an_address_that_nobody_signed_stops_nothing(browser: Browser, token: str) -> None:
    assert browser.get(f"/unsubscribe/{token}").status == 404
    assert browser.client.post(f"/unsubscribe/{token}").status_code == 404


def test_what_we_told_you_says_when_it_went_out(app: Flask, ada: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        told(session, town.councillor, "Something")
        session.flush()
        session.scalars(select(Notice)).one().sent_at = now()
    page = ada.get("/told")
    assert "Sent by e-mail on" in page.words
    assert "/record/post" in page.text
    assert page.statements <= 4


def test_a_lead_sees_what_would_go_out_and_starts_it(app: Flask, lead: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        for person in (town.councillor, town.planner):
            told(session, person, "Take a path", at=now())
        told(session, town.councillor, "Passed", kind="check.passed", at=now())
        told(session, town.stranger, "Not ours", at=now())
    page = lead.get(HERE)
    assert "2 people have something waiting" in page.words
    assert "2 paths asked for" in page.words
    assert "1 check passed" in page.words
    assert "Nothing goes before you have looked at it" in page.words
    assert page.statements <= 8
    assert lead.post(HERE, {"sending": "start"}).status == 303
    assert "The next e-mails can go on" in lead.get(HERE).words
    assert said(app, town).approved
    lead.post(HERE, {"sending": "start"})  # sent twice, it is done once
    with app.app_context():
        deeds = select(AuditEntry).where(AuditEntry.action == "post.decided")
        assert len(current_session().scalars(deeds).all()) == 1
    assert lead.post(HERE, {"sending": "stop"}).status == 303
    assert not said(app, town).approved
    assert lead.post(HERE, {"sending": "perhaps"}).status == 422


def said(app: Flask, town: Town, *, days: int = 0) -> Post:
    with app.app_context():
        on = day_of(now()) + timedelta(days=days)
        return policies_of(current_session(), town.council, on=on).of(Post)


def test_starting_leaves_what_was_decided_for_now_and_for_later(
    app: Flask, lead: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        for weekday, days in ((2, 0), (4, 30)):
            policies.decide(
                session,
                Post(weekday=weekday),
                organisation_id=town.council,
                authority="Minute 12",
                starts_on=day_of(now()) + timedelta(days=days),
                by=town.lead,
                at=now(),
            )
    lead.get(HERE)
    lead.post(HERE, {"sending": "start"})
    assert said(app, town) == Post(weekday=2, approved=True)
    assert said(app, town, days=31) == Post(weekday=4, approved=True)


def test_the_example_is_the_leads_own_or_made_up_and_can_do_nothing(
    app: Flask, lead: Browser, town: Town
) -> None:
    page = lead.get(f"{HERE}/example")
    assert "Sam," in page.words
    assert "A made-up path" in page.words
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "frame-src 'self'" in lead.get(HERE).headers["Content-Security-Policy"]
    assert "Helo Sam," in lead.get(f"{HERE}/example?language=cy").words
    with app.app_context(), transaction() as session:
        told(session, town.lead, "Lead this", at=now())
        told(session, town.councillor, "For Ada alone", at=now())
    page = lead.get(f"{HERE}/example")
    assert "Lead this" in page.words
    assert "For Ada alone" not in page.words
    assert "For Ada alone" not in lead.get(HERE).words


def test_a_lead_of_a_part_does_not_decide_for_all(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        appoint_lead(session, town.council, town.chief, tiers=("councillor",))
    of_a_part = Browser(app).sign_in(town.chief)
    assert of_a_part.get(HERE).status == 404
    assert of_a_part.get(f"{HERE}/example").status == 404
    assert of_a_part.post(HERE, {"sending": "start"}).status == 404
    assert not said(app, town).approved


def failed(session, person: int, address: str, *, trouble: str = "550 No such user") -> Mail:
    mail = posted(session, address, person_id=person, at=now())
    mail.failed_at, mail.refused, mail.trouble = now(), True, trouble
    session.flush()
    return mail


def test_a_lead_sees_who_could_not_be_reached_and_why_until_an_e_mail_gets_through(
    app: Flask, lead: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        failed(session, town.councillor, "ada@old.example")
        failed(session, town.councillor, "ada@old.example", trouble="550 Still nobody")
        failed(session, town.planner, "s@old.example", trouble=STOPPED)
        failed(session, town.stranger, "w@old.example")
    words = lead.get(HERE).words
    assert "Ada Merriweather, ada@old.example" in words
    assert "550 Still nobody. Nothing more is sent to this address" in words
    assert "No such user" not in words
    assert "old.example" not in words.replace("ada@old.example", "")
    with app.app_context(), transaction() as session:
        posted(session, "ada@new.example", person_id=town.councillor, at=now()).sent_at = now()
    assert "ada@old.example" not in lead.get(HERE).words


def test_troubles_are_seen_within_a_leads_scope_alone(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context():
        with transaction() as session:
            failed(session, town.councillor, "ada@old.example")
            failed(session, town.planner, "s@old.example")
            member = session.scalars(
                select(Membership).where(Membership.person_id == town.councillor)
            ).one()
            places.restrict(session, member, lead_id=town.chief, by=None, at=now())
        today = day_of(now())

        def seen_by(lead: int, scope: Scope) -> list[str]:
            eyes = Eyes(town.council, scope, lead, catalogue)
            total, rows = troubled_mails(current_session(), eyes, on=today)
            assert total == len(rows)
            return [row.address for row in rows]

        assert seen_by(town.lead, WHOLE) == ["s@old.example"]
        assert seen_by(town.chief, WHOLE) == ["ada@old.example", "s@old.example"]
        assert seen_by(town.lead, Scope(False, frozenset({"councillor"}))) == []


def test_a_lead_sees_how_many_have_confirmed_no_address(
    app: Flask, lead: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Address).where(Address.person_id == town.chief)).one()
        row.verified_at = None
    assert "1 person has confirmed no e-mail address yet, and gets nothing" in lead.get(HERE).words


def test_the_pages_figures_take_as_many_statements_for_many_people(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    few = lead.get(HERE).statements
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(60):
            person = a_person(session, f"Person {number:02}")
            a_member(session, catalogue, council, person, "councillor")
            told(session, person, "Take a path", at=now())
            failed(session, person, f"p{number}@old.example")
    page = lead.get(HERE)
    assert page.statements == few <= 8
    assert "60 people; these are the first 50" in page.words
    assert outbox.DIGEST not in page.words
