"""Tokens: who makes them, what the API answers to them, and that it says no more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from learning.clock import add_months, day_of, now
from learning.database import current_session, transaction
from learning.doors import ApiScope
from learning.people import access
from learning.people.actions import tokens
from learning.people.actions.organisations import end_appointment
from learning.people.actions.tokens import Wanted
from learning.people.keys import ApiToken
from learning.people.models import Appointment
from tests.builders import Town, appoint_lead, days_ago
from tests.page import Browser, Page
from tests.statements import most_asked

TOP = "/api/v1/organisations"
BOTH = frozenset(ApiScope)
Made = Callable[..., str]


@pytest.fixture
def made(app: Flask, town: Town) -> Made:
    """A token of the town's, as its lead makes it."""

    def make(*scopes: ApiScope, made_days_ago: int = 0, lasts: int = 30, council: int = 0) -> str:
        at = now() - timedelta(days=made_days_ago)
        wanted = Wanted("A tool", scopes or BOTH, day_of(at) + timedelta(days=lasts))
        with app.app_context(), transaction() as session:
            return tokens.make(
                session,
                wanted,
                organisation_id=council or town.council,
                form_key=f"{scopes} {made_days_ago}",
                by=town.lead,
                at=at,
            )

    return make


def ask(client: FlaskClient, address: str, token: str | None = None, how: str = "Bearer") -> Page:
    headers = {} if token is None else {"Authorization": f"{how} {token}"}
    return client.get(address, headers=headers)


def is_a_problem(reply: object, status: int) -> dict[str, object]:
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    assert reply.json.keys() == {"type", "title", "status", "detail"}
    assert reply.json["status"] == status
    assert "Set-Cookie" not in reply.headers
    return reply.json


def test_a_lead_makes_a_token_sees_it_once_and_revokes_it(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    address = f"/organisations/{town.slug}/tokens"
    page = lead.get(address)
    until = add_months(day_of(now()), 12)
    typed = {
        "form_key": page.hidden("form_key"),
        "name": "Dashboard of the performance team",
        "scopes": "coverage",
        "expires_on": until.isoformat(),
    }
    shown = lead.post(address, typed)
    assert (shown.status, shown.h1) == (200, "Copy this token now")
    token = next(word for word in shown.words.split() if word.startswith("learning_"))
    with app.app_context():
        kept = current_session().scalars(select(ApiToken)).one()
        assert token not in {str(value) for value in vars(kept).values()}
    client = app.test_client()
    assert ask(client, TOP, token).json["organisations"][0]["slug"] == town.slug

    assert lead.post(address, typed).status == 409
    page = lead.get(address)
    assert token not in page.text
    assert "Dashboard of the performance team" in page.words
    assert most_asked(app, page) <= 8

    lead.post(f"{address}/{kept.id}/revoke")
    is_a_problem(ask(client, TOP, token), 401)
    assert "(revoked)" in lead.get(address).words
    audit = lead.get(f"/organisations/{town.slug}/audit").words
    assert "made a token for a tool" in audit
    assert "revoked a tool’s token" in audit


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("scopes", "everything"),
        ("expires_on", ""),
        ("expires_on", day_of(now()).isoformat()),
        ("expires_on", (add_months(day_of(now()), 12) + timedelta(days=2)).isoformat()),
    ],
)
def test_a_token_without_a_name_a_scope_or_an_end_is_not_made(
    app: Flask, town: Town, field: str, value: str
) -> None:
    lead = Browser(app).sign_in(town.lead)
    soon = (day_of(now()) + timedelta(days=90)).isoformat()
    typed = {"form_key": "k", "name": "A tool", "scopes": "coverage", "expires_on": soon}
    page = lead.post(f"/organisations/{town.slug}/tokens", typed | {field: value})
    assert page.status == 422
    assert "There is a problem" in page.words
    with app.app_context():
        assert current_session().scalar(select(ApiToken.id)) is None


def test_tokens_are_for_leads_of_the_whole_organisation(app: Flask, town: Town, made: Made) -> None:
    made()
    for person in (town.reviewer, town.planner, town.other_lead):
        assert Browser(app).sign_in(person).get(f"/organisations/{town.slug}/tokens").status == 404


def test_missing_wrong_over_and_revoked_tokens_are_told_alike(
    app: Flask, town: Town, made: Made
) -> None:
    client = app.test_client()
    over, good = made(made_days_ago=40), made()
    address = f"{TOP}/{town.slug}/coverage"
    tried = [
        ask(client, address),
        ask(client, address, over),
        ask(client, address, good[:-1]),
        ask(client, address, good, how="Basic"),
        ask(client, address, ""),
        ask(client, f"{address}?access_token={good}"),
        ask(Browser(app).sign_in(town.lead).client, address),  # a cookie is no token
    ]
    assert len({str(is_a_problem(reply, 401)) for reply in tried}) == 1
    assert {reply.headers["WWW-Authenticate"] for reply in tried} == {"Bearer realm=api"}
    assert ask(client, address, good).status_code == 200


