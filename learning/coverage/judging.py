"""Gathers who is in which views of a month end, and decides what councils together hide.

Read beside a partnership's lines are those of its councils, and those of other partnerships (or of
an earlier set of councils) that share one with it: all these are decided first.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage.joining import View, closes_alone, kinds_of
from learning.coverage.models import TogetherFigures
from learning.coverage.rules.figures import role_facts
from learning.coverage.rules.joint import Joint, hidden_together, hidden_unless_told
from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.table import Name, from_text
from learning.coverage.sharing import Asked
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts

NEW = "new"  # the view to be decided
HiddenBy = Callable[[OrganisationFacts], frozenset[Name]]  # what a council's own view hides


def joint_of(
    session: Session,
    asked: Asked,
    *,
    before: int | None,
    hidden_by: HiddenBy,
    catalogue: Catalogue,
) -> Joint:
    """Everybody in the views that are read beside those of these councils together.

    `before`: of other sets of councils, those that were kept before this number.
    """
    new = View(NEW, frozenset(one.id for one in asked.councils), asked.known_at, None)
    others = views_beside(session, new.councils, asked.month_end, before=before)
    here = councils_of([new, *others])
    everywhere = [one for one in all_facts(session) if one.id in here]
    own = [
        View(
            str(one.id),
            frozenset({one.id}),
            closes_alone(one, asked.month_end),
            hidden_by(one),
        )
        for one in everywhere
    ]
    views = [*own, *others, new]
    return Joint(
        kinds=kinds_of(session, asked.month_end, views, everywhere),
        hidden={view.name: view.hidden for view in views if view.hidden is not None},
        alone=frozenset(view.name for view in own),
        roles=role_facts(catalogue),
    )


def decide_together(joint: Joint) -> frozenset[Name]:
    """The lines to hide beside the small ones, once and for good."""
    return hidden_together(joint, NEW, threshold=THRESHOLD)


def hide_meanwhile(joint: Joint) -> frozenset[Name]:
    """Until that is decided: all lines but those that the councils' own views tell anyway."""
    return hidden_unless_told(joint, NEW, threshold=THRESHOLD)


def councils_of(views: Sequence[View]) -> frozenset[int]:
    """The councils of any of these views."""
    return frozenset(number for view in views for number in view.councils)


def views_beside(
    session: Session, councils: frozenset[int], month_end: date, *, before: int | None
) -> list[View]:
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
            *(() if before is None else (TogetherFigures.id < before,)),
        )
        .order_by(TogetherFigures.id)
    ).all()
    reached = set(councils)
    found: dict[int, Any] = {}
    while True:
        more = {row.id: row for row in rows if row.id not in found and reached & {*row.councils}}
        if not more:
            break
        found |= more
        reached |= {number for row in more.values() for number in row.councils}
    return [
        View(
            f"t{number}",
            frozenset(row.councils),
            row.known_at,
            frozenset(map(from_text, row.hidden)),
        )
        for number, row in sorted(found.items())
    ]
