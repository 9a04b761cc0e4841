"""How long each kind of record is kept, and why; pure."""

from dataclasses import dataclass
from datetime import date, datetime

from learning.clock import add_months, day_of, start_of

SIGN_INS = 6  # months after they ended: long enough to look into somebody else's use of an account
TRIES_DAYS = 7  # failed sign-ins count for minutes; a week shows an attack


@dataclass(frozen=True)
class Period:
    """One kind of record as the page about retention speaks of it."""

    field: str  # of the council's decision
    what: str
    why: str


PERIODS = (
    Period(
        "leavers",
        "Everything that says who somebody was or how they learned, after they left",
        "People come back, ask for proof of what they showed, or complain.",
    ),
    Period(
        "notices",
        "What people were told, on screen and by e-mail",
        "Whether somebody was told, and by when, is asked about for as long.",
    ),
    Period("uploads", "Rows of files that were sent in", "They are needed until they are applied."),
    Period(
        "proofs",
        "Proof of a claim that was declined or taken back",
        "Long enough to ask again. Proof of an accepted claim stays until its person goes.",
    ),
    Period(
        "changes",
        "What a change was from and to, earlier names and addresses included",
        "Who changed what, and when, stays; the values serve complaints and audit.",
    ),
)


def before(months: int, *, at: datetime) -> datetime:
    """What was made before this moment is too old to be kept any longer."""
    return start_of(add_months(day_of(at), -months))


def goes_on(left_on: date, months: int) -> date:
    """The day on which the data of somebody who left are due to go."""
    return add_months(left_on, months)
