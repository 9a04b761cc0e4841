"""Decides what is asked, in whose words, how long that takes, and how views compare; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.catalogue.course_checks import WORDS_A_MINUTE
from learning.catalogue.framework import LEVEL_NAMES, Skill, Statement, Tier
from learning.catalogue.published import Catalogue
from learning.people.rules import Need

NOT_YET = "Not yet"
HOW_TO_CHOOSE = (
    "Choose the last sentence that is true of you today, or “Not yet” if none of them is."
)


@dataclass(frozen=True)
class Choice:
    """A level, and the sentence that stands for it; level 0 is "not yet"."""

    level: int
    words: str


@dataclass(frozen=True)
class SkillQuestion:
    """What is asked about one skill, in the words of a tier."""

    skill: Skill
    tier: Tier

    @property
    def choices(self) -> tuple[Choice, ...]:
        """“Not yet”, then one sentence of the framework for each level.

        It is the first that the framework puts in this tier's own words, else its first.
        """
        found = [Choice(0, NOT_YET)]
        for level in LEVEL_NAMES:
            said = [(_of_tier(s, self.tier), s.text) for s in self.skill.statements_at(level)]
            if said:
                own = next((words for words, _ in said if words), None)
                found.append(Choice(level, own or said[0][1]))
        return tuple(found)

    @property
    def everything(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """All the framework's sentences by level, for those who want to read them."""
        return tuple(
            (
                level,
                tuple(_of_tier(s, self.tier) or s.text for s in self.skill.statements_at(level)),
            )
            for level in LEVEL_NAMES
        )

    @property
    def words(self) -> int:
        """How many words there are to read before choosing."""
        return sum(len(text.split()) for text in (self.skill.name, *self._sentences))

    @property
    def _sentences(self) -> tuple[str, ...]:
        return tuple(choice.words for choice in self.choices)

    def choice(self, level: str) -> Choice | None:
        """The choice a form names, if it is one."""
        return next((one for one in self.choices if str(one.level) == level), None)


def _of_tier(statement: Statement, tier: Tier) -> str | None:
    return {
        Tier.COUNCILLOR: statement.councillor,
        Tier.LEADERSHIP: statement.leadership,
        Tier.SERVICE_TEAM: statement.service_team,
    }[tier]


def to_ask(needs: Sequence[Need], catalogue: Catalogue) -> tuple[SkillQuestion, ...]:
    """One question for each skill that roles need, in the framework's order."""
    held = {need.role for need in needs}
    tiers: dict[str, list[Tier]] = {}
    for need in needs:
        tiers.setdefault(need.skill, []).extend(_tiers_of(need.role, held, catalogue))
    order = list(Tier)
    return tuple(
        SkillQuestion(skill, min(tiers[slug], key=order.index))
        for slug, skill in catalogue.skills.items()
        if tiers.get(slug)
    )


def _tiers_of(role: str, held: Collection[str], catalogue: Catalogue) -> list[Tier]:
    """Whose words a role speaks: what a role is built on speaks as the role that is held."""
    built_on_it = [
        slug for slug in held if slug in catalogue.roles and _base(slug, catalogue) == role
    ]
    return [catalogue.roles[slug].tier for slug in built_on_it or [role] if slug in catalogue.roles]


def _base(role: str, catalogue: Catalogue) -> str | None:
    return catalogue.roles[role].base


def minutes(questions: Iterable[SkillQuestion]) -> int:
    """How long a sitting takes, rounded up: its words at the pace that lessons are measured by."""
    words = len(HOW_TO_CHOOSE.split()) + sum(question.words for question in questions)
    return -(-words // WORDS_A_MINUTE)


@dataclass(frozen=True)
class View:
    """Where somebody put themselves on a day; level 0 is "not yet"."""

    on: date
    level: int


@dataclass(frozen=True)
class Compared:
    """One skill: one's own view over time, beside what was shown."""

    skill: str
    views: tuple[View, ...]  # oldest first, one at least
    held: int

    @property
    def in_words(self) -> str:
        """Both beside each other, without a judgement."""
        own = self.views[-1].level
        said = f"You put yourself at level {own}" if own else "You said not yet"
        if not self.held:
            return f"{said}; nothing is shown yet."
        if own == self.held:
            return f"{said}, and you have shown level {self.held}."
        so_far = " so far" if own > self.held else ""
        return f"{said}; you have shown level {self.held}{so_far}."


def compared(
    views: Mapping[str, Sequence[View]], held: Mapping[str, int], order: Iterable[str]
) -> tuple[Compared, ...]:
    """Every skill there is a view of, in the framework's order; skills it lost come last."""
    known = [skill for skill in order if views.get(skill)]
    lost = sorted(set(views) - set(known))
    return tuple(Compared(skill, tuple(views[skill]), held.get(skill, 0)) for skill in known + lost)
