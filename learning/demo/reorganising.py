"""A plan for two of the made-up councils: drawn and shown to their leads, not carried out."""

from datetime import date, datetime

from learning.demo.builder import Builder
from learning.people.actions import organisations
from learning.people.models import Organisation
from learning.reorganisation.actions import changing, drawing
from learning.reorganisation.queries.plans import plan_of
from learning.reorganisation.rules.whither import Fate, Whither

SLUG = "calder-and-mere"


def add(builder: Builder, world: dict[str, Organisation], *, at: datetime) -> None:
    """Two councils become one on the first 1 April that is not too near."""
    session = builder.session
    vests_on = date(builder.today.year + 1, 4, 1)
    new = organisations.open_organisation(
        session,
        slug=SLUG,
        name="Calder and Mere Council",
        nation="England",
        starts_on=vests_on,
        made_up=True,
        by=None,
        at=at,
    )
    old = (world["calderbrook"], world["eastmere"])
    sketch = drawing.Sketch(
        slug=f"{SLUG}-{vests_on.year}",
        name="Calderbrook and Eastmere become one",
        vests_on=vests_on,
        leaving=tuple(council.id for council in old),
        going_on=(),
        following=(new.id,),
    )
    drawing.draw(session, sketch, form_key="demo", by=None, at=at)
    plan = plan_of(session, sketch.slug)
    if plan is None:
        return
    for council in old:
        changing.direct(
            session,
            plan,
            council=council.id,
            kind="role",
            value="council-leader",
            whither=Whither(Fate.ENDS),
            by=None,
            at=at,
        )
    drawing.show(session, plan, by=None, at=at)
