from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.claims.actions import decisions
from learning.claims.models import Claim, ClaimDecision, ClaimFile
from learning.claims.rules.files import LARGEST
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.errors import Refusal
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from tests.builders import Town, a_member, days_ago
from tests.claims.made import JPEG, PDF, PNG, a_claim, another_lead, claimed, counted, fields, send
from tests.page import Browser, Page
from tests.statements import most_asked


@pytest.fixture
def ada(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.councillor)


def summary(page: Page) -> str:
    return page.words.split("There is a problem")[1].split("Claim something")[0]


def test_a_claim_is_kept_with_its_proof_and_shown_as_waiting(app: Flask, ada: Browser) -> None:
    page = send(ada)
    assert page.status == 303
    mine = ada.get(page.location)
    assert "Waiting" in mine.words
    assert "A training lead of Fernleigh Council decides" in mine.words
    assert "Download my proof.pdf (1 KB)" in mine.words
    assert "Phishing basics" in ada.get("/record/claims").words
    assert (counted(app, Claim), counted(app, ClaimFile)) == (1, 1)
    assert counted(app, AuditEntry, AuditEntry.action == "claim.made") == 1


def test_the_record_leads_to_the_claims(ada: Browser) -> None:
    assert 'href="/record/claims"' in ada.get("/record").text
    assert "You have not claimed anything yet" in ada.get("/record/claims").words


def test_a_file_is_not_needed(app: Flask, ada: Browser) -> None:
    for nothing in (None, (BytesIO(b""), "")):
        page = send(ada, file=nothing)
        assert page.status == 303
        assert "No file was sent" in ada.get(page.location).words
    assert counted(app, ClaimFile) == 0


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_the_proof_is_only_ever_a_download(ada: Browser, content: bytes, media_type: str) -> None:
    page = send(ada, file=(BytesIO(content), "Beweis für Zoë.html"))
    reply = ada.client.get(f"{page.location}/file")
    assert reply.data == content
    assert reply.headers["Content-Type"] == media_type
    assert reply.headers["Content-Disposition"].startswith("attachment; filename")
    assert "Beweis%20f%C3%BCr%20Zo%C3%AB." in reply.headers["Content-Disposition"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cache-Control"] == "no-store"
    policy = reply.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": " "}, "Enter what it was"),
        ({"title": "x" * 201}, "Use 200 characters at most"),
        ({"issuer": ""}, "Enter who issued it"),
        ({"skill": ""}, "Choose a skill"),
        ({"skill": "no-such-skill"}, "Not a valid choice"),
        ({"level": None}, "Choose a level"),
        ({"level": "5"}, "Not a valid choice"),
        ({"shown_on-month": "13"}, "Enter a real date"),
        ({"shown_on-year": "2150"}, "Choose a day that is not in the future"),
        ({"description": ""}, "Say in a few sentences"),
        ({"description": "x" * 2001}, "Use 2,000 characters at most"),
        ({"file": (BytesIO(b"<script>"), "a.pdf")}, "Choose a PDF, PNG or JPEG file"),
        ({"file": (BytesIO(b""), "a.pdf")}, "The file is empty"),
        ({"file": (BytesIO(b"MZ\x90\x00"), "a.pdf")}, "Choose a PDF, PNG or JPEG file"),
    ],
)
def test_a_form_with_something_wrong_says_so_and_keeps_what_was_typed(
    app: Flask, ada: Browser, changed: dict, message: str
) -> None:
    if "file" in changed:  # each run needs a stream of its own
        stream, name = changed["file"]
        changed = {"file": (BytesIO(stream.getvalue()), name)}
    page = send(ada, **changed)
    assert page.status == 422
    assert message in summary(page)
    if "issuer" not in changed:
        assert 'value="Example Academy"' in page.text
    assert counted(app, Claim) == 0


@pytest.mark.parametrize("size", [LARGEST + 1, 20 * 1024 * 1024])
def test_a_file_that_is_too_large_is_refused_and_nothing_typed_is_lost(
    app: Flask, ada: Browser, size: int
) -> None:
    page = send(ada, file=(BytesIO(PDF.ljust(size)), "scan.pdf"))
    assert page.status == 413
    assert "It can have 5 MB at most" in summary(page)
    assert 'value="Example Academy"' in page.text
    assert "A day of practice with made-up messages." in page.text
    assert counted(app, Claim) == 0


def test_what_is_far_too_large_is_not_read_at_all(app: Flask, ada: Browser) -> None:
    page = send(ada, file=(BytesIO(PDF.ljust(26 * 1024 * 1024)), "scan.pdf"))
    assert page.status == 413
    assert "use the Back button of your browser" in page.words
    assert counted(app, Claim) == 0


def test_no_other_form_takes_so_much(ada: Browser) -> None:
    large = {"email": "x" * 300_000}
    assert ada.post("/record/claims/1/withdraw", large).status == 413


def test_nobody_who_is_signed_out_sends_files(app: Flask, town: Town) -> None:
    data = {"file": (BytesIO(PDF), "a.pdf"), "title": "x"}
    page = Browser(app).post("/record/claims/new", data)
    assert (page.status, page.location[:8]) == (303, "/sign-in")
    assert counted(app, Claim) == 0


