"""An e-mail as a message (RFC 5322): plain text and HTML, with headers that nothing can break."""

from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from learning.config import Settings
from learning.notices.ports.letter import Letter, Refused
from learning.notices.rules.bounces import one_line
from learning.people.rules import clean_address, is_address

# Lines of UTF-8 as quoted-printable: every mail server passes it on as it is.
_POLICY = policy.SMTP.clone(cte_type="7bit")


def message_of(letter: Letter, settings: Settings) -> EmailMessage:
    """The message; raises Refused where its address cannot be written."""
    message = EmailMessage(policy=_POLICY)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.at)
    message["From"] = Address(
        display_name=one_line(settings.mail_from_name or settings.service_name),
        addr_spec=settings.mail_from or "",
    )
    message["To"] = Address(addr_spec=mailbox(letter.to))
    message["Subject"] = one_line(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.plain, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language  # last: a body takes such headers with it
    return message


def mailbox(address: str) -> str:
    """An address as mail servers write it; a domain in another script in its own ASCII form."""
    if not is_address(address):
        raise Refused("This is not an e-mail address that can be written to")
    local, _, domain = clean_address(address).rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode('ascii')}"
        written.encode("ascii")  # few mail servers carry other letters before the @
        Address(addr_spec=written)
    except (UnicodeError, ValueError, MessageError):
        raise Refused("This is not an e-mail address that can be written to") from None
    return written
