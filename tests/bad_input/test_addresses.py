"""Addresses, queries and filters: what is not there is not found."""

from urllib.parse import quote

import pytest

from learning.clock import day_of, now
from tests.bad_input.sent import BEYOND_8_BYTES, COURSE, HUGE, NASTY, an_attempt, encoded, is_plain
from tests.page import Browser

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
    "/self-assessment/0/check",
    f"/self-assessment/{HUGE}/check",
    f"/self-assessment/{BEYOND_8_BYTES}/skills/cyber-security",
    f"/self-assessment/{2**31}/skills/none",
    "/self-assessment/one/check",
    "/record/year/1999",
    f"/record/year/{HUGE}",
    f"/record/year/{HUGE}.txt",
    "/record/year/now",
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
    "/record/claims/0",
    f"/record/claims/{HUGE}/file",
    "/organisations/fernleigh/claims/0",
    f"/organisations/fernleigh/claims/{BEYOND_8_BYTES}/file",
    "/organisations/fernleigh/acceptance-rules/0/end",
    "/organisations/fernleigh/completions/0",
    "/organisations/fernleigh/completions/0/left-out.csv",
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
        "/organisations/fernleigh/claims",
        "/record/claims",
        "/told",
    ],
)
def test_a_page_number_of_any_kind_shows_a_page(lead: Browser, address: str) -> None:
    for page in [HUGE, BEYOND_8_BYTES, "-5", "0", "one", "", "1.5", "1e9", "٣", "9" * 5000, "%00"]:
        is_plain(lead.get(f"{address}?page={page}"), 200)


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


def test_a_question_that_there_is_not_is_not_found(councillor: Browser) -> None:
    attempt = an_attempt(councillor)
    for place in (HUGE, BEYOND_8_BYTES, "0", "100", "-1", "1.0", "x"):
        address = f"/attempts/{attempt}/questions/{place}"
        is_plain(councillor.get(address), 404)
        is_plain(councillor.post(address, {"answer": "a"}), 404, 405)


def test_an_appointment_that_there_is_not_is_not_found(administrator: Browser) -> None:
    administrator.get("/admin")
    for number in (HUGE, BEYOND_8_BYTES, str(2**31), "0", "x", "-1"):
        is_plain(administrator.get(f"/admin/appointments/{number}/end"), 404)
        is_plain(administrator.post(f"/admin/appointments/{number}/end"), 404)
