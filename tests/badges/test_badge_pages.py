import json
from base64 import urlsafe_b64decode
from io import BytesIO

import pytest
from click.testing import Result
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from learning.audit import AuditEntry
from learning.badges.models import BadgeKey
from learning.catalogue.published import Catalogue
from learning.certificates import actions as certificates
from learning.certificates.rules import Choices
from learning.clock import add_months, day_in_words, day_of, now, start_of
from learning.database import current_session, transaction
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from tests.badges.conftest import ADDRESS, agree, award, rotate, switch
from tests.builders import Town, days_ago
from tests.page import Browser

ALL = Choices(True, True, True)
ENDINGS = (".json", ".jwt")


def status(browser: Browser, code: str) -> set[int]:
    return {browser.client.get(f"/certificates/{code}{end}").status_code for end in ENDINGS}


def test_badges_are_off_until_an_administrator_switches_them_on(
    service: Flask, catalogue: Catalogue, town: Town
) -> None:
    before = award(service, catalogue, town, reference="before")
    administrator = Browser(service).sign_in(town.administrator)
    assert 'href="/admin/badges"' in administrator.get("/admin").text
    page = administrator.get("/admin/badges")
    assert page.words.count("Off") == 2
    assert ADDRESS in page.words
    fields = {"organisation": "fernleigh", "on": "yes"}
    assert administrator.post("/admin/badges", fields).location == "/admin/badges"
    page = administrator.get("/admin/badges")
    assert "Badges are switched on." in page.words
    assert page.words.count("Off") == 1
    with service.app_context():
        entry = current_session().scalars(
            select(AuditEntry).where(AuditEntry.action == "badges.switched")
        )
        assert (one := entry.one()).actor_id == town.administrator
        assert one.organisation_id == town.council
    ada = Browser(service).sign_in(town.councillor)
    assert "A digital badge" not in ada.get(f"/certificates/{before}").words
    after = award(service, catalogue, town, reference="after")
    assert "A digital badge to download" in ada.get(f"/certificates/{after}").words
    agree(service, town, before, ALL)
    agree(service, town, after, ALL)
    assert status(Browser(service), before) == status(ada, before) == {404}
    assert status(Browser(service), after) == {200}


def test_badges_given_stay_when_they_are_switched_off(
    service: Flask, catalogue: Catalogue, town: Town, code: str
) -> None:
    agree(service, town, code, ALL)
    Browser(service).sign_in(town.administrator).post(
        "/admin/badges", {"organisation": "fernleigh", "on": "no"}
    )
    assert status(Browser(service), code) == {200}
    assert Browser(service).get("/badges/fernleigh").status == 200
    later = award(service, catalogue, town, reference="later")
    agree(service, town, later, ALL)
    assert status(Browser(service), later) == {404}


def test_page_paper_and_badge_say_what_a_shortened_day_leaves(
    service: Flask, catalogue: Catalogue, town: Town, code: str
) -> None:
    agree(service, town, code, ALL)
    was, ends = add_months(days_ago(0), 12), days_ago(-60)
    said = [f"it said until {day_in_words(was)}"]
    for expires_on in (days_ago(-90), ends):
        with service.app_context(), transaction() as session:
            piece = session.scalars(select(Evidence).order_by(Evidence.id.desc())).first()
            evidence.correct(
                session,
                piece,
                level=piece.level,
                shown_on=piece.shown_on,
                expires_on=expires_on,
                by=town.lead,
                at=now(),
            )
        said.append(f"it says until {day_in_words(expires_on)}")
    for who in (Browser(service), Browser(service).sign_in(town.councillor)):
        page = who.get(f"/certificates/{code}")
        assert f'value">{day_in_words(ends)}<' in page.text.partition("Counts until</dt>")[2]
        places = [page.words.index(one) for one in said]
        assert places == sorted(places)
    badge = Browser(service).client.get(f"/certificates/{code}.json").json
    assert badge["validUntil"].startswith(ends.isoformat())
    token = Browser(service).client.get(f"/certificates/{code}.jwt").text
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["exp"] == start_of(ends).timestamp()
    sheet = Browser(service).client.get(f"/certificates/{code}.pdf").data
    paper = " ".join(PdfReader(BytesIO(sheet)).pages[0].extract_text().split())
    assert f"Counts until {day_in_words(ends)}." in paper
    assert day_in_words(was) not in paper


