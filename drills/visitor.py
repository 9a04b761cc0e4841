"""A visitor with a browser that survives broken connections, as people do: they try again."""

import re
import time
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import urlencode

from drills.ledger import Ledger

PATIENCE = 60.0  # seconds until a server that does not come back is given up
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_CHOICE = re.compile(r'name="answer"[^>]*value="([^"]+)"')
_LIST = re.compile(r'<select[^>]*name="answer">(.*?)</select>', re.DOTALL)
_LISTED = re.compile(r'<option value="([^"]+)"')


class Reply:
    """Status, place and words of a reply."""

    def __init__(self, status: int, location: str, body: str) -> None:
        self.status, self.location, self.body = status, location, body

    def some_answer(self, chance: Random) -> tuple[str, ...]:
        """Something that may be sent to a question's page, of whatever type."""
        lists = _LIST.findall(self.body)
        if lists:  # an order, or a match: each of the listed once, where there are as many
            listed = _LISTED.findall(lists[0])
            many = len(listed) == len(lists)
            return tuple(
                chance.sample(listed, len(lists)) if many else chance.choices(listed, k=len(lists))
            )
        if 'inputmode="decimal"' in self.body:
            return (str(chance.randint(1, 9999)),)
        number = 2 if "checkboxes" in self.body else 1
        return tuple(sorted(chance.sample(_CHOICE.findall(self.body), number)))


class Visitor:
    """Keeps the cookie, counts what breaks."""

    def __init__(self, port: int, cookie: str, ledger: Ledger) -> None:
        self.port, self.cookie, self.ledger = port, cookie, ledger
        self.token = ""

    def get(self, address: str) -> Reply:
        """The page, however often it takes."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            reply = self.once("GET", address)
            if reply is not None:
                found = _TOKEN.search(reply.body)
                self.token = found.group(1) if found else self.token
                return reply
            time.sleep(0.05)
        raise TimeoutError(f"no reply at {address}")

    def post(self, address: str, fields: dict[str, object] | None = None) -> Reply | None:
        """One try; None where the connection broke and nobody knows what was done."""
        body = urlencode({"csrf_token": self.token} | (fields or {}), doseq=True)
        return self.once("POST", address, body)

    def once(self, method: str, address: str, body: str | None = None) -> Reply | None:
        """One request on a connection of its own."""
        self.ledger.requests += 1
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, address, body=body, headers=headers)
            reply = connection.getresponse()
            words = reply.read().decode()
        except (OSError, HTTPException):
            self.ledger.broken += 1
            return None
        finally:
            connection.close()
        for header in reply.headers.get_all("Set-Cookie", []):
            if header.startswith("session="):
                self.cookie = header.partition(";")[0]
        return Reply(reply.status, reply.headers.get("Location", ""), words)