def test_the_same_form_sent_twice_makes_one_claim_and_other_answers_conflict(
    app: Flask, ada: Browser
) -> None:
    given = fields(ada)
    key = {"form_key": given["form_key"]}
    first = ada.post("/record/claims/new", given)
    second = send(ada, **key)
    assert first.location == second.location
    assert send(ada, **key, issuer="Another").status == 409
    assert (counted(app, Claim), counted(app, ClaimFile)) == (1, 1)


def test_the_same_form_sent_at_one_moment_makes_one_claim(app: Flask, ada: Browser) -> None:
    given = fields(ada, file=None)
    cookie, token = ada.client.get_cookie("session"), ada.last_token
    assert cookie

    def post(_: int) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        data = given | {"csrf_token": token}
        return client.post("/record/claims/new", data=data).status_code

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(post, range(4))) == {303}
    assert counted(app, Claim) == 1


def test_a_twin_hatter_chooses_who_decides(
    app: Flask, ada: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        a_member(session, catalogue, there, town.councillor, "councillor")
        there_id = there.id
    assert "Choose a council" in summary(send(ada))
    assert send(ada, organisation="otmoor").status == 303
    assert counted(app, Claim, Claim.organisation_id == there_id) == 1
    assert send(ada, organisation="nowhere").status == 422


def test_nobody_claims_to_a_council_that_is_not_theirs(app: Flask, ada: Browser) -> None:
    send(ada, organisation="otmoor")
    with app.app_context():
        claims = current_session().scalars(select(Organisation.slug).join(Claim)).all()
    assert set(claims) <= {"fernleigh"}


def test_who_belongs_to_no_council_is_told_so(app: Flask, town: Town) -> None:
    browser = Browser(app).sign_in(town.administrator)
    assert "nobody who could decide" in browser.get("/record/claims/new").words
    assert browser.post("/record/claims/new", {"title": "x"}).status == 422
    assert counted(app, Claim) == 0


def test_an_undecided_claim_can_be_taken_back_and_its_file_goes(
    app: Flask, ada: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor)
    for _ in range(2):  # doing it twice changes nothing
        assert ada.post(f"/record/claims/{number}/withdraw").status == 303
    assert "Taken back" in ada.get(f"/record/claims/{number}").words
    assert (counted(app, ClaimFile), counted(app, ClaimDecision)) == (0, 1)
    assert ada.get(f"/record/claims/{number}/file").status == 404
    lead = Browser(app).sign_in(town.lead)
    here = f"/organisations/fernleigh/claims/{number}"
    assert lead.get(here).status == 404
    assert lead.post(f"{here}/accept").status == 404
    assert "0 claims wait" in lead.get("/organisations/fernleigh/claims").words


def test_somebody_else_s_claim_does_not_exist(app: Flask, ada: Browser, town: Town) -> None:
    number = claimed(app, town, town.second_councillor)
    for ending in ("", "/file"):
        assert ada.get(f"/record/claims/{number}{ending}").status == 404
    assert ada.post(f"/record/claims/{number}/withdraw").status == 404
    assert "Phishing basics" not in ada.get("/record/claims").words
    assert counted(app, ClaimDecision) == 0


def sees(lead: Browser, number: int, organisation: str = "fernleigh") -> set[int]:
    """The statuses of the claim's pages and file; in the queue exactly where they open."""
    top = f"/organisations/{organisation}/claims"
    statuses = {lead.get(f"{top}/{number}{end}").status for end in ("", "/file", "/decline")}
    listed = f'href="{top}/{number}"' in lead.get(top).text
    assert listed == (statuses == {200})
    return statuses


def test_only_leads_who_see_the_person_in_the_council_that_decides_see_the_claim(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    number = claimed(app, town, town.councillor)
    with app.app_context(), transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        a_member(session, catalogue, there, town.councillor, "councillor")
    assert sees(Browser(app).sign_in(town.lead), number) == {200}
    other = Browser(app).sign_in(town.other_lead)  # a lead of the claimant's other council
    assert sees(other, number, "otmoor") == {404}
    assert other.get(f"/organisations/fernleigh/claims/{number}/file").status == 404
    assert sees(another_lead(app, town, tiers=["councillor"]), number) == {200}
    for person in (town.reviewer, town.second_councillor, town.administrator):
        browser = Browser(app).sign_in(person)
        assert browser.get(f"/organisations/fernleigh/claims/{number}/file").status == 404
    assert Browser(app).get(f"/record/claims/{number}/file").status == 303


def test_a_lead_of_another_group_sees_nothing_of_it(app: Flask, town: Town) -> None:
    number = claimed(app, town, town.councillor)
    lead = another_lead(app, town, tiers=["service-team"])
    assert sees(lead, number) == {404}
    assert lead.post(f"/organisations/fernleigh/claims/{number}/accept").status == 404
    assert "of prior learning to decide" not in lead.get("/organisations/fernleigh/people").words


def test_a_restricted_person_s_claim_is_for_the_lead_named_for_them(app: Flask, town: Town) -> None:
    number = claimed(app, town, town.chief)
    lead = Browser(app).sign_in(town.lead)
    for named, found in ((None, 404), (town.lead, 200)):
        with app.app_context(), transaction() as session:
            membership = session.query(Membership).filter_by(person_id=town.chief).one()
            places.restrict(session, membership, lead_id=named, by=None, at=now())
        assert sees(lead, number) == {found}


def test_as_many_statements_for_many_claims_as_for_few_and_no_file_is_loaded(
    app: Flask, ada: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor)
    mine = ("/record/claims", f"/record/claims/{number}", "/record/claims/new")
    lead = Browser(app).sign_in(town.lead)
    theirs = ("/organisations/fernleigh/claims", f"/organisations/fernleigh/claims/{number}")
    few = [ada.get(a).statements for a in mine] + [lead.get(a).statements for a in theirs]
    everybody = (town.councillor, town.second_councillor, town.planner, town.chief)
    for place in range(60):
        claimed(app, town, everybody[place % 4], key=str(place), title=f"Course {place}")
    for place in range(40):
        taken_back(app, town, town.councillor, key=f"back {place}")
    pages = [ada.get(address) for address in mine]
    led = [lead.get(address) for address in theirs]
    assert [page.statements for page in (*pages, *led)] == few
    assert most_asked(app, *pages) <= 4
    assert most_asked(app, *led) <= 8
    assert "Page 1 of 2" in pages[0].words
    assert "61 claims wait" in led[0].words
    assert "Page 1 of 2" in led[0].words


def taken_back(app: Flask, town: Town, person: int, *, key: str) -> None:
    with app.app_context(), transaction() as session:
        claim = a_claim(session, person, town.council, key=key)
        decisions.withdraw(session, claim, by=person, at=now())


def test_twenty_claims_wait_and_the_next_is_refused_with_everything_typed(
    app: Flask, ada: Browser, town: Town
) -> None:
    for place in range(20):
        claimed(app, town, town.councillor, key=str(place))
    page = send(ada, title="One more")
    assert page.status == 422
    assert "20 of your claims wait for a decision" in page.words
    assert "One more" in page.text
    assert counted(app, Claim) == 20
    number = claimed(app, town, town.councillor, key="19")  # the same form again is the same claim
    ada.post(f"/record/claims/{number}/withdraw")
    assert send(ada, title="One more").status == 303


def test_the_files_of_claims_that_wait_have_thirty_megabytes_together(
    app: Flask, ada: Browser, town: Town
) -> None:
    for place in range(6):
        claimed(app, town, town.councillor, key=str(place), file=PDF.ljust(5 * 1024 * 1024))
    page = send(ada, title="One more")
    assert page.status == 413
    assert "they can have 30 MB together" in page.words
    assert "One more" in page.text
    assert send(ada, title="Without a file", file=None).status == 303
    assert counted(app, ClaimFile) == 6


def test_two_claims_sent_at_one_moment_are_not_counted_past_each_other(
    app: Flask, ada: Browser, town: Town
) -> None:
    for place in range(19):
        claimed(app, town, town.councillor, key=str(place))

    def one_more(place: int) -> str:
        try:
            claimed(app, town, town.councillor, key=f"more {place}")
        except Refusal as refusal:
            return refusal.message
        return "kept"

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(one_more, range(4)))
    assert said.count("kept") == 1
    assert counted(app, Claim) == 20


def test_the_proof_is_one_click_away_from_the_list(app: Flask, town: Town) -> None:
    number = claimed(app, town, town.councillor)
    lead = Browser(app).sign_in(town.lead)
    page = lead.get("/organisations/fernleigh/claims")
    assert f'href="/organisations/fernleigh/claims/{number}/file"' in page.text
    assert lead.get(f"/organisations/fernleigh/claims/{number}/file").status == 200


def test_the_oldest_claim_stands_first_with_its_age(app: Flask, town: Town) -> None:
    for days, key in ((0, "new"), (1, "day"), (12, "old")):
        at = now().replace(hour=12) - (day_of(now()) - days_ago(days))
        claimed(app, town, town.councillor, key=key, title=f"Course {key}", at=at)
    words = Browser(app).sign_in(town.lead).get("/organisations/fernleigh/claims").words
    order = [words.index(what) for what in ("12 days", "1 day", "Since today")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "nasty", ["a\x00b", "\u202eabc", "<script>alert(1)</script>", "' OR 1=1 --"]
)
def test_nasty_words_in_a_claim_are_only_words(ada: Browser, nasty: str) -> None:
    file = (BytesIO(PDF), f"{nasty}.pdf")
    page = send(ada, title=nasty, issuer=nasty, description=nasty, file=file)
    assert page.status == 303
    shown = ada.get(page.location)
    assert "<script>alert" not in shown.text
    assert "\x00" not in shown.text
    assert ada.client.get(f"{page.location}/file").data == PDF
    assert send(ada, skill=nasty).status == 422
    assert send(ada, level=nasty).status == 422
