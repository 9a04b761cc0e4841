"""What waits for a training lead: one line for each kind of thing, all counted in one statement.

A new kind of thing that waits is a line in SOURCES, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, exists, select
from sqlalchemy.orm import Session

from learning.accounts.queries.states import count_to_check
from learning.claims.queries.claims import counted_waiting
from learning.database import AnySelect
from learning.dated import in_force
from learning.imports.queries.uploads import count_unfinished
from learning.oversight.exempted import count_running_out
from learning.oversight.undelivered import count_undelivered
from learning.people import acting, agreements, bearers
from learning.people.sight import Eyes
from learning.policies.models import Policy
from learning.policies.rules import Name


@dataclass(frozen=True)
class Source:
    """A kind of thing that waits.

    `counted` gives a select of one number: how many of it wait for a lead on a day. `one` and
    `many` say it after the number. `page` is the endpoint where it is dealt with.
    """

    name: str
    one: str
    many: str
    counted: Callable[[Eyes, date], AnySelect]
    page: str
    whole: bool = False  # for leads of the whole organisation alone


@dataclass(frozen=True)
class Waiting:
    """So many of a source wait."""

    source: Source
    number: int

    @property
    def words(self) -> str:
        """As it reads after the number."""
        return self.source.one if self.number == 1 else self.source.many


def waiting(session: Session, eyes: Eyes, *, on: date) -> tuple[Waiting, ...]:
    """What waits for a lead, in the order of the page, in one statement."""
    asked = [source for source in SOURCES if eyes.scope.whole or not source.whole]
    numbers = session.execute(
        select(*[source.counted(eyes, on).scalar_subquery() for source in asked])
    ).one()
    return tuple(
        Waiting(source, number) for source, number in zip(asked, numbers, strict=True) if number
    )


def _no_purpose(eyes: Eyes, on: date) -> AnySelect:
    """One, where the council has not said what the results are for."""
    adopted = exists().where(
        Policy.organisation_id == eyes.organisation_id,
        Policy.name == Name.PURPOSE.value,
        in_force(Policy, on),
    )
    return select(case((adopted, 0), else_=1))


SOURCES = (
    Source(
        "claims",
        "claim of prior learning to decide",
        "claims of prior learning to decide",
        counted_waiting,
        "claims.claims_waiting",
    ),
    Source(
        "e-mails",
        "e-mail that did not arrive",
        "e-mails that did not arrive",
        count_undelivered,
        "oversight.undelivered_mail",
    ),
    Source(
        "addresses",
        "address whose reader says it is not theirs",
        "addresses whose readers say they are not theirs",
        count_to_check,
        "oversight.undelivered_mail",
    ),
    Source(
        "imports",
        "import that is not applied yet",
        "imports that are not applied yet",
        count_unfinished,
        "imports.send",
    ),
    Source(
        "exemptions",
        "exemption that runs out in the next 14 days",
        "exemptions that run out in the next 14 days",
        count_running_out,
        "oversight.exempt",
    ),
    Source(
        "sharing",
        "agreement with other councils that ends in the next 60 days",
        "agreements with other councils that end in the next 60 days",
        agreements.count_ending,
        "comparing.sharing",
        whole=True,
    ),
    Source(
        "tokens",
        "token of a tool that stops working in the next 14 days",
        "tokens of tools that stop working in the next 14 days",
        bearers.count_ending,
        "api.tokens",
        whole=True,
    ),
    Source(
        "tokens left behind",
        "token of a tool whose maker no longer leads here",
        "tokens of tools whose makers no longer lead here",
        bearers.count_left_behind,
        "api.tokens",
        whole=True,
    ),
    Source(
        "leavers",
        "training lead or report viewer who has left the council",
        "training leads or report viewers who have left the council",
        acting.count_left,
        "staffing.leads",
        whole=True,
    ),
    Source(
        "purpose",
        "decision to record: what the results are for",
        "decisions to record",
        _no_purpose,
        "policies.decisions",
        whole=True,
    ),
)
