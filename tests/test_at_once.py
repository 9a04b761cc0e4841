"""What is sent twice at the same moment is done once, and nobody meets a fault."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.accounts.models import NewAddress, PrintedCode
from learning.audit import AuditEntry
from learning.claims.models import AcceptanceRule
from learning.clock import now
from learning.database import current_session, transaction
from learning.dated import Recorded
from learning.people import passwords
from learning.people.actions import identity
from learning.people.models import Address, Appointment, Membership, Partnership, Sharing
from learning.policies.models import Policy
from learning.policies.rules import Name
from learning.publishing.models import PreElectionPeriod
from learning.reorganisation.models import FutureFigures
from tests.access.belongings import a_plan, an_election, of_outcomes
from tests.accounts.letterbox import council, imported, letters
from tests.at_once import twice
from tests.builders import PASSWORD, Town, days_ago
from tests.claims.made import ruled
from tests.housekeeping.test_retention import leaves
from tests.outcomes.test_results_pages import CASE
from tests.page import Browser
from tests.requirements.made import PLANNERS, look
from tests.staffing.changing import page_of, period_of

TOP = "/organisations/fernleigh"
TODAY, SOON, LATER = (days_ago(-days).isoformat() for days in (0, 1, 30))
Sent = tuple[str, dict[str, Any]]  # to an address, with these fields


def done(app: Flask, deed: Callable[[Session], Any]) -> Any:
    with app.app_context(), transaction() as session:
        return deed(session)


def member(session: Session, town: Town) -> Membership:
    return session.scalars(select(Membership).where(Membership.person_id == town.planner)).one()


def a_decision(app: Flask, town: Town, lead: Browser) -> Sent:
    address = f"{TOP}/decisions/load/decide"
    given = {"minutes_a_week": "45", "weeks": "8", "authority": "Clause 7", "starts_on": LATER}
    return address, given | {"seen": lead.get(address).hidden("seen"), "sure": "yes"}


def a_decision_taken_back(app: Flask, town: Town, lead: Browser) -> Sent:
    assert lead.post(*a_decision(app, town, lead)).status == 303
    with app.app_context():
        number = current_session().scalars(select(Policy.id).where(Policy.name == Name.LOAD)).one()
    return f"{TOP}/decisions/load/take-back", {"number": number}


def the_weekly_post(app: Flask, town: Town, lead: Browser) -> Sent:
    return f"{TOP}/post", {"sending": "start"}


def a_requirement(app: Flask, town: Town, lead: Browser) -> Sent:
    page = look(lead)
    names = ("level", "starts_on", "reason", "seen", "instead_of")
    return PLANNERS, {name: page.hidden(name) for name in names}


def an_election_entered(app: Flask, town: Town, lead: Browser) -> Sent:
    return f"{TOP}/elections", {"election": "By", "starts_on": SOON, "polling_on": LATER}


def an_election_taken_back(app: Flask, town: Town, lead: Browser) -> Sent:
    number = done(app, lambda session: an_election(session, member(session, town), town.lead))
    return f"{TOP}/elections/{number}/take-back", {}


def what_helped(app: Flask, town: Town, lead: Browser) -> Sent:
    said = {"skill": "cyber-security", "words": "A lesson a week.", "seen": ""}
    return f"{TOP}/sharing/what-helped", said


def a_case_corrected(app: Flask, town: Town, lead: Browser) -> Sent:
    _, case = done(app, lambda session: of_outcomes(session, member(session, town), town.lead))
    address = f"{TOP}/results/{case}/correct"
    return address, CASE | {"seen": lead.get(address).hidden("seen")}


def a_case_withdrawn(app: Flask, town: Town, lead: Browser) -> Sent:
    _, case = done(app, lambda session: of_outcomes(session, member(session, town), town.lead))
    seen = lead.get(f"{TOP}/results/{case}").hidden("seen")
    return f"{TOP}/results/{case}/withdraw", {"seen": seen, "reason": "It was another council"}


def an_acceptance_rule_ended(app: Flask, town: Town, lead: Browser) -> Sent:
    return f"{TOP}/acceptance-rules/{ruled(app, town)}/end", {"ends_on": days_ago(3).isoformat()}


def an_erasure(app: Flask, town: Town, lead: Browser) -> Sent:
    leaves(app, town.planner, days_ago(9))
    code = done(app, lambda session: member(session, town).person_code)
    return f"{TOP}/people/{code}/erase/confirm", {"name": "Samina Haque"}


def a_copy(app: Flask, town: Town, lead: Browser) -> Sent:
    code = done(app, lambda session: member(session, town).person_code)
    return f"{TOP}/people/{code}/copy", {}


LEADS = [
    (a_decision, [303, 303], "load.decided"),
    (a_decision_taken_back, [303, 303], "load.taken-back"),
    (the_weekly_post, [303, 303], "post.decided"),
    (a_requirement, [303, 303], "requirement.set"),
    (an_election_entered, [303, 303], "election.added"),
    (an_election_taken_back, [303, 303], "election.taken-back"),
    (what_helped, [303, 303], "sharing.what-helped"),
    (a_case_corrected, [303, 409], "case.corrected"),
    (a_case_withdrawn, [303, 409], "case.withdrawn"),
    (an_acceptance_rule_ended, [303, 404], "acceptance-rule.ended"),
    (an_erasure, [303, 409], "person.erased"),
    (a_copy, [303, 303], "copy.given"),
]


def entries(app: Flask, action: str) -> int:
    with app.app_context():
        found = select(func.count()).where(AuditEntry.action == action)
        return current_session().scalar(found) or 0


def in_force(app: Flask, table: type[Recorded]) -> int:
    with app.app_context():
        found = select(func.count()).where(table.superseded_at.is_(None))
        return current_session().scalar(found.select_from(table)) or 0


@pytest.mark.parametrize(("deed", "met", "action"), LEADS, ids=[one[0].__name__ for one in LEADS])
def test_what_a_lead_sends_twice_at_once_is_done_once(
    app: Flask, town: Town, deed: Callable[..., Sent], met: list[int], action: str
) -> None:
    lead = Browser(app).sign_in(town.lead)
    before = lead.get(TOP + "/people") and entries(app, action)
    address, fields = deed(app, town, lead)
    pages = twice(lead, address, fields)
    assert [page.status for page in pages] == met
    assert entries(app, action) == before + 1
    for table in (AcceptanceRule, PreElectionPeriod):
        assert in_force(app, table) <= 1


def test_codes_printed_twice_at_once_open_the_account_by_the_second_sheet_alone(
    app: Flask, town: Town
) -> None:
    def carer(session: Session) -> str:
        here = council(session, "fernleigh").id
        return imported(session, here, "Bronwen Tully", None).person_code

    code = done(app, carer)
    lead = Browser(app).sign_in(town.lead)
    lead.get(f"{TOP}/codes")
    pages = twice(lead, f"{TOP}/codes", {"people": [code]})
    assert [page.status for page in pages] == [200, 200]
    with app.app_context():
        still_open = select(func.count()).where(PrintedCode.ended_at.is_(None))
        assert current_session().scalar(still_open) == 1


@pytest.mark.parametrize("email", ["new.lead@people.example", "grace.okonjo@people.example"])
def test_somebody_is_appointed_once(app: Flask, town: Town, email: str) -> None:
    administrator = Browser(app).sign_in(town.administrator)
    administrator.get("/admin")
    before = in_force(app, Appointment)
    fields = {"email": email, "name": "New Lead", "kind": "learning-lead", "starts_on": TODAY}
    pages = twice(
        administrator, "/admin/appointments/new", fields | {"organisation": str(town.council)}
    )
    assert [page.status for page in pages] == [303, 303]
    assert in_force(app, Appointment) == before + 1


def test_of_two_who_enter_that_a_council_shares_the_second_is_told(app: Flask, town: Town) -> None:
    administrator = Browser(app).sign_in(town.administrator)
    administrator.get("/admin/sharing/new")
    other = done(app, lambda session: council(session, "otmoor").id)
    with app.app_context():
        vale = current_session().scalars(select(Partnership.id)).one()
    fields = {"organisation": str(other), "partnership": str(vale)}
    before = in_force(app, Sharing)
    first, second = twice(administrator, "/admin/sharing/new", fields | {"starts_on": SOON})
    assert (first.status, second.status) == (303, 422)
    assert "This is shared already, without an end" in second.words
    assert in_force(app, Sharing) == before + 1


def a_plan_of_theirs(app: Flask, town: Town) -> str:
    return done(
        app,
        lambda session: (
            f"/admin/reorganisations/{a_plan(session, 'fernleigh', member(session, town))}"
        ),
    )


def test_a_plan_is_shown_with_its_figures_kept_once_and_dropped_once(
    app: Flask, town: Town
) -> None:
    plan = a_plan_of_theirs(app, town)
    administrator = Browser(app).sign_in(town.administrator)
    administrator.get(f"{plan}/drop")
    assert [page.status for page in twice(administrator, f"{plan}/show")] == [303, 303]
    with app.app_context():
        assert len(current_session().scalars(select(FutureFigures.id)).all()) == 1
    assert [page.status for page in twice(administrator, f"{plan}/drop")] == [303, 404]
    assert entries(app, "reorganisation.dropped") == 1


@pytest.fixture
def ada(app: Flask, town: Town) -> Browser:
    """A councillor with a password and two addresses."""

    def prepare(session: Session) -> None:
        identity.add_address(
            session, person_id=town.councillor, address="ada@home.example", at=now()
        )
        hashed = passwords.hash_password(PASSWORD)
        identity.set_password_hash(
            session, person_id=town.councillor, password_hash=hashed, by=None, at=now()
        )
        session.flush()

    done(app, prepare)
    ada = Browser(app).sign_in(town.councillor)
    ada.get("/record/addresses")
    return ada


def home(app: Flask) -> str:
    with app.app_context():
        found = select(Address.id).where(Address.key == "ada@home.example")
        return f"/record/addresses/{current_session().scalars(found).one()}"


def test_an_address_is_added_once(app: Flask, ada: Browser) -> None:
    new = {"current": PASSWORD, "email": "ada@work.example"}
    pages = twice(ada, "/record/addresses", new)
    assert [page.status for page in pages] == [303, 303]
    with app.app_context():
        still_open = select(func.count()).where(NewAddress.ended_at.is_(None))
        assert current_session().scalar(still_open) == 1


def test_an_address_is_put_first_and_taken_away_once(app: Flask, ada: Browser) -> None:
    given = {"current": PASSWORD}
    assert [page.status for page in twice(ada, f"{home(app)}/first", given)] == [303, 303]
    assert entries(app, "address.put_first") == 1
    assert [page.status for page in twice(ada, f"{home(app)}/remove", given)] == [303, 404]
    assert (entries(app, "address.ended"), len(letters(app, "account.addresses"))) == (1, 1)


def test_a_choice_of_e_mail_is_taken_down_once(app: Flask, ada: Browser) -> None:
    ada.get("/record/post")
    pages = twice(ada, "/record/post", {"language": "cy"})
    assert [page.status for page in pages] == [303, 303]
    assert entries(app, "post.chosen") == 1


def test_whoever_sends_a_change_twice_reads_that_it_was_theirs(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    number = period_of(app, town.planner)
    address = f"{page_of(app, town.planner)}/membership/{number}/end"
    lead.get(address)
    first, second = twice(lead, address, {"ends_on": SOON})
    assert (first.status, second.status) == (303, 409)
    assert second.h1 == "You have changed this already"
    assert "You changed it on" in second.words
    assert "This has not been saved a second time" in second.words
    assert "Somebody else" not in second.words
