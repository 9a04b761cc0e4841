"""Puts everything asked of somebody in the order to do it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from learning.assignments.rules import AskedOf, Request, standing, stood_since
from learning.catalogue.published import Catalogue, Course, Path
from learning.evidence.rules import Shown
from learning.home.rules.again import Again, changed_lessons, renewals
from learning.home.rules.record import runs_out
from learning.home.rules.weeks import Week, spread
from learning.study.rules import Activity, Progress, progress


@dataclass(frozen=True)
class ToDo:
    """A course to take: how far one is, and who asks it (nobody: their role needs it)."""

    progress: Progress
    why: str
    asked: tuple[Request, ...]

    @property
    def due_on(self) -> date | None:
        """The earliest day anybody asks it by."""
        return min((one.due_on for one in self.asked), default=None)

    @property
    def steps(self) -> tuple[int, ...]:
        """The minutes of each lesson and check still to do, in order."""
        return self.progress.steps_left or (self.progress.minutes_left,)

    @property
    def is_open(self) -> bool:
        """Whether there is something to do today."""
        return self.progress.next_step is not None

    @property
    def course(self) -> Course:
        """The course."""
        return self.progress.course


@dataclass(frozen=True)
class MyLearning:
    """What to do first, then, and what was done."""

    first: ToDo | None
    following: tuple[ToDo, ...]
    useful: tuple[ToDo, ...]  # nobody asked, their roles need it
    done: tuple[Progress, ...]
    again: tuple[Again, ...]  # done before: a new law, or it runs out
    runs_out: tuple[Shown, ...]  # and nothing here renews it
    in_preparation: int
    overdue: int
    weeks: tuple[Week[ToDo], ...] = ()  # what is asked, from this week on

    @property
    def this_week(self) -> int:
        """How many things there are to do this week."""
        return len(self.weeks[0].shares) if self.weeks else 0


def my_learning(
    catalogue: Catalogue,
    asked: AskedOf,
    activity: Activity,
    shown: tuple[Shown, ...],
    held: Mapping[str, int],
    *,
    nation: str,
    today: date,
) -> MyLearning:
    """One list over all councils: each course once, whoever asks it.

    A path that a role needs is offered unless the council of that role exempts them from it;
    what they did of it stays done.
    """
    learner = _Learner(catalogue, asked, activity, shown, held, today)
    wanted = learner.wanted()
    open_ones = [one for one in wanted.values() if one.is_open]
    asked_for = sorted(
        (one for one in open_ones if one.asked),
        key=lambda one: (one.due_on or date.max, one.progress.state != "started"),
    )
    useful = [one for one in open_ones if not one.asked]
    useful.sort(key=lambda one: one.progress.state != "started")
    every = {**learner.lifted(), **wanted}.values()
    done = tuple(one.progress for one in every if one.progress.state == "done")
    expiring = runs_out(shown, held, today)
    renewing = renewals(
        catalogue, activity, shown, expiring, roles=learner.roles, nation=nation, today=today
    )
    renewed = {piece.id for one in renewing for piece in one.pieces}
    first = next(iter(asked_for or useful), None)
    return MyLearning(
        first=first,
        following=tuple(one for one in asked_for if one is not first),
        useful=tuple(one for one in useful if one is not first),
        done=done,
        again=changed_lessons(done) + renewing,
        runs_out=tuple(piece for piece in expiring if piece.id not in renewed),
        in_preparation=sum(o.progress.state == "in preparation" for o in wanted.values()),
        overdue=sum(one.due_on is not None and one.due_on < today for one in asked_for),
        weeks=spread(asked_for, asked.pace, today=today),
    )


@dataclass(frozen=True)
class _Learner:
    """Somebody on a day: what is asked of them, what they read, tried and showed, and hold."""

    catalogue: Catalogue
    asked: AskedOf
    activity: Activity
    shown: tuple[Shown, ...]
    held: Mapping[str, int]
    today: date

    @property
    def roles(self) -> frozenset[str]:
        """Every role of theirs, in any council."""
        return frozenset(role for role, _ in self.asked.roles)

    def wanted(self) -> dict[str, ToDo]:
        """Each course that they are asked to take, or that their roles need, by its slug."""
        wanted: dict[str, ToDo] = {}
        for request in _earliest(self.asked.requests):
            path = self.catalogue.paths.get(request.path)
            if path is not None:
                self._add(wanted, path, self.roles, self._still_asked(request, path))
        for path, needing in self._paths_of(spared=False):
            self._add(wanted, path, needing, None)
        return wanted

    def lifted(self) -> dict[str, ToDo]:
        """Each course that their roles would need, of paths that they are exempt from."""
        lifted: dict[str, ToDo] = {}
        for path, needing in self._paths_of(spared=True):
            self._add(lifted, path, needing, None)
        return lifted

    def _still_asked(self, request: Request, path: Path) -> Request | None:
        """The request; none where it was done once; to renew, by the day on which it ran out."""
        found = standing(
            path,
            self.catalogue,
            roles=self.roles,
            held=self.held,
            begun=(),
            due_on=request.due_on,
            today=self.today,
            stood=stood_since(self.shown, request.asked_on, self.today),
            renews=request.renews,
        )
        if found.status == "done" and found.done < found.courses:
            return None
        return replace(request, due_on=found.due_on)

    def _paths_of(self, *, spared: bool) -> list[tuple[Path, frozenset[str]]]:
        """Each path with the roles that need it in councils that exempt them, or do not."""
        exempt = {(one.path, one.organisation) for one in self.asked.spared}
        found = []
        for path in self.catalogue.paths.values():
            needing = frozenset(
                role
                for role, council in self.asked.roles
                if role in path.file.roles and ((path.slug, council) in exempt) is spared
            )
            if needing:
                found.append((path, needing))
        return found

    def _add(
        self, wanted: dict[str, ToDo], path: Path, roles: frozenset[str], request: Request | None
    ) -> None:
        for step in path.steps_for(roles.intersection(path.file.roles) or None):
            course = self.catalogue.courses[step.course]
            found = progress(course, self.activity, self.held, step.assessments)
            todo = ToDo(found, step.why, (request,) if request else ())
            before = wanted.get(step.course)
            wanted[step.course] = todo if before is None else _joined(before, todo)


def _earliest(requests: tuple[Request, ...]) -> list[Request]:
    """Of one path that one council asks by several days, the earliest."""
    found: dict[tuple[str, str], Request] = {}
    for request in sorted(requests, key=lambda one: one.due_on):
        found.setdefault((request.path, request.organisation), request)
    return [one for one in requests if one in found.values()]


def _joined(before: ToDo, new: ToDo) -> ToDo:
    """Two steps of one course as one thing to do: what is done asks nothing any more."""
    if not new.is_open or not before.is_open:
        return new if new.is_open else before
    if before.asked and not new.asked:
        return before  # what is asked by a day comes before what would be useful
    longer = max(before, new, key=lambda one: one.progress.minutes_left)  # covers the other
    asked = before.asked + tuple(one for one in new.asked if one not in before.asked)
    return ToDo(longer.progress, before.why, asked)
