"""Decides what a file is by its content, and what it may be called."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from learning.errors import Refusal, TooLarge

LARGEST = 5 * 1024 * 1024
MOST_WAITING = 20  # claims of one person that nobody has decided yet
MOST_PROOF = 30 * 1024 * 1024  # bytes of their files
LONGEST_STEM = 80
# The signatures of the MIME Sniffing standard (https://mimesniff.spec.whatwg.org), for the kinds
# that every browser opens. Each stands at the very beginning: readers of PDF also find one that
# comes later, behind a page or a script, and such a file is refused.
KINDS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
)


@dataclass(frozen=True)
class Proof:
    """A file that may be kept: what it is was seen in its content."""

    name: str
    media_type: str
    content: bytes


def proof(name: str, content: bytes) -> Proof:
    """The file, if it is a PDF, PNG or JPEG of at most 5 MB; else why not, and what to do."""
    if len(content) > LARGEST:
        raise TooLarge(
            f"The file is {len(content) / 1024 / 1024:.1f} MB. It can have 5 MB at most: "
            "send a smaller picture or fewer pages",
            field="file",
        )
    if not content:
        raise Refusal("The file is empty. Choose it again", field="file")
    for signature, media_type, ending in KINDS:
        if content.startswith(signature):
            return Proof(clean_name(name, ending), media_type, content)
    raise Refusal(_what_else(content), field="file")


def _what_else(content: bytes) -> str:
    """Why a file of another kind is refused, and what to do instead."""
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        return "The picture is in the HEIC format of some phones. Save or share it as JPEG"
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "The file is a document or archive that others cannot safely open. Save it as PDF"
    return "Choose a PDF, PNG or JPEG file. What this file holds is none of them"


def clean_name(name: str, ending: str) -> str:
    """A name that is safe to save under, in any script, with the ending of what it is."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    # Neither controls nor invisible marks, which can turn the letters of an ending round.
    seen = "".join(c for c in base if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*%;')
    stem = seen.rpartition(".")[0] or seen
    return f"{' '.join(stem.split()).strip('. ')[:LONGEST_STEM].strip('. ') or 'proof'}.{ending}"
