"""E-mail by GOV.UK Notify, with its own client library."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from learning.config import Settings
from learning.notices.ports.letter import Delayed, Letter, Refused, Trouble, Unreachable
from learning.notices.ports.message import mailbox
from learning.notices.rules.bounces import Bounce, one_line

_REFERENCE = re.compile(r"(\d{1,18})-([0-9a-f]{32})")
_WHY = {
    "permanent-failure": "GOV.UK Notify says that the address does not exist",
    "temporary-failure": "GOV.UK Notify says that the mailbox took nothing for three days",
    "technical-failure": "GOV.UK Notify could not send it",
}


class NotifyPort:
    """Each e-mail is a template's subject and body; its reference is ours."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.client = _client(settings)

    def send(self, letter: Letter) -> None:
        """Accepted by Notify, which delivers it later; what it has already is not sent again."""
        to = mailbox(letter.to)
        with _answering():
            if letter.again and self._has(letter.reference):
                return
            self.client.send_email_notification(
                to,
                self.settings.notify_template,
                personalisation={"subject": one_line(letter.subject), "body": letter.plain},
                reference=letter.reference,
                one_click_unsubscribe_url=_if_secure(letter.unsubscribe),
            )

    def returned(self, *, since: datetime) -> Iterator[Bounce]:
        """Newest first, until one that is too old to have been asked about last time."""
        with _answering():
            for status, words in _WHY.items():
                yield from self._failed(status, words, since)

    def close(self) -> None:
        """Ends the connection."""
        self.client.request_session.close()

    def _has(self, reference: str) -> bool:
        found = self.client.get_all_notifications(reference=reference)
        return bool(found and found["notifications"])

    def _failed(self, status: str, words: str, since: datetime) -> Iterator[Bounce]:
        for one in self.client.get_all_notifications_iterator(status=status, template_type="email"):
            if datetime.fromisoformat(one["created_at"]) < since:
                return
            ours = _REFERENCE.fullmatch(one.get("reference") or "")
            if ours:
                of_address = status == "permanent-failure"
                yield Bounce(int(ours.group(1)), ours.group(2), of_address, words)


def _client(settings: Settings) -> Any:
    from notifications_python_client.notifications import (  # noqa: PLC0415  # loads slowly
        NotificationsAPIClient,
    )

    made: Any = NotificationsAPIClient  # half of it has types
    key = settings.notify_key.get_secret_value() if settings.notify_key else ""
    return made(key, base_url=settings.notify_address, timeout=settings.smtp_patience)


def _if_secure(address: str | None) -> str | None:
    """Notify takes no other."""
    return address if address and address.startswith("https://") else None


@contextmanager
def _answering() -> Iterator[None]:
    """Sorts what Notify answers into our troubles."""
    from notifications_python_client.errors import APIError  # noqa: PLC0415  # as above

    try:
        yield
    except APIError as no:
        raise _trouble(no.status_code, str(no.message)) from None


def _trouble(status: int, said: str) -> Trouble:
    words = one_line(f"GOV.UK Notify said: {status} {said}")
    if status == 400 and "email_address" in said:
        return Refused(words)
    if status in (500, 502, 504):
        return Delayed(words)
    return Unreachable(words)  # too many, nobody there, or a key or template that is wrong for all
