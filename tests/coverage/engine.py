"""The product's own report with the reference's signatures: one is held to the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session, SessionTransaction

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage import exports, latest
from learning.coverage.planned import carried_out
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import figures, gaps, months, no_name
from learning.coverage.rules.figures import Filters, Line, Profile, Report
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.points import points
from learning.coverage.sharing import Agreements
from learning.people.requirements import needs_in_force
from learning.people.standing import exists_on
from tests.coverage.loading import load
from tests.coverage.reference import NoFigures
from tests.coverage.world import OrganisationRow, World
from tests.rows import take_everything

NO_PATHS = Catalogue(
    (),
    *(MappingProxyType({}) for _ in range(5)),
    framework_revision="",  # type: ignore[arg-type]
)


def as_planned(found: latest.Latest, *, own_settings: bool = True) -> tuple[Profile, ...]:
    """The profiles that the plan comes to."""
    (profiles,) = carried_out(found.session, found.plan(own_settings=own_settings))
    return profiles


class Engine:
    """Loads each world it is asked about into the session's database."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.world: World | None = None
        self.empty: SessionTransaction | None = None  # gone back to before each world

    def ids(self, world: World) -> dict[str, int]:
        """The organisations' ids, with the world loaded."""
        if world is not self.world:
            if self.empty is None:
                self._clear()
            else:
                self.empty.rollback()
            self.empty = self.session.begin_nested()
            load(self.session, world)
            self.world = world
        return {one.slug: number for number, one in enumerate(world.organisations, start=1)}

    def _clear(self) -> None:
        take_everything(self.session.connection())

    def _profiles(
        self, world: World, organisations: list[str], as_at: date, known_at: datetime
    ) -> tuple[Profile, ...]:
        ids = self.ids(world)
        chosen = tuple(ids[slug] for slug in organisations)
        return profiles_of(self.session, Question(chosen, as_at, known_at)) if chosen else ()

    def _report(
        self,
        world: World,
        organisations: list[str],
        as_at: date,
        known_at: datetime,
        filters: Filters,
    ) -> Report:
        profiles = self._profiles(world, organisations, as_at, known_at)
        return figures.report(narrow(profiles, facts(world), filters), facts(world))

    def report(
        self, world: World, organisation: str, as_at: date, known_at: datetime, **filters: str
    ) -> dict[str, Any]:
        return self._organisation(world, organisation, as_at, known_at, filters, lambda r: r)

    def framework_overall(
        self, world: World, organisation: str, as_at: date, known_at: datetime
    ) -> dict[str, Any]:
        ids = self.ids(world)
        question = Question((ids[organisation],), as_at, known_at, own_settings=False)
        found = figures.report(profiles_of(self.session, question), facts(world))
        return exports.as_json(found, owner={}, as_at=as_at, known_at=known_at, filters=Filters())[
            "overall"
        ]  # type: ignore[no-any-return]

    def whole_and_latest(
        self,
        world: World,
        organisation: str,
        as_at: date,
        known_at: datetime,
        kept_as_at: date,
        kept_known_at: datetime,
        *,
        own_settings: bool,
    ) -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
        """Profiles worked out afresh, and brought up to date from those of an earlier day."""
        number = self.ids(world)[organisation]
        then = Question((number,), kept_as_at, kept_known_at, own_settings=own_settings)
        latest.keep(self.session, number, [latest.figures_of(self.session, then)])
        now = replace(then, as_at=as_at, known_at=known_at)
        found = latest.Latest(self.session, now)
        return profiles_of(self.session, now), as_planned(found, own_settings=own_settings)

    def primary_no_name(
        self,
        world: World,
        organisation: str,
        as_at: date,
        known_at: datetime,
        *,
        threshold: int = no_name.THRESHOLD,
        **filters: str,
    ) -> dict[str, Any]:
        return self._organisation(
            world, organisation, as_at, known_at, filters,
            lambda found: no_name.Hiding(threshold=threshold).hide(found, Filters(**filters)),
        )  # fmt: skip

    def _organisation(
        self,
        world: World,
        organisation: str,
        as_at: date,
        known_at: datetime,
        filters: dict[str, str],
        view: Callable[[Report], Report],
    ) -> dict[str, Any]:
        row = next(one for one in world.organisations if one.slug == organisation)
        if not exists_on(row, as_at):  # type: ignore[arg-type]  # the same two fields
            raise NoFigures(organisation)
        chosen = Filters(**filters)
        found = self._report(world, [organisation], as_at, known_at, chosen)
        owner = {"organisation": organisation}
        return exports.as_json(
            view(found), owner=owner, as_at=as_at, known_at=known_at, filters=chosen
        )

    def partnership_report(
        self,
        world: World,
        partnership: str,
        as_at: date,
        known_at: datetime,
        *,
        asked_at: datetime | None = None,
        **filters: str,
    ) -> dict[str, Any]:
        chosen = Filters(**filters)
        councils = self.sharing_councils(world, partnership, as_at, known_at, asked_at=asked_at)
        found = self._report(world, councils, as_at, known_at, chosen)
        return exports.as_json(
            found,
            owner={"partnership": partnership},
            as_at=as_at,
            known_at=known_at,
            filters=chosen,
        )

    def sharing_councils(
        self,
        world: World,
        partnership: str,
        as_at: date,
        known_at: datetime,
        *,
        asked_at: datetime | None = None,
    ) -> list[str]:
        self.ids(world)
        slugs = list(dict.fromkeys(sharing.partnership for sharing in world.sharings))
        if partnership not in slugs:
            return []
        agreements = Agreements(
            self.session, slugs.index(partnership) + 1, asked_at=asked_at or known_at
        )
        found = agreements.councils(as_at=as_at, known_at=known_at)
        return sorted(one.slug for one in found)

    def priorities(
        self, world: World, organisation: str, as_at: date, known_at: datetime
    ) -> list[tuple[str, int, int]]:
        profiles = self._profiles(world, [organisation], as_at, known_at)
        ids = self.ids(world)
        needs = needs_in_force(self.session, [ids[organisation]], on=as_at, known_at=known_at)
        found = gaps.gaps(profiles, facts(world), needs.levels, NO_PATHS)
        return [(gap.skill, gap.priority, gap.short) for gap in found]

    @staticmethod
    def gaps_without_priority(found: list[tuple[str, int, int]]) -> list[tuple[str, int]]:
        return [
            (gap.skill, gap.short)
            for gap in gaps.by_people_short(
                [gaps.Gap(skill, short, short, priority, None) for skill, priority, short in found]
            )
        ]

    @staticmethod
    def primary(
        people: int,
        required: int,
        met: int,
        *,
        everyone_is_public: bool,
        threshold: int = no_name.THRESHOLD,
    ) -> tuple[bool, str | None]:
        line = Line("role", "r", "s", people, required, met, 0, 0, 0, 0, everyone_is_public)
        hidden = no_name.hide_line(line, threshold=threshold)
        return hidden.suppressed, hidden.band

    percentage = staticmethod(figures.percentage)
    change_in_points = staticmethod(points)
    london_day = staticmethod(day_of)
    closes_at = staticmethod(months.closes_at)

    @staticmethod
    def newest_month_end(row: OrganisationRow, asked_on: date, now: datetime) -> date | None:
        found = months.newest_closed(now, asked_on, row.nation)
        return found if exists_on(row, found) else None  # type: ignore[arg-type]


class AskingOnce(Engine):
    """Asks a question of a world once, whatever is worked out from the answer.

    For tests in which nothing changes a world once it is loaded.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.answers: dict[Any, tuple[Profile, ...]] = {}

    def ids(self, world: World) -> dict[str, int]:
        if world is not self.world:
            self.answers = {}
        return super().ids(world)

    def _profiles(
        self, world: World, organisations: list[str], as_at: date, known_at: datetime
    ) -> tuple[Profile, ...]:
        question = (tuple(organisations), as_at, known_at)
        self.ids(world)
        if question not in self.answers:
            self.answers[question] = super()._profiles(world, organisations, as_at, known_at)
        return self.answers[question]


def facts(world: World) -> dict[str, figures.RoleFacts]:
    return {r.slug: figures.RoleFacts(r.tier, r.public, r.weight) for r in world.roles}
