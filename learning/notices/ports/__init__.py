"""The ways by which e-mail leaves; what comes above them sees one shape and one set of troubles."""

from learning.config import Settings
from learning.notices.ports.file import FilePort
from learning.notices.ports.letter import Port
from learning.notices.ports.notify import NotifyPort
from learning.notices.ports.smtp import SmtpPort


def port_of(settings: Settings) -> Port | None:
    """The way that the settings choose; None where no e-mail leaves."""
    if settings.mail == "smtp":
        return SmtpPort(settings)
    if settings.mail == "notify":
        return NotifyPort(settings)
    return FilePort(settings) if settings.mail == "file" else None
