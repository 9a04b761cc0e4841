"""Where the browser of the journeys is, and what is said where there is none."""

import shutil
from pathlib import Path

MISSING = "BROWSER JOURNEYS NOT RUN: Chromium is not installed (apt install chromium)"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # No request leaves this machine. Catching requests in the test would switch off the cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def where() -> str | None:
    """The browser's program; None where it is not installed."""
    found = shutil.which("chromium") or "/usr/bin/chromium"
    return found if Path(found).exists() else None
