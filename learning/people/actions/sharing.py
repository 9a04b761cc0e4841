"""Changes what councils share, and with whom."""

from datetime import datetime

from sqlalchemy.orm import Session

from learning import audit
from learning.clock import add_months, day_in_words, day_of
from learning.dated import amend, give_way, supersede
from learning.errors import Conflict, NotFound, Refusal
from learning.people.actions.holding import hold
from learning.people.agreements import agreements_of, overlapping, seen_in
from learning.people.models import Partnership, Sharing

LONGEST_MONTHS = 36
CHANGED = "Somebody else changed what is shared meanwhile. Look at it again, then make your change"
SAID = (
    *("partnership_id", "organisation_id", "starts_on", "ends_on", "joint", "compared"),
    *("may_be_asked", "contact", "authority", "decided_on", "officer_id", "recorded_by"),
)


def refuse_overlap(session: Session, wanted: Sharing) -> None:
    """A council shares with a partnership, or with everybody, once at a time."""
    found = overlapping(session, wanted)
    if found is None:
        return
    if found.ends_on is None:
        raise Refusal("This is shared already, without an end. End that first", field="starts_on")
    words = f"This is shared already until {day_in_words(found.ends_on)}"
    if found.starts_on > wanted.starts_on:
        words = f"This is to be shared from {day_in_words(found.starts_on)} already"
    raise Refusal(f"{words}. End that first, or choose other days", field="starts_on")


def agree(session: Session, wanted: Sharing, *, seen: str | None = None) -> Sharing:
    """A council agrees to share, for three years at most; the same said again is said once.

    `wanted` says who agreed and when in `recorded_by` and `recorded_at`; `seen`, which agreements
    the form was made from. What an administrator had entered gives way.
    """
    _check_what_is_said(wanted)
    hold(session, wanted.organisation_id)
    same = overlapping(session, wanted)
    if same is not None and _says(same) == _says(wanted):
        return same
    if seen is not None and seen != seen_in(agreements_of(session, wanted.organisation_id)):
        raise Conflict(CHANGED)
    if same is not None and _is_entered(same):
        give_way(session, [same], to=wanted.starts_on, by=wanted.recorded_by, at=wanted.recorded_at)
    refuse_overlap(session, wanted)
    session.add(wanted)
    session.flush()  # callers read the new row's id
    audit.write(
        session,
        "sharing.agreed",
        by=wanted.recorded_by,
        at=wanted.recorded_at,
        organisation_id=wanted.organisation_id,
        changes=_in_words(wanted, _partnership(session, wanted)),
    )
    return wanted


def check(session: Session, wanted: Sharing) -> None:
    """Refuses what `agree` would refuse, before it is agreed to."""
    _check_what_is_said(wanted)
    same = overlapping(session, wanted)
    if same is not None and not _is_entered(same) and _says(same) != _says(wanted):
        refuse_overlap(session, wanted)


def _is_entered(row: Sharing) -> bool:
    """By an administrator: the council itself says what it rests on."""
    return not row.authority


def _partnership(session: Session, row: Sharing) -> Partnership | None:
    return session.get(Partnership, row.partnership_id) if row.partnership_id else None


def end(
    session: Session, *, organisation_id: int, number: int, by: int, at: datetime
) -> Sharing | None:
    """From this moment nothing is served; what had not begun never does. Its last row, if any."""
    hold(session, organisation_id)
    row = session.get(Sharing, number)
    if row is None or row.organisation_id != organisation_id:
        raise NotFound
    today = day_of(at)
    if row.superseded_at is not None or (row.ends_on is not None and row.ends_on <= today):
        raise Conflict("This has ended already, or somebody else has changed it meanwhile")
    partnership = _partnership(session, row)
    audit.write(
        session,
        "sharing.ended",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={
            "with": (None, partnership.name if partnership else None),
            "ends_on": (row.ends_on, today),
        },
    )
    if row.starts_on >= today:
        supersede(session, row, at=at)
        return None
    return amend(session, row, {"ends_on": today}, by=by, at=at)


def _check_what_is_said(wanted: Sharing) -> None:
    if wanted.starts_on < day_of(wanted.recorded_at):
        raise Refusal("Choose today or a later day: the past stays as it was", field="starts_on")
    if wanted.ends_on is None:
        raise Refusal("Enter the day it ends", field="ends_on")
    if wanted.ends_on <= wanted.starts_on:
        raise Refusal("Enter a day after the first day", field="ends_on")
    if wanted.ends_on > add_months(wanted.starts_on, LONGEST_MONTHS):
        words = day_in_words(add_months(wanted.starts_on, LONGEST_MONTHS))
        raise Refusal(f"Three years at most: enter {words} or an earlier day", field="ends_on")
    if wanted.decided_on is not None and wanted.decided_on > day_of(wanted.recorded_at):
        raise Refusal("Enter the day it was decided: today or earlier", field="decided_on")
    if not (wanted.joint or wanted.compared or wanted.may_be_asked):
        raise Refusal("Choose at least one thing to share", field="fields")
    if wanted.joint and wanted.partnership_id is None:
        raise Refusal("Joint figures are a partnership’s: choose which", field="fields")
    if wanted.may_be_asked and not wanted.contact:
        raise Refusal("Enter the post that answers when somebody asks", field="contact")


def _says(row: Sharing) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SAID)


def _in_words(wanted: Sharing, partnership: Partnership | None) -> dict[str, tuple[object, object]]:
    return {
        "with": (None, partnership.name if partnership else None),
        "starts_on": (None, wanted.starts_on),
        "ends_on": (None, wanted.ends_on),
        "joint": (None, wanted.joint),
        "compared": (None, wanted.compared),
        "may_be_asked": (None, wanted.may_be_asked),
        "authority": (None, wanted.authority),
    }
