"""The month ends of a partnership's trend: each of its own councils, where that is decided."""

from datetime import date

from sqlalchemy.orm import Session

from learning.coverage import kept_together
from learning.coverage.models import TogetherFigures
from learning.coverage.sharing import Asked
from learning.people.models import Partnership
from learning.people.standing import OrganisationFacts
from tests.coverage.strategies_days import moment

AT = moment(12, 9)
DAYS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
COUNCILS = [
    OrganisationFacts(number, f"c-{number}", f"C {number}", "England", DAYS[0], None, made_up=True)
    for number in (1, 2)
]


def keep(session: Session, partnership: int, asked: Asked, *, hidden: list[str] | None) -> None:
    """Figures that say how many councils they are over."""
    session.add(
        TogetherFigures(
            partnership_id=partnership,
            month_end=asked.month_end,
            set_of_councils=kept_together.set_of(asked.councils),
            councils=[one.id for one in asked.councils],
            known_at=AT,
            worked_out_at=AT,
            profiles=[[[[0, "planner", None]], len(asked.councils), {}, 0]],
            published=None,
            overlap=0,
            meanwhile=[],
            hidden=hidden,
        )
    )


def test_each_month_end_is_of_the_councils_that_shared_then_and_is_decided(
    session: Session,
) -> None:
    vale, other = (Partnership(slug=name, name=name) for name in ("vale", "other"))
    session.add_all([vale, other])
    session.flush()  # their numbers
    of_one, of_two = (tuple(COUNCILS[:1]), tuple(COUNCILS))
    for day in DAYS:
        for councils in (of_one, of_two):
            hidden = None if day == DAYS[2] else ["/"]
            keep(session, vale.id, Asked(day, AT, councils), hidden=hidden)
        keep(session, other.id, Asked(day, AT, of_one), hidden=[])
    session.flush()
    asked = [Asked(DAYS[0], AT, of_one), Asked(DAYS[1], AT, of_two), Asked(DAYS[2], AT, of_two)]
    found = sorted(kept_together.decided_together(session, vale.id, asked), key=lambda one: one[0])
    assert [(day, profiles[0][1]) for day, profiles, _ in found] == [(DAYS[0], 1), (DAYS[1], 2)]
    assert [hidden for _, _, hidden in found] == [["/"], ["/"]]
