"""Why an e-mail did not arrive: our own reasons, and what a mail server reports (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser

_MESSAGE_ID = re.compile(r"<(\d{1,18})\.([0-9a-f]{32})@[^<>\s]+>")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# Failures that say nothing about the address: a full mailbox or system, trouble with the text,
# and rules of the other side, such as what it believes of our server.
_NOT_THE_ADDRESS = ("4.", "5.2.2", "5.2.3", "5.3.", "5.5.", "5.6.", "5.7.")
LONGEST_TROUBLE = 500
RAN_OUT = "It had run out before it could be sent"
DEAD = "E-mail to this address came back before. It is tried again when the address changes"
LEFT = "They no longer belong to a council here"
STOPPED = "A training lead stopped the sending"
OUR_OWN = (LEFT, STOPPED)  # no trouble of the post


@dataclass(frozen=True)
class Bounce:
    """An e-mail came back: which one, whether its address is to blame, and why."""

    mail_id: int
    mark: str
    is_of_address: bool
    trouble: str


def message_id(mail_id: int, mark: str, domain: str) -> str:
    """The same at every try, so that a repeat can be told."""
    return f"<{mail_id}.{mark}@{domain}>"


def blames_the_address(words: str) -> bool:
    """Whether a lasting refusal, in a mail server's words, is about the address itself."""
    status = _STATUS.search(words)
    return status is None or not status.group(1).startswith(_NOT_THE_ADDRESS)


def one_line(words: str) -> str:
    """Words of another machine as one line that fits, without control characters."""
    kept = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(kept.split())[:LONGEST_TROUBLE]


def read_bounce(raw: bytes) -> Bounce | None:
    """The bounce in an e-mail; None where it is none, or one that only says “not yet”."""
    parsed = BytesParser(policy=policy.compat32).parsebytes(raw)  # reads headers as they are
    fields = next(_of_recipients(parsed), None)
    original = _MESSAGE_ID.search(_original(parsed, raw))
    if fields is None or original is None:
        return None
    status = str(fields.get("Status", "")).strip()
    said = str(fields.get("Diagnostic-Code", "")).partition(";")[2].strip()
    words = one_line(f"{status} {said}".strip())
    return Bounce(
        mail_id=int(original.group(1)),
        mark=original.group(2),
        is_of_address=blames_the_address(status or said),
        trouble=one_line(f"It came back: {words}" if words else "It came back"),
    )


def _of_recipients(parsed: Message) -> Iterator[Message]:
    """The fields about each recipient for whom delivery failed."""
    for part in parsed.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if isinstance(block, Message) and _action(block) == "failed":
                    yield block


def _action(block: Message) -> str:
    return str(block.get("Action", "")).strip().casefold()


def _original(parsed: Message, raw: bytes) -> str:
    """Where the Message-ID of what came back stands: in the copy of it, whole or headers alone."""
    for part in parsed.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            return str(part.get_payload(decode=False))
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(first, Message):
                return str(first.get("Message-ID", ""))
    return raw.decode("ascii", errors="replace")