def test_switching_twice_is_once_and_brings_no_new_keys(service: Flask, town: Town) -> None:
    for on in (True, True, False, False, True):
        switch(service, on=on)
    with service.app_context():
        session = current_session()
        assert session.scalar(select(func.count()).select_from(BadgeKey)) == 2
        switched = select(func.count()).where(AuditEntry.action == "badges.switched")
        assert session.scalar(switched) == 3


def test_without_an_address_badges_cannot_be_switched_on(app: Flask, town: Town) -> None:
    administrator = Browser(app).sign_in(town.administrator)
    page = administrator.get("/admin/badges")
    assert "LEARNING_ADDRESS" in page.words
    refused = administrator.post("/admin/badges", {"organisation": "fernleigh", "on": "yes"})
    assert refused.status == 422
    assert "LEARNING_ADDRESS" in refused.words
    assert "Off" in administrator.get("/admin/badges").words


def test_an_unknown_organisation_cannot_be_switched(service: Flask, town: Town) -> None:
    administrator = Browser(service).sign_in(town.administrator)
    administrator.get("/admin/badges")
    for fields in ({"organisation": "none", "on": "yes"}, {}):
        page = administrator.post("/admin/badges", fields)
        assert page.status == 422
        assert "Choose an organisation from the list" in page.words


def test_before_consent_the_badge_is_its_holder_s_alone(
    service: Flask, town: Town, code: str
) -> None:
    others = [
        Browser(service),
        *(
            Browser(service).sign_in(person)
            for person in (town.second_councillor, town.lead, town.administrator)
        ),
    ]
    ada = Browser(service).sign_in(town.councillor)
    for choices in (Choices(), Choices(True), Choices(True, True)):
        agree(service, town, code, choices)
        assert {number for other in others for number in status(other, code)} == {404}
        assert status(ada, code) == {200}
        reply = ada.client.get(f"/certificates/{code}.json")
        assert reply.headers["Cache-Control"] == "private, no-store"
    agree(service, town, code, Choices(True, with_badge=True))
    assert {number for other in others for number in status(other, code)} == {200}


def test_the_holder_agrees_to_a_badge_on_the_page(service: Flask, town: Town, code: str) -> None:
    ada = Browser(service).sign_in(town.councillor)
    ada.get(f"/certificates/{code}")
    ada.post(f"/certificates/{code}", {"seen_by": "everyone", "also": ["badge"]})
    page = Browser(service).get(f"/certificates/{code}")
    for end in ENDINGS:
        assert f'href="/certificates/{code}{end}"' in page.text


