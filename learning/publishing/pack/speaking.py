"""How a statement is read out: the voice of its report, with the phrases of its papers."""

from dataclasses import dataclass
from pathlib import Path

from learning.coverage.content import Figures, GapSaid
from learning.coverage.papers.voice import Voice
from learning.coverage.papers.wording import Wording, wording
from learning.coverage.rules.points import points
from learning.publishing.content import Officer, StatementContent

FOLDER = Path(__file__).parent


def phrases(language: str) -> Wording:
    """The phrases of what is drawn from statements."""
    return wording(FOLDER, language)


@dataclass(frozen=True)
class Speaker:
    """A statement in one of the languages that its report has words for."""

    statement: StatementContent
    voice: Voice
    say: Wording

    @classmethod
    def of(cls, statement: StatementContent, language: str) -> "Speaker":
        """The speaker of a statement in a language."""
        voice = Voice.of(statement.report, language)
        return cls(statement, voice, phrases(language))

    @property
    def skills(self) -> dict[str, Figures]:
        """The line of everyone for each skill, by its slug."""
        lines = self.statement.report.lines
        return {line.name: line for line in lines if line.group == "skill"}

    @property
    def skills_before(self) -> dict[str, Figures]:
        """The same of the earlier statement; empty where this is the first."""
        earlier = self.statement.earlier
        lines = earlier.lines if earlier else ()
        return {line.name: line for line in lines if line.group == "skill"}

    def still_gaps(self) -> tuple[GapSaid, ...]:
        """The gaps of the earlier statement that can be seen to be gaps today."""
        earlier, now = self.statement.earlier, self.skills
        gaps = earlier.gaps if earlier else ()
        return tuple(gap for gap in gaps if gap.skill in now and short_of(now[gap.skill]))


def signed(officer: Officer) -> str:
    """Name and post; empty where the name was erased since."""
    return ", ".join(filter(None, (officer.name, officer.post))) if officer.name else ""


def short_of(line: Figures) -> int | None:
    """People short of a skill; none where the line is hidden."""
    if line.required is None or line.met is None:
        return None
    return line.required - line.met


def points_between(before: Figures, now: Figures) -> int | None:
    """The change in whole percentage points, from exact fractions; none where either is hidden."""
    if before.met is None or now.met is None:
        return None
    return points((before.met, before.required or 0), (now.met, now.required or 0))
