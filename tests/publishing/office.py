"""LibreOffice, which opens the files that people take away; not every machine has it."""

import shutil
from functools import cache

MISSING = (
    "EXCEL AND WORD FILES WERE NOT OPENED IN AN OFFICE: install libreoffice-calc-nogui and "
    "libreoffice-writer-nogui."
)


@cache
def where() -> str | None:
    """Its program, if it is there."""
    return shutil.which("soffice")
