"""Decides what councils together hide at a month end, beside whatever else can be read.

Read beside a partnership's lines are those of its councils, and those of other partnerships (or of
an earlier set of councils) that share one with it: all these are decided first. What linear
programs decide for ordinary partnerships takes too long where there are very many people; what
then may be shown is decided by a rule.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage.joining import Joining, View, closes_alone
from learning.coverage.models import TogetherFigures
from learning.coverage.rules.figures import role_facts
from learning.coverage.rules.joint import Joint, hidden_together
from learning.coverage.rules.many import Apart, ManyCouncils
from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.table import Alike, AllBut, Hidden, hidden_from_text
from learning.coverage.sharing import Asked
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts

NEW = "new"  # the view to be decided
MOST_CELLS = 5_000  # of kinds of people and skills; linear programs over them take minutes
HiddenBy = Callable[[OrganisationFacts], Hidden]  # what a council's own view hides


@dataclass(frozen=True)
class Judging:
    """All that decides what one set of councils hides together."""

    session: Session
    asked: Asked
    hidden_by: HiddenBy
    catalogue: Catalogue

    def for_good(self, *, before: int) -> Hidden:
        """`before`: of other sets of councils, those that were kept before this number."""
        beside = views_beside(self.session, self._new, self.asked.month_end, before=before)
        many = _Many(self)
        if any(isinstance(view.hidden, AllBut) for view in beside):
            return many.hidden(tied=(), told_only=True)  # that tells nothing, whatever else does
        if many.cells > MOST_CELLS:
            return many.hidden(tied=[view.councils for view in beside], told_only=False)
        here = {number for view in (*beside, self._new) for number in view.councils}
        councils = [one for one in all_facts(self.session) if one.id in here]
        views = [*self.own_views(councils), *beside, self._new]
        joining = Joining(self.session, self.asked.month_end, views, councils)
        joint = Joint(
            kinds=joining.kinds(),
            hidden={view.name: view.hidden for view in views if view.hidden is not None},
            roles=role_facts(self.catalogue),
        )
        return hidden_together(joint, NEW, threshold=THRESHOLD)

    def meanwhile(self) -> Hidden:
        """All lines but those that the councils' own views tell anyway."""
        return _Many(self).hidden(tied=(), told_only=True)

    @property
    def _new(self) -> View:
        numbers = frozenset(one.id for one in self.asked.councils)
        return View(NEW, numbers, self.asked.known_at, None)

    def own_views(self, councils: Iterable[OrganisationFacts]) -> list[View]:
        """The councils' own views."""
        return [
            View(
                str(one.id),
                frozenset({one.id}),
                closes_alone(one, self.asked.month_end),
                self.hidden_by(one),
            )
            for one in councils
        ]

    def alone_and_together(self) -> tuple[list[View], Joining]:
        """The councils' own views, and their people in these and together."""
        own = self.own_views(self.asked.councils)
        councils = self.asked.councils
        return own, Joining(self.session, self.asked.month_end, [*own, self._new], councils)


class _Many:
    """The councils one after the other, of whom little is held at a time."""

    def __init__(self, judging: Judging) -> None:
        own, joining = judging.alone_and_together()
        self.cells = 0
        self._many = ManyCouncils(role_facts(judging.catalogue), threshold=THRESHOLD)
        self._apart: dict[int, Apart] = {}
        here: dict[int, dict[int, Alike]] = defaultdict(dict)
        for person, kind in joining.apart().items():
            seen = dict(kind)
            together = seen.pop(NEW, None)
            alone = {int(view): alike for view, alike in seen.items()}
            self._apart[person] = Apart(alone, together)
            for number, alike in alone.items():
                here[number][person] = alike
        for view, council in zip(own, judging.asked.councils, strict=True):
            kinds: Counter[Alike] = Counter()
            for kind, people in joining.others(council).items():
                for name, alike in kind:
                    kinds[alike] += people if name == view.name else 0
            self.cells += sum(len(alike.needs) for alike in kinds)
            self._many.add(council.id, kinds, here[council.id], view.hidden or ())

    def hidden(self, *, tied: Iterable[frozenset[int]], told_only: bool) -> Hidden:
        return AllBut(self._many.shown(self._apart, tied=tied, told_only=told_only))


def views_beside(session: Session, new: View, month_end: date, *, before: int) -> list[View]:
    """The views of councils together that share one with these, or with such a view; decided."""
    rows = session.execute(
        select(
            TogetherFigures.id,
            TogetherFigures.councils,
            TogetherFigures.known_at,
            TogetherFigures.hidden,
        )
        .where(
            TogetherFigures.month_end == month_end,
            TogetherFigures.hidden.is_not(None),
            TogetherFigures.id < before,
        )
        .order_by(TogetherFigures.id)
    ).all()
    reached = set(new.councils)
    found: dict[int, View] = {}
    while more := [row for row in rows if row.id not in found and reached & {*row.councils}]:
        for row in more:
            found[row.id] = View(
                f"t{row.id}",
                frozenset(row.councils),
                row.known_at,
                hidden_from_text(row.hidden),
            )
            reached.update(row.councils)
    return [found[number] for number in sorted(found)]
