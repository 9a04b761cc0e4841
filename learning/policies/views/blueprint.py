"""What the pages about a council's decisions share."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint

from learning.clock import day_of, now
from learning.database import current_session
from learning.errors import NotFound
from learning.people.standing import OrganisationFacts
from learning.policies import queries, saying, wording
from learning.policies.queries import Standing
from learning.policies.rules import Decision, Escalation, Name

blueprint = Blueprint("policies", __name__, template_folder="../templates")
TOP = "/organisations/<organisation>/decisions"


def name_in(decision: str) -> Name:
    """The decision in an address."""
    if decision not in set(Name):
        raise NotFound
    return Name(decision)


def standing_in(council: OrganisationFacts, name: Name) -> Standing:
    """A decision as it holds today."""
    return queries.standing_of(current_session(), council.id, on=day_of(now()))[name]


def words_for(standing: Iterable[Standing]) -> dict[str, Any]:
    """What a page needs to say decisions in sentences: one statement for the people named."""
    said: list[Decision] = []
    for one in standing:
        said += [one.today.said, *(coming.said for coming in one.to_come)]
    return {"words": wording.WORDS, "sentences": saying.sentences, "names": names_in(said)}


def names_in(said: list[Decision]) -> dict[int, str]:
    """The names of the people that these decisions name."""
    people = {one.officer_id for one in said if isinstance(one, Escalation) and one.officer_id}
    return queries.names_of(current_session(), people) if people else {}
