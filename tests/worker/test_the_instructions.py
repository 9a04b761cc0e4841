"""The table of jobs in the instructions is that of the code."""

import re

from learning.config import ROOT
from learning.worker.jobs import JOBS

LINE = re.compile(r"^\| `([a-z-]+)` \| (.+?) \| .+ \|$", re.MULTILINE)


def test_the_instructions_list_every_job_and_when_it_is_due() -> None:
    listed = LINE.findall((ROOT / "docs" / "running.md").read_text("utf-8"))
    assert sorted(listed) == sorted((job.name, job.when.words) for job in JOBS)
