"""E-mail by a mail server: one connection for many, each answer sorted into its trouble."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from learning.config import Settings
from learning.notices.ports.letter import Delayed, Letter, Refused, Rejected, Unreachable
from learning.notices.ports.message import mailbox, message_of
from learning.notices.rules.bounces import Bounce, blames_the_address, one_line


class SmtpPort:
    """Connects when there is something to send, and again when the line broke."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.line: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        """One e-mail to one address."""
        message = message_of(letter, self.settings)
        line = self._line()
        try:
            line.sendmail(self.settings.mail_from or "", [mailbox(letter.to)], message.as_bytes())
        except smtplib.SMTPRecipientsRefused as no:
            raise _refusal(*next(iter(no.recipients.values()))) from None
        except smtplib.SMTPDataError as no:
            words = _words(no.smtp_code, no.smtp_error)
            raise (Rejected if no.smtp_code >= 500 else Delayed)(words) from None
        except (smtplib.SMTPException, OSError) as gone:
            self.close()
            raise Unreachable(_trouble(gone)) from None

    def returned(self, *, since: datetime) -> Iterator[Bounce]:  # noqa: ARG002  # none to ask
        """A mail server cannot be asked: it writes back (`flask record-bounce` reads that)."""
        return iter(())

    def close(self) -> None:
        """Ends the talk."""
        line, self.line = self.line, None
        if line is not None:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()

    def _line(self) -> smtplib.SMTP:
        """A line that is alive: one that rested may have been cut."""
        if self.line is not None and not _is_alive(self.line):
            self.close()
        if self.line is None:
            try:
                self.line = self._connected()
            except (smtplib.SMTPException, OSError) as no:
                raise Unreachable(_trouble(no)) from None
        return self.line

    def _connected(self) -> smtplib.SMTP:
        settings = self.settings
        where = (settings.smtp_host or "", settings.smtp_port)
        us = urlsplit(settings.address or "").hostname or "localhost"
        patience = float(settings.smtp_patience)
        if settings.smtp_security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                *where, us, timeout=patience, context=ssl.create_default_context()
            )
        else:
            line = smtplib.SMTP(*where, us, timeout=patience)
        try:
            if settings.smtp_security == "starttls":
                line.starttls(context=ssl.create_default_context())
            if settings.smtp_user and settings.smtp_password:
                line.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except BaseException:
            line.close()
            raise
        return line


def _is_alive(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _refusal(code: int, said: bytes | str) -> Delayed | Refused | Rejected:
    """What the answer to a recipient means."""
    words = _words(code, said)
    if code < 500:
        return Delayed(words)
    return Refused(words) if blames_the_address(words) else Rejected(words)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return one_line(f"The mail server said: {code} {text}")


def _trouble(gone: Exception) -> str:
    """Why nothing can be sent, without what a server may say of our password."""
    if isinstance(gone, smtplib.SMTPAuthenticationError):
        return "The mail server does not let us sign in"
    if isinstance(gone, smtplib.SMTPResponseException):
        return _words(gone.smtp_code, gone.smtp_error)
    if isinstance(gone, TimeoutError) or "timed out" in str(gone):  # the library wraps some
        return "The mail server did not answer in time"
    if isinstance(gone, smtplib.SMTPServerDisconnected):
        return "The mail server ended the talk"
    return "The mail server cannot be reached"
