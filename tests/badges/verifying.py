"""Runs the independent verifier; where it is missing, says so in one line."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from learning.config import ROOT

FOLDER = ROOT / "instance" / "badge-verifier"
SCRIPT = Path(__file__).parent / "verifier" / "verify.mjs"
MISSING = (
    "BADGES WERE NOT VERIFIED INDEPENDENTLY: run bin/badge-verifier (it needs Node 20 and npm)."
)


def is_there() -> bool:
    return shutil.which("node") is not None and (FOLDER / "node_modules").is_dir()


def verdicts(
    credentials: list[Any], documents: dict[str, Any], folder: Path
) -> list[dict[str, Any]]:
    """What the verifier says of each credential, given what the issuer publishes."""
    if not is_there():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    given = folder / "given.json"
    given.write_text(json.dumps({"credentials": credentials, "documents": documents}))
    with SCRIPT.open("rb") as script:
        done = subprocess.run(
            ["node", "--input-type=module"],  # noqa: S607  # whichever Node is on the PATH
            cwd=FOLDER,
            env=os.environ | {"FILE": str(given)},
            stdin=script,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return said