def test_a_badge_says_what_open_badges_asks(service: Flask, town: Town, code: str) -> None:
    agree(service, town, code, Choices(True, with_badge=True))
    reply = Browser(service).client.get(
        f"/certificates/{code}.json", headers={"Host": "evil.example"}
    )
    badge = reply.get_json()
    assert reply.mimetype == "application/ld+json"
    assert badge["id"] == f"{ADDRESS}/certificates/{code}.json"
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["issuer"]["id"] == f"{ADDRESS}/badges/fernleigh"
    assert badge["credentialSubject"]["achievement"]["name"] == "Harbour lights"
    (identifier,) = badge["credentialSubject"]["identifier"]
    assert identifier["identityHash"].startswith("sha256$")
    assert badge["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert badge["validFrom"].startswith(f"{days_ago(0)}T00:00:00+0")  # midnight in London
    assert "evil" not in reply.text
    assert "merriweather" not in reply.text.casefold()
    assert "@people" not in reply.text


def test_a_withdrawn_certificate_is_no_badge_any_more(
    service: Flask, town: Town, code: str
) -> None:
    agree(service, town, code, ALL)
    with service.app_context(), transaction() as session:
        certificates.withdraw(
            session,
            code=code,
            effective_on=day_of(now()),
            reason="Wrong",
            by=town.administrator,
            at=now(),
        )
    assert status(Browser(service), code) == {410}
    assert status(Browser(service).sign_in(town.councillor), code) == {410}
    assert "withdrawn" in Browser(service).client.get(f"/certificates/{code}.json").json["error"]


def test_the_issuer_publishes_its_public_keys_and_nothing_private(
    service: Flask, town: Town, code: str
) -> None:
    rotate(service, town)
    anybody = Browser(service).client
    reply = anybody.get("/badges/fernleigh")
    profile = reply.get_json()
    assert (profile["name"], profile["type"]) == ("Fernleigh Council", ["Profile"])
    assert reply.headers["Cache-Control"] == "public, max-age=300"
    assert len(profile["verificationMethod"]) == 2  # the old one too
    assert profile["assertionMethod"] == [one["id"] for one in profile["verificationMethod"]]
    for method in profile["verificationMethod"]:
        alone = anybody.get(method["id"].removeprefix(ADDRESS)).get_json()
        assert {name: alone[name] for name in method} == method
    with service.app_context():
        keys = current_session().scalars(select(BadgeKey).order_by(BadgeKey.id)).all()
        assert [key.private is None for key in keys] == [True, True, False, False]
        published = [
            anybody.get(f"/badges/fernleigh/keys/{key.name}{end}")
            for key in keys
            for end in ("", ".jwk")
        ]
    assert sorted({one.status_code for one in published}) == [200, 404]
    said = " ".join(one.text for one in published if one.status_code == 200)
    for member in ('"d"', '"p"', '"q"', "PRIVATE", "private"):
        assert member not in said


@pytest.mark.parametrize(
    "address",
    ["/badges/none", "/badges/otmoor", "/badges/otmoor/keys/k", "/badges/none/keys/k.jwk"],
)
def test_who_issues_nothing_publishes_nothing(service: Flask, code: str, address: str) -> None:
    assert Browser(service).get(address).status == 404


def test_keys_locked_under_another_secret_wait_for_new_ones(
    service: Flask, town: Town, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(service, town, code, ALL)
    with service.app_context(), transaction() as session:
        for key in session.scalars(select(BadgeKey)):
            key.private = b"locked under another secret key"
    assert status(Browser(service), code) == {503}
    assert Browser(service).get("/badges/fernleigh").status == 200
    rotated(service, "fernleigh")
    assert status(Browser(service), code) == {200}


def test_without_its_address_the_service_signs_nothing(
    service: Flask, town: Town, code: str
) -> None:
    agree(service, town, code, ALL)
    before = service.extensions["settings"]
    service.extensions["settings"] = before.model_copy(update={"address": None})
    assert status(Browser(service), code) == {503}


def rotated(app: Flask, *names: str) -> Result:
    return app.test_cli_runner().invoke(args=["rotate-badge-key", *names])


def test_keys_are_rotated_by_a_command(service: Flask, town: Town, code: str) -> None:
    for names in ((), ("fernleigh",)):
        done = rotated(service, *names)
        assert done.exit_code == 0
        assert "New keys from now on: Fernleigh Council" in done.output
    assert rotated(service, "otmoor").exit_code == 1
    with service.app_context():
        in_use = select(func.count()).where(BadgeKey.retired_at.is_(None))
        assert current_session().scalar(in_use) == 2
    profile = json.loads(Browser(service).get("/badges/fernleigh").text)
    assert len(profile["verificationMethod"]) == 3
