"""How figures of a report are read out: the same words on every paper."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from learning.coverage.content import Figures, GapSaid, ReportContent, Words
from learning.coverage.papers.blocks import Notes
from learning.coverage.papers.wording import Wording, wording
from learning.coverage.rules.figures import percentage

FOLDER = Path(__file__).parent


def phrases(language: str) -> Wording:
    """The phrases of the report's papers."""
    return wording(FOLDER, language)


def percent_of(line: Figures) -> int | None:
    """Coverage for reading; none where the line is hidden or nobody needs anything."""
    if line.met is None or not line.required:
        return None
    return percentage(line.met, line.required)


@dataclass(frozen=True)
class Voice:
    """Reads a report's values in one of the languages that its content has words for."""

    content: ReportContent
    say: Wording
    words: Words

    @classmethod
    def of(cls, content: ReportContent, language: str) -> "Voice":
        """The voice of a content in a language."""
        return cls(content, phrases(language), content.words[language])

    def skill(self, slug: str) -> str:
        """The name of a skill."""
        return self.words.skills.get(slug, slug)

    def name(self, kind: str, slug: str) -> str:
        """The name of a role, tier, service or skill."""
        names = {
            "role": self.words.roles,
            "tier": self.words.tiers,
            "service": self.words.services,
            "skill": self.words.skills,
        }
        return names[kind].get(slug, slug)

    def share(self, line: Figures | None) -> str:
        """62%: 1,502 of 2,431."""
        if line is None or (not line.suppressed and not line.required):
            return self.say("hidden.not_needed")
        if line.suppressed:
            return self.say(f"hidden.{line.band or 'hidden'}")
        return self.say(
            "cell.share", percent=percent_of(line), met=line.met, required=line.required
        )

    def counted(self, line: Figures) -> str:
        """1,502 (62%), of a line that is shown."""
        return self.say("cell.counted", met=line.met, percent=percent_of(line))

    def path(self, slug: str) -> str:
        """The title of a path."""
        return next((one.title for one in self.content.paths if one.slug == slug), slug)

    def remedy(self, gap: GapSaid) -> str:
        """What closes a gap, in a sentence."""
        if gap.path is None:
            return self.say("gaps.no_path")
        if gap.in_preparation:
            return self.say("gaps.in_preparation", path=self.path(gap.path))
        if gap.lifted is None:
            return self.say("gaps.closed_by", path=self.path(gap.path), minutes=gap.minutes)
        return self.say(
            "gaps.closed_for", path=self.path(gap.path), lifted=gap.lifted, minutes=gap.minutes
        )

    def state(self, gap: GapSaid) -> str:
        """Whether the path of a gap can be taken, in a word or two."""
        if gap.path is None:
            return self.say("gaps.state.none")
        return self.say(f"gaps.state.{'in_preparation' if gap.in_preparation else 'open'}")

    @property
    def unseen(self) -> str:
        """That some skills may be greater gaps than those in order; empty where none is hidden."""
        skills = [line for line in self.content.lines if line.group == "skill"]
        count = sum(line.suppressed for line in skills)
        return self.say("gaps.unseen", count=count, skills=len(skills)) if count else ""

    @property
    def filters(self) -> str:
        """What the report is narrowed to; empty for everyone."""
        given = self.content.filters.items()
        return ", ".join(
            self.say("about.filter", kind=self.say(f"kind.{kind}"), name=self.name(kind, value))
            for kind, value in given
        )

    def sentences(self) -> tuple[str, ...]:
        """The overall line: never a percentage alone."""
        line = self.content.overall
        if line.suppressed:
            return (self.say(f"sentence.{line.band or 'hidden'}"),)
        if not line.required:
            return (self.say("sentence.nobody"),)
        counts = {name: getattr(line, name) for name in ("people", "required", "met")}
        said = [self.say("sentence.whole", percent=percent_of(line), **counts)]
        if line.expiring:
            said.append(self.say("sentence.expiring", count=line.expiring))
        said.append(self.say("sentence.rest", below=line.below, none=line.none))
        return tuple(said)

    def beside(self) -> tuple[str, ...]:
        """What always stands beside the overall line."""
        line, said = self.content.overall, []
        if not line.suppressed:
            if not line.required:
                return ()
            said = [
                self.say("sentence.meeting_all", met=line.people_meeting_all, people=line.people),
                self.say("sentence.levels", held=line.levels_held, needed=line.levels_needed),
            ]
        if published := self.content.framework_overall:
            said.append(self._as_published(published))
        return tuple(said)

    def _as_published(self, line: Figures) -> str:
        """The overall under the framework's own requirements, or that it is hidden."""
        if line.suppressed:
            return self.say(f"sentence.framework_{line.band or 'hidden'}")
        counts = {"met": line.met, "required": line.required}
        return self.say("sentence.framework", percent=percent_of(line) or 0, **counts)


def notes(*, asked_for: date | None, left_out: int, language: str = "en") -> Notes:
    """What a reader is told beside the content: another day was asked for, people were left out."""
    say = phrases(language)
    said = []
    if asked_for:
        said.append((say("note.earlier_day"), say("note.earlier_day_why", day=asked_for)))
    if left_out:
        said.append((say("note.left_out"), say("note.left_out_people", count=left_out)))
    return said
