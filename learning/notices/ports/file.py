"""E-mail as files in a folder, to look at or to be carried on by something else."""

from collections.abc import Iterator
from datetime import datetime

from learning.config import Settings
from learning.notices.ports.letter import Letter, Unreachable
from learning.notices.ports.message import message_of
from learning.notices.rules.bounces import Bounce


class FilePort:
    """One file for each e-mail; written again, it is the same file."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.mail_folder

    def send(self, letter: Letter) -> None:
        """The file is whole, or not there."""
        raw = message_of(letter, self.settings).as_bytes()
        whole = self.folder / f"{letter.reference}.eml"
        part = whole.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_bytes(raw)
            part.replace(whole)
        except OSError:
            raise Unreachable("The folder for e-mail cannot be written to") from None

    def returned(self, *, since: datetime) -> Iterator[Bounce]:  # noqa: ARG002  # nothing comes
        """Nothing comes back from a folder."""
        return iter(())

    def close(self) -> None:
        """Nothing to end."""