def test_a_token_opens_its_own_council_and_scope_alone(app: Flask, town: Town, made: Made) -> None:
    client = app.test_client()
    figures, published = made(ApiScope.COVERAGE), made(ApiScope.STATEMENTS)
    is_a_problem(ask(client, f"{TOP}/otmoor/coverage", figures), 404)
    is_a_problem(ask(client, f"{TOP}/nowhere/coverage", figures), 404)
    is_a_problem(ask(client, f"{TOP}/{town.slug}/coverage", published), 403)
    is_a_problem(ask(client, f"{TOP}/{town.slug}/statements", figures), 403)
    is_a_problem(ask(client, f"{TOP}/{town.slug}/statements/1", figures), 403)
    one = ask(client, TOP, published).json["organisations"][0]
    assert one["links"].keys() == {"statements"}


def test_what_cannot_be_answered_is_a_problem_in_plain_english(
    app: Flask, town: Town, made: Made
) -> None:
    client, token = app.test_client(), made()
    here = f"{TOP}/{town.slug}"
    tomorrow = (day_of(now()) + timedelta(days=1)).isoformat()
    for address, status in (
        ("/coverage?role=wizard", 404),
        ("/coverage?roles=councillor", 404),
        ("/coverage?known_at=2026-01-01T00:00:00Z", 404),
        ("/coverage?as_at=2026-02-30", 422),
        (f"/coverage?as_at={tomorrow}", 422),
        ("/coverage?role=councillor&tier=councillor", 422),
        ("/statements?page=x", 422),
        ("/statements/1", 404),
        ("/statements/99999999999999999999", 404),
        ("/people", 404),
    ):
        is_a_problem(ask(client, here + address, token), status)
    written = client.post(f"{here}/coverage", headers={"Authorization": f"Bearer {token}"})
    is_a_problem(written, 405)


def test_a_token_that_ends_soon_waits_for_the_lead(app: Flask, town: Town, made: Made) -> None:
    made(lasts=10)
    lead = Browser(app).sign_in(town.lead)
    assert (
        "1 token of a tool that stops working in the next 14 days"
        in lead.get(f"/organisations/{town.slug}/oversight").words
    )


def test_a_token_reads_so_often_in_a_quarter_of_an_hour_and_others_go_on(
    app: Flask, town: Town, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "MOST_READS", 3)
    client, token, other = app.test_client(), made(), made(ApiScope.COVERAGE)
    at = datetime(2026, 12, 1, 10, 14, 50, tzinfo=UTC)
    monkeypatch.setattr(access, "now", lambda: at)
    for _ in range(3):
        assert ask(client, TOP, token).status_code == 200
    refused = ask(client, TOP, token)
    said = is_a_problem(refused, 429)
    assert "quarter of an hour" in str(said["detail"])
    assert refused.headers["Retry-After"] == "10"
    assert ask(client, TOP, other).status_code == 200
    monkeypatch.setattr(access, "now", lambda: at + timedelta(seconds=10))
    assert ask(client, TOP, token).status_code == 200
    described = client.get("/api/v1/openapi.json").json["paths"].values()
    assert all(
        one["get"]["responses"]["429"]["headers"].keys() == {"Retry-After"} for one in described
    )


def test_a_token_whose_maker_leads_no_more_waits_for_those_who_do(
    app: Flask, town: Town, made: Made
) -> None:
    token = made()
    ask(app.test_client(), TOP, token)
    lead = Browser(app).sign_in(town.lead)
    top = f"/organisations/{town.slug}"
    page = lead.get(f"{top}/tokens")
    assert "no longer look after everybody" not in page.words
    assert "Last used on" in page.words
    assert most_asked(app, page) <= 8
    with app.app_context(), transaction() as session:
        appoint_lead(session, town.council, town.chief, since=days_ago(2))
        row = session.scalars(select(Appointment).where(Appointment.person_id == town.lead)).one()
        end_appointment(session, row, ends_on=days_ago(1), by=town.administrator, at=now())
    other = Browser(app).sign_in(town.chief)
    week = other.get(f"{top}/oversight").words
    assert "1 token of a tool whose maker no longer leads here" in week
    assert "They no longer look after everybody here" in other.get(f"{top}/tokens").words
    assert ask(app.test_client(), TOP, token).status_code == 200
    with app.app_context():
        number = current_session().scalars(select(ApiToken.id)).one()
    other.post(f"{top}/tokens/{number}/revoke")
    assert "whose maker no longer leads" not in other.get(f"{top}/oversight").words
    assert ask(app.test_client(), TOP, token).status_code == 401
