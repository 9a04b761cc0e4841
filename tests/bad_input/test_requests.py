"""Methods, sizes and headers that no browser of ours sends."""

from io import BytesIO

import pytest
from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkSize, NoMoreData

from tests.bad_input.sent import COURSE, an_attempt, is_plain
from tests.builders import Town
from tests.page import Browser


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW"])
def test_unknown_methods_are_refused(lead: Browser, method: str) -> None:
    for address in ("/", "/learning", "/organisations/fernleigh/people", "/admin", "/sign-in"):
        page = lead._open(method, address)
        is_plain(page, 405)
        assert "GET" in page.headers["Allow"]


@pytest.mark.parametrize(
    "address",
    ["/", "/sign-in", "/organisations/fernleigh/assignments/new", "/record.json", "/nowhere"],
)
def test_a_head_is_answered_as_a_get_without_its_body(lead: Browser, address: str) -> None:
    page = lead.get(address)
    head = lead.client.head(address)
    assert head.status_code == page.status
    assert head.data == b""
    assert head.headers["Content-Type"] == page.headers["Content-Type"]


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


@pytest.mark.parametrize(
    "address", ["/record/claims/new", "/organisations/fernleigh/people/import"]
)
def test_where_files_may_be_sent_fields_alone_are_no_larger(lead: Browser, address: str) -> None:
    """Eight megabytes of empty fields took 350 MB and three seconds to take apart."""
    lead.get(address)
    body = f"csrf_token={lead.last_token}" + "&a" * 200_000
    form = "application/x-www-form-urlencoded"
    is_plain(lead._open("POST", address, data=body, content_type=form), 413)
    whole = {"csrf_token": lead.last_token, "file": (BytesIO(b"x" * 400_000), "x.pdf")}
    is_plain(lead._open("POST", address, data=whole), 422)


def test_a_thousand_fields_are_refused(lead: Browser) -> None:
    lead.get("/")
    fields = {f"field-{number}": "x" for number in range(1000)}
    fields["csrf_token"] = lead.last_token
    page = lead._open("POST", "/sign-in", data=fields, content_type="multipart/form-data")
    is_plain(page, 413)


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


def test_a_redirect_to_the_right_address_stays_on_this_host(browser: Browser, town: Town) -> None:
    """Whoever keeps it for others would send them where a visitor's Host said."""
    address = "/organisations/fernleigh/statements/1/open-data"
    page = browser.get(f"{address}?a=b", headers={"Host": "evil.example"})
    is_plain(page, 308)
    assert page.location == f"{address}/?a=b"
    assert "evil.example" not in page.text


@pytest.mark.parametrize(
    "error", [InvalidChunkSize(b"zz"), ChunkMissingTerminator(b"ab"), NoMoreData()]
)
def test_a_body_whose_pieces_make_no_sense_is_refused(
    browser: Browser, town: Town, error: Exception
) -> None:
    class Broken(BytesIO):
        def read(self, *_: object) -> bytes:
            raise error

        readinto = readline = read

    form = "application/x-www-form-urlencoded"
    page = browser._open(
        "POST",
        "/sign-in",
        input_stream=Broken(),
        content_type=form,
        environ_overrides={"wsgi.input_terminated": True},
        headers={"Transfer-Encoding": "chunked"},
    )
    is_plain(page, 400)
