"""What attackers and accidents send, and what they may be answered."""

import re
from urllib.parse import quote

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


def an_attempt(councillor: Browser) -> str:
    councillor.get(f"/courses/{COURSE}")
    page = councillor.post(f"/courses/{COURSE}/assessment")
    assert page.status == 303
    return page.location.split("/")[2]
