"""A real mail server on loopback that keeps what it accepted, and from whom."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from bench.servers import free_port

TOKEN = re.compile(r"token-\d+")
SLOWEST = 0.02  # seconds between keeping an e-mail and saying so
REFUSED_FOR_NOW = 0.05  # of all e-mails


@dataclass(frozen=True)
class Accepted:
    """One e-mail, the process that handed it over, and what it tells."""

    message_id: str
    sender: str
    tokens: frozenset[str]


@dataclass
class Inbox:
    """Keeps an e-mail, waits a little, and says so: a sender may die in between."""

    chance: Random
    accepted: list[Accepted] = field(default_factory=list)
    refusing: bool = True
    refused: int = 0
    open: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        """Accepted, or not now."""
        if self.refusing and self.chance.random() < REFUSED_FOR_NOW:
            self.refused += 1
            return "451 4.3.0 Not now"
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        assert body is not None
        sender = message["From"].addresses[0].display_name
        told = frozenset(TOKEN.findall(body.get_content()))
        self.accepted.append(Accepted(message["Message-ID"], sender, told))
        await asyncio.sleep(self.chance.random() * SLOWEST)
        return "250 OK"

    def kept_of(self, sender: str) -> int:
        """How many e-mails a sender has handed over; looked for among the newest."""
        return sum(one.sender == sender for one in self.accepted[-200:])

    def wait_until_all_hung_up(self) -> None:
        """What a dead process had handed over is kept by then."""
        for _ in range(2000):
            if not self.open:
                return
            time.sleep(0.002)
        raise TimeoutError("a connection stayed open")


@contextmanager
def serving(inbox: Inbox) -> Iterator[int]:
    """The port it listens on."""

    class Counting(SMTP):
        def connection_made(self, transport: Any) -> None:
            inbox.open += 1
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            super().connection_lost(error)
            inbox.open -= 1

    class Server(Controller):
        def factory(self) -> SMTP:
            return Counting(self.handler)

    port = free_port()
    server = Server(inbox, hostname="127.0.0.1", port=port, ready_timeout=30)
    server.start()
    try:
        yield port
    finally:
        server.stop()
