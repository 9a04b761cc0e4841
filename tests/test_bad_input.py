"""What attackers and accidents send: a page in plain English never a fault."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from learning.clock import day_of, now
from learning.database import current_session
from learning.people.models import Person
from tests.builders import Town
from tests.page import Browser, Page

HUGE = "9" * 20
BEYOND_8_BYTES = str(2**63)
COURSE = "cyber-security-essentials"
INSIDES = re.compile(
    r"Traceback|sqlalchemy|psycopg|sqlite3|File &#34;|werkzeug|jinja2", re.IGNORECASE
)
NASTY = {
    "NUL": "a\x00b",
    "control characters": "a\x01\x1b\x7f\x85b",
    "lone surrogate": "\udcff",
    "not UTF-8": b"\xff\xfe\x80",
    "LIKE characters": "%_\\",
    "quotes": "' OR 1=1 --\"",
    "right to left": "\u202eabc\u200f",
    "emoji": "\U0001f469\u200d\U0001f680",
    "very long": "x" * 5000,
    "template": "{{ 7 * 191 }}${7*191}",
    "script": "<script>alert(1)</script>",
}


def encoded(nasty: str | bytes) -> str:
    raw = nasty if isinstance(nasty, bytes) else nasty.encode("utf-8", "surrogatepass")
    return quote(raw, safe="")


def is_plain(page: Page, *statuses: int) -> None:
    assert page.status in statuses, (page.status, page.text[:600])
    said = re.sub(r'(value|integrity)="[^"]*"|/static/\w+/', "", page.text)  # random letters
    assert not INSIDES.search(said), page.text[:600]
    assert "1337" not in said
    assert "<script>alert" not in page.text


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


@pytest.fixture
def councillor(app, town: Town) -> Browser:
    return Browser(app).sign_in(town.councillor)


@pytest.fixture
def administrator(app, town: Town) -> Browser:
    return Browser(app).sign_in(town.administrator)


def an_attempt(councillor: Browser) -> str:
    councillor.get(f"/courses/{COURSE}")
    page = councillor.post(f"/courses/{COURSE}/assessment")
    assert page.status == 303
    return page.location.split("/")[2]


NOWHERE = (
    "/nothing",
    "/courses/no-such-course",
    f"/courses/{COURSE}/lessons/none",
    f"/courses/{COURSE}/assessment/none",
    "/paths/none",
    "/attempts/none",
    "/attempts/none/check",
    "/attempts/x/questions/1",
    f"/attempts/x/questions/{HUGE}",
    "/attempts/x/questions/-1",
    "/attempts/x/questions/one",
    "/organisations/none/people",
    "/organisations/none/coverage",
    "/organisations/none/coverage.json",
    "/partnerships/none/coverage",
    "/organisations/fernleigh/people/none",
    "/organisations/fernleigh/assignments/0",
    f"/organisations/fernleigh/assignments/{HUGE}",
    f"/organisations/fernleigh/assignments/{BEYOND_8_BYTES}",
    f"/organisations/fernleigh/assignments/{2**31}",
    "/organisations/fernleigh/assignments/1e3",
    "/organisations/fernleigh/coverage?role=none",
    "/organisations/fernleigh/coverage?skill=none",
    "/organisations/fernleigh/coverage?tier=none",
    "/organisations/fernleigh/coverage?service=none",
    "/organisations/fernleigh/coverage.json?service=none",
    "/organisations/fernleigh/coverage.csv?role=Councillor",
    "/organisations/FERNLEIGH/coverage",
    "/static/../learning/config.py",
    "/static/%2e%2e/%2e%2e/config.py",
    "//etc/passwd",
)


def test_what_does_not_exist_is_not_found(lead: Browser) -> None:
    for address in NOWHERE:
        is_plain(lead.get(address), 404, *([308] if address.startswith("//") else []))


@pytest.mark.parametrize(
    "address",
    [
        "/courses/{}",
        "/paths/{}",
        "/courses/{}/lessons/{}",
        "/courses/{}/assessment/{}",
        "/attempts/{}",
        "/attempts/{}/questions/1",
        "/organisations/{}/people",
        "/organisations/{}/coverage.json",
        "/organisations/fernleigh/people/{}",
        "/partnerships/{}/coverage",
        "/{}",
    ],
)
def test_nasty_names_in_an_address_are_not_found(lead: Browser, address: str) -> None:
    for nasty in NASTY.values():
        is_plain(lead.get(address.replace("{}", encoded(nasty))), 404)


@pytest.mark.parametrize(
    "address",
    ["/organisations/fernleigh/people?q={}", "/sign-in?next={}", "/told?page={}", "/?lang={}"],
)
def test_nasty_words_in_a_query_are_only_words(lead: Browser, address: str) -> None:
    for nasty in NASTY.values():
        is_plain(lead.get(address.format(encoded(nasty))), 200, 303)


@pytest.mark.parametrize("field", ["tier", "service", "role"])
def test_nasty_filters_of_the_people_list_match_nobody(lead: Browser, field: str) -> None:
    for nasty in NASTY.values():
        page = lead.get(f"/organisations/fernleigh/people?{field}={encoded(nasty)}")
        is_plain(page, 200, 404)
        assert "Ada Merriweather" not in page.text


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("role", 404),
        ("skill", 404),
        ("tier", 404),
        ("service", 404),
        ("as_at", 422),
        ("known_at", 422),
    ],
)
def test_nasty_filters_of_the_report_are_refused(lead: Browser, field: str, status: int) -> None:
    for nasty in map(encoded, NASTY.values()):
        for ending in ("", ".json", ".csv"):
            address = f"/organisations/fernleigh/coverage{ending}?{field}={nasty}"
            is_plain(lead.get(address), status)


@pytest.mark.parametrize(
    "address",
    [
        "/organisations/fernleigh/people",
        "/organisations/fernleigh/assignments",
        "/told",
    ],
)
def test_a_page_number_of_any_kind_shows_a_page(lead: Browser, address: str) -> None:
    for page in [HUGE, BEYOND_8_BYTES, "-5", "0", "one", "", "1.5", "1e9", "٣", "9" * 5000, "%00"]:
        is_plain(lead.get(f"{address}?page={page}"), 200)


DAYS = (
    "2026-13-01",
    "2026-02-30",
    "22/11/2026",
    "yesterday",
    "0000-00-00",
    "-0001-01-01",
    "99999-01-01",
    "9999-12-31",
    "2026-11-22T00:00:00Z",
    "١٢٣٤-٠١-٠١x",
)


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_a_malformed_or_future_day_is_refused(lead: Browser, ending: str) -> None:
    for day in DAYS:
        is_plain(lead.get(f"/organisations/fernleigh/coverage{ending}?as_at={day}"), 422)


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-15", "1900-02-28"])
def test_a_day_before_everything_has_no_figures(lead: Browser, day: str) -> None:
    for ending in ("", ".json", ".csv"):
        is_plain(lead.get(f"/organisations/fernleigh/coverage{ending}?as_at={day}"), 200)


def test_tomorrow_is_refused_and_today_is_not(lead: Browser) -> None:
    today = day_of(now())
    address = "/organisations/fernleigh/coverage.json?as_at="
    is_plain(lead.get(address + today.isoformat()), 200)
    is_plain(lead.get(address + (today + timedelta(days=1)).isoformat()), 422)


@pytest.mark.parametrize(
    "file", ["people.csv", "evidence.csv", "requirements.csv", "coverage.json"]
)
def test_a_malformed_moment_is_refused(lead: Browser, file: str) -> None:
    for moment in [
        "soon",
        "2026-13-01T00:00:00Z",
        "2026-11-22T99:00:00Z",
        "\udcff1",
        "9" * 400,
        "1e9",
    ]:
        is_plain(lead.get(f"/organisations/fernleigh/{file}?known_at={encoded(moment)}"), 422)


@pytest.mark.parametrize(
    "file", ["people.csv", "evidence.csv", "requirements.csv", "coverage.json"]
)
def test_moments_at_the_ends_of_time_are_no_fault(lead: Browser, file: str) -> None:
    for moment in [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "2026-11-22",
        "2026-03-29T01:30:00",
    ]:
        is_plain(lead.get(f"/organisations/fernleigh/{file}?known_at={moment}"), 200, 422)


def test_search_takes_like_characters_as_themselves(lead: Browser) -> None:
    assert "Ada Merriweather" in lead.get("/organisations/fernleigh/people?q=ada").words
    for text in ("%", "_", "a%a", "\\", "A_a"):
        page = lead.get(f"/organisations/fernleigh/people?q={quote(text)}")
        assert "Ada Merriweather" not in page.words, text


def test_repeated_parameters_count_once(lead: Browser) -> None:
    page = lead.get("/organisations/fernleigh/people?q=ada&q=samina&page=1&page=2&role=&role=x")
    is_plain(page, 200)
    assert "Ada Merriweather" in page.words
    assert "Samina Haque" not in page.words
    today = day_of(now()).isoformat()
    is_plain(
        lead.get(
            f"/organisations/fernleigh/coverage.json?as_at={today}&as_at=x&role=councillor&role=x"
        ),
        200,
    )


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW"])
def test_unknown_methods_are_refused(lead: Browser, method: str) -> None:
    for address in ("/", "/learning", "/organisations/fernleigh/people", "/admin", "/sign-in"):
        page = lead._open(method, address)
        is_plain(page, 405)
        assert "GET" in page.headers["Allow"]


@pytest.mark.parametrize("address", ["/learning", "/organisations/fernleigh/people", "/courses"])
def test_posting_to_a_page_without_a_form_is_refused(lead: Browser, address: str) -> None:
    lead.get("/")
    is_plain(lead.post(address), 405)


def test_getting_what_can_only_be_posted_is_refused(councillor: Browser) -> None:
    attempt = an_attempt(councillor)
    is_plain(councillor.get(f"/attempts/{attempt}/submit"), 405)
    is_plain(councillor.get("/sign-out"), 405)


@pytest.mark.parametrize(
    "address",
    ["/sign-in", f"/courses/{COURSE}/assessment", "/organisations/fernleigh/assignments/new"],
)
@pytest.mark.parametrize("kind", ["form", "multipart", "json"])
def test_a_body_of_300_kilobytes_is_refused(lead: Browser, address: str, kind: str) -> None:
    lead.get("/")
    token = {"X-CSRFToken": lead.last_token}
    large = "x" * 300_000
    if kind == "json":
        page = lead._open(
            "POST", address, data=large, content_type="application/json", headers=token
        )
        # Nobody reads such a body, so that nobody is harmed by its size.
        is_plain(page, 303, 400, 413, 422)
        return
    more = {"content_type": "multipart/form-data"} if kind == "multipart" else {}
    page = lead._open("POST", address, data={"csrf_token": lead.last_token, "email": large}, **more)
    is_plain(page, 413)


def test_a_thousand_fields_are_refused(lead: Browser) -> None:
    lead.get("/")
    fields = {f"field-{number}": "x" for number in range(1000)}
    fields["csrf_token"] = lead.last_token
    page = lead._open("POST", "/sign-in", data=fields, content_type="multipart/form-data")
    is_plain(page, 413)


@pytest.mark.parametrize("name", NASTY)
def test_nasty_words_in_the_sign_in_form_sign_nobody_in(
    browser: Browser, town: Town, name: str
) -> None:
    browser.get("/sign-in")
    body = f"csrf_token={quote(browser.last_token)}&email={{0}}@x.example&password={{0}}"
    page = browser._open(
        "POST",
        "/sign-in",
        data=body.format(encoded(NASTY[name])),
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 422)


@pytest.mark.parametrize("name", NASTY)
def test_nasty_answers_are_refused_and_nothing_is_kept(councillor: Browser, name: str) -> None:
    attempt = an_attempt(councillor)
    address = f"/attempts/{attempt}/questions/1"
    page = councillor._open(
        "POST",
        address,
        data=f"csrf_token={quote(councillor.last_token)}&answer={encoded(NASTY[name])}",
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 422)
    assert "checked" not in councillor.get(address).text


def test_a_question_that_there_is_not_is_not_found(councillor: Browser) -> None:
    attempt = an_attempt(councillor)
    for place in (HUGE, BEYOND_8_BYTES, "0", "100", "-1", "1.0", "x"):
        address = f"/attempts/{attempt}/questions/{place}"
        is_plain(councillor.get(address), 404)
        is_plain(councillor.post(address, {"answer": "a"}), 404, 405)


@pytest.mark.parametrize("whom", ["person", "role", "nobody"])
def test_nasty_words_in_an_assignment_are_refused(lead: Browser, whom: str) -> None:
    address = "/organisations/fernleigh/assignments/new"
    new = lead.get(address)
    key = new.hidden("form_key")
    for nasty in map(encoded, NASTY.values()):
        body = (
            f"csrf_token={quote(new.token())}&form_key={quote(key)}&whom={whom}"
            f"&path=every-officer&role={nasty}&person={nasty}&due_on=2199-01-01&reason={nasty}"
        )
        form = "application/x-www-form-urlencoded"
        is_plain(lead._open("POST", address, data=body, content_type=form), 422)


@pytest.mark.parametrize("name", [n for n in NASTY if n != "very long"])
def test_a_nasty_reason_for_one_person_becomes_words_or_is_refused(
    lead: Browser, name: str
) -> None:
    new = lead.get("/organisations/fernleigh/assignments/new")
    body = (
        f"csrf_token={quote(new.token())}&form_key={quote(new.hidden('form_key'))}&whom=person&role="
        f"&path=every-officer&person=samina.haque@people.example&due_on=2199-01-01"
        f"&reason=r{encoded(NASTY[name])}"
    )
    page = lead._open(
        "POST",
        "/organisations/fernleigh/assignments/new",
        data=body,
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 303, 422)
    if page.status == 303:
        is_plain(lead.get(page.location), 200)
        is_plain(lead.get("/organisations/fernleigh/assignments"), 200)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_form_key_is_no_fault(lead: Browser, name: str) -> None:
    new = lead.get("/organisations/fernleigh/assignments/new")
    body = (
        f"csrf_token={quote(new.token())}&form_key={encoded(NASTY[name])}&whom=person&role="
        "&path=every-officer&person=samina.haque@people.example&due_on=2199-01-01&reason=r"
    )
    page = lead._open(
        "POST",
        "/organisations/fernleigh/assignments/new",
        data=body,
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 303, 422)


@pytest.mark.parametrize("name", NASTY)
def test_nasty_words_in_an_administrators_forms_are_refused_or_only_words(
    app, administrator: Browser, name: str
) -> None:
    nasty = encoded(NASTY[name])
    day = "starts_on=2026-01-02"
    for address, fields in {
        "/admin/organisations/new": f"name=a{nasty}&slug={nasty}&nation=England&{day}",
        "/admin/partnerships/new": f"name=a{nasty}&slug=good-slug&{day}",
        "/admin/sharing/new": f"organisation={nasty}&partnership={nasty}&{day}",
        "/admin/appointments/new": (
            f"email=a{nasty}@people.example&name=a{nasty}&kind=administrator&{day}"
        ),
    }.items():
        administrator.get(address)
        page = administrator._open(
            "POST",
            address,
            data=f"csrf_token={quote(administrator.last_token)}&{fields}",
            content_type="application/x-www-form-urlencoded",
        )
        is_plain(page, 303, 422)
    is_plain(administrator.get("/admin"), 200)
    with app.app_context():
        names = current_session().scalars(select(Person.name)).all()
        assert not [n for n in names if any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in n)]


def test_an_appointment_that_there_is_not_is_not_found(administrator: Browser) -> None:
    administrator.get("/admin")
    for number in (HUGE, BEYOND_8_BYTES, str(2**31), "0", "x", "-1"):
        is_plain(administrator.get(f"/admin/appointments/{number}/end"), 404)
        is_plain(administrator.post(f"/admin/appointments/{number}/end"), 404)


@pytest.mark.parametrize(
    "fields",
    [
        {"organisation": HUGE, "kind": "reviewer"},
        {"organisation": "x", "kind": "reviewer"},
        {"organisation": "", "kind": "reviewer"},
        {"partnership": HUGE, "kind": "partnership-reviewer"},
        {"kind": "emperor"},
        {"kind": "learning-lead", "organisation": "1", "tiers": "none"},
        {"kind": "learning-lead", "organisation": "1", "services": ["none", "none"]},
    ],
)
def test_choices_that_were_not_offered_are_refused(
    app, administrator: Browser, fields: dict[str, str]
) -> None:
    administrator.get("/admin/appointments/new")
    page = administrator.post(
        "/admin/appointments/new",
        {"email": "new@people.example", "name": "New", "starts_on": "2026-01-02", **fields},
    )
    is_plain(page, 422)
    with app.app_context():
        found = current_session().scalar(select(func.count()).where(Person.name == "New"))
        assert found == 0


def test_a_file_where_a_word_was_asked_for_is_no_fault(lead: Browser) -> None:
    new = lead.get("/organisations/fernleigh/assignments/new")
    page = lead._open(
        "POST",
        "/organisations/fernleigh/assignments/new",
        data={"csrf_token": new.token(), "reason": (BytesIO(b"x"), "../../etc/passwd")},
    )
    is_plain(page, 422)


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "session=\x80\xff; a=b"},
        {"Cookie": "session=" + "x" * 6000},
        {"Accept-Language": "\xff" * 100},
        {"Host": "evil.example"},
        {"X-Forwarded-For": "' OR 1=1"},
        {"X-Forwarded-Host": "evil.example", "X-Original-URL": "/admin"},
        {"Range": "bytes=0-999999999999999999999"},
        {"If-None-Match": '"' + "x" * 5000},
        {"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"},
    ],
)
def test_strange_headers_change_nothing(
    browser: Browser, town: Town, headers: dict[str, str]
) -> None:
    page = browser.get("/", headers=headers)
    is_plain(page, 200)
    assert "evil.example" not in page.text
