"""Where the browser of the journeys is, and what is said where there is none."""

import shutil

MISSING = (
    "BROWSER JOURNEYS NOT RUN: Chromium is not installed (apt install chromium-headless-shell)"
)
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
    """The browser's program; None where it is not installed.

    The headless shell is the same Chromium without the window it would draw nowhere: it takes less
    than half of the processor's time.
    """
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")
