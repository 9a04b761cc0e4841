import re

from flask import Flask

from tests.builders import Town
from tests.page import Browser

POLICY = "default-src 'none'"


def test_every_answer_wears_its_headers(browser: Browser, town: Town) -> None:
    for address in ("/", "/sign-in", "/nothing", "/health/live", "/learning"):
        headers = browser.get(address).headers
        assert POLICY in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_scripts_come_from_files_of_ours_alone(browser: Browser) -> None:
    page = browser.get("/sign-in")
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page.text, flags=re.DOTALL)
    assert scripts
    for attributes, within in scripts:
        assert 'src="/static/' in attributes
        assert within == ""


def test_static_files_are_kept_for_good_and_change_address_with_content(browser: Browser) -> None:
    for address in re.findall(r'"(/static/[^"]+)"', browser.get("/sign-in").text):
        with browser.client.get(address) as reply:
            assert reply.status_code == 200
            assert "immutable" in reply.headers["Cache-Control"]


def test_the_cookie_is_for_this_site_and_no_script(app: Flask, browser: Browser) -> None:
    reply = app.test_client().get("/sign-in")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_fault_of_ours_has_a_reference_and_nothing_of_the_inside(app: Flask, town: Town) -> None:
    broken = Browser(app)
    catalogue = app.extensions.pop("catalogue")
    try:
        page = broken.sign_in(town.councillor).get("/courses")
        assert page.status == 500
        assert re.search(r"quote the reference [0-9a-f]{8}", page.words)
        assert "catalogue" not in page.text
    finally:
        app.extensions["catalogue"] = catalogue


def test_troubles_of_data_addresses_are_data(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    for address, status in (
        ("/organisations/none/coverage.json", 404),
        ("/organisations/fernleigh/coverage.json?as_at=x", 422),
    ):
        reply = lead.client.get(address)
        assert (reply.status_code, reply.mimetype) == (status, "application/json")
        assert reply.get_json()["error"]
