"""Every address of the platform, filled in for a council."""

from flask import Flask
from sqlalchemy import func, select

from learning.assessments.models import QuestionVersion
from learning.database import current_session
from learning.doors import Door, marks_of
from learning.notices.letters import unsubscribe_address
from learning.people.models import (
    Person,
)
from tests.access.places import COURSE, Place

OF_A_CLAIM = (
    "claims.my_claim",
    "claims.my_file",
    "claims.withdraw_claim",
    "claims.claim",
    "claims.claim_file",
    "claims.accept_claim",
    "claims.decline_claim",
)
OF_AN_IMPORT = ("result", "apply", "again", "leavers", "say_order", "cancel", "rows_with_errors")
OF_AN_UPLOAD = ("claims.dry_run", "claims.apply_completions", "claims.rows_left_out")
OF_A_QUESTION = ("outcomes.question", "outcomes.answer", "outcomes.take_back")
OF_A_CASE = ("outcomes.result", "outcomes.correct_case", "outcomes.decide_case")
OF_AN_EXTRACT = ("oversight.extract", "oversight.extract_csv")
OF_AN_ADDRESS = ("accounts.put_address_first", "accounts.remove_address")
OF_A_PERIOD = ("give_role", "pause", "membership_days", "end_membership")
TO_TRY = ("study.try_lesson", "study.try_check", "study.tried_picture")
OPEN_TO_ALL = {"course": "safe-online-as-a-councillor", "name": "threat-or-criticism.svg"}
OF_A_SITTING = ("question", "keep_answer", "look_over", "finish")


def addresses(app: Flask, method: str, place: Place) -> list[tuple[str, Door, str]]:
    """(rule, door, address) of every route that knows the method, filled in for a council."""
    number = {
        "assignments.assignment": place.assignment,
        "assignments.remind": place.assignment,
        "assessments.end_adjustment": place.adjustment,
        "claims.end_rule": place.rule,
        "assignments.rule": place.standing,
        "assignments.end_rule": place.standing,
        **dict.fromkeys(OF_A_CLAIM, place.claim),
        **dict.fromkeys(OF_AN_UPLOAD, place.upload),
        **dict.fromkeys(OF_AN_ADDRESS, place.address),
        "accounts.is_this_you": place.question,
    }
    number |= {f"staffing.{name}": place.period for name in OF_A_PERIOD}
    number |= dict.fromkeys(("staffing.role_days", "staffing.end_role"), place.held)
    number |= dict.fromkeys(("staffing.pause_days", "staffing.end_pause"), place.away)
    number |= {"staffing.end_exemption": place.exemption, "staffing.particulars": place.particulars}
    number |= {"staffing.extend_several": place.assignment}
    number |= {f"imports.{name}": place.imported for name in OF_AN_IMPORT}
    number |= dict.fromkeys(OF_AN_EXTRACT, place.extract)
    number |= dict.fromkeys(OF_A_QUESTION, place.asked)
    number |= dict.fromkeys(OF_A_CASE, place.case)
    number |= {"publishing.take_back_election": place.election, "api.revoke_token": place.token}
    number |= {"comparing.end": place.sharing}
    number |= {f"self_assessments.{name}": place.sitting for name in OF_A_SITTING}
    values = {
        "organisation": place.organisation,
        "council": place.organisation,
        "plan": place.plan,
        "successor": f"{place.organisation}-next",
        "partnership": place.partnership,
        "code": place.code,
        "attempt_id": place.attempt,
        "certificate": place.certificate,
        "issuer": place.organisation,
        "key": "0123456789ab",
        "course": COURSE,
        "lesson": "pause-and-check",
        "assessment": app.extensions["catalogue"].courses[COURSE].assessments[0].id,
        "path": "new-councillor",
        "kind": "overdue",
        "paper": "before-you-click",
        "name": "another-door.svg",
        "place": 1,
        "skill": "cyber-security",
        "year": 2025,
        "revision": asked_once(app),
        "mark": "a-link-that-nobody-was-sent",
        "deed": "decline",
        "token": "a-link-that-nobody-was-sent",
        "role": "planning-officer",
        "decision": "load",
        "signed": unsubscribing(app),
        "ending": "json",
        "file": "figures.csv",
    }
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()):
                mine = values | {"number": number.get(rule.endpoint, place.appointment)}
                if rule.endpoint in TO_TRY:
                    mine |= OPEN_TO_ALL
                unknown = rule.arguments - set(mine)
                assert not unknown, f"teach this test to fill in {unknown} of {rule}"
                built = app.url_map.bind("localhost").build(
                    rule.endpoint, {name: mine[name] for name in rule.arguments}, method=method
                )
                door = marks_of(app.view_functions[rule.endpoint]).door
                found.append((rule.rule, door, built))
    return found


def asked_once(app: Flask) -> str:
    """A question that somebody was asked, by its revision."""
    with app.app_context():
        return current_session().scalar(select(func.min(QuestionVersion.revision))) or ""


def unsubscribing(app: Flask) -> str:
    """The signed part of somebody's address for stopping optional e-mail."""
    with app.app_context():
        person = current_session().scalar(select(func.min(Person.id))) or 0
    return unsubscribe_address(app.extensions["settings"], person).rpartition("/")[2]
