"""What goes into somebody's weekly e-mail, in which order, and what waits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from learning.clock import day_of
from learning.notices.rules.kinds import kind_of
from learning.notices.rules.opening import Council, is_open

# What is older is not sent any more: it would arrive long after the fact, and many at a time
# when a council begins. It stays on the page “What we told you”.
STALE = timedelta(days=90)


@dataclass(frozen=True)
class Waiting:
    """A notice that no e-mail has taken along yet."""

    id: int
    organisation_id: int | None
    kind: str
    subject: str
    body: str
    link: str | None
    written_at: datetime


@dataclass(frozen=True)
class Group:
    """Notices about one council; about the person's own record where there is none."""

    council: str | None
    notices: tuple[Waiting, ...]


@dataclass(frozen=True)
class Digest:
    """What one e-mail takes along (`taken`) and what it says: the newest of each repeat."""

    taken: tuple[int, ...]
    groups: tuple[Group, ...]
    councils: tuple[str, ...]  # the person's own, as the reason for writing to them

    @property
    def length(self) -> int:
        """How many things it says."""
        return sum(len(group.notices) for group in self.groups)


def sendable(
    waiting: Iterable[Waiting],
    councils: Mapping[int, Council],
    places: Collection[int],
    *,
    declined: Collection[str] = (),
    on: date,
) -> tuple[Waiting, ...]:
    """What may go to somebody on a day, whatever its weekday and hour.

    `places` are the councils that somebody belongs to and is not away from. A notice waits
    while its council has not begun to send or is quiet; one about no council waits while that
    is so of all the person's councils. Who belongs nowhere gets nothing.
    """
    ready = {one.id for one in councils.values() if one.approved and not one.is_quiet(on)}
    if not ready & set(places):
        return ()
    return tuple(
        notice
        for notice in waiting
        if kind_of(notice.kind).is_routine
        and not (notice.kind in declined and kind_of(notice.kind).is_optional)
        and (notice.organisation_id is None or notice.organisation_id in ready)
        and on - day_of(notice.written_at) <= STALE
    )


def concerned(
    about: Collection[int | None],
    councils: Mapping[int, Council],
    places: Collection[int],
    *,
    on: date,
) -> tuple[Council, ...]:
    """The councils whose weekday, hours and days off hold for an e-mail.

    `about` are those of its notices; what is about no council (None) keeps to those of the
    person's own that are sending and not quiet.
    """
    named = set(about)
    if None in named:
        own = [councils[place] for place in places]
        named |= {one.id for one in own if one.approved and not one.is_quiet(on)}
    return tuple(councils[one] for one in sorted(one for one in named if one is not None))


def due(
    waiting: Iterable[Waiting],
    councils: Mapping[int, Council],
    places: Collection[int],
    *,
    declined: Collection[str] = (),
    at: datetime,
) -> Digest | None:
    """The e-mail that may go out at this very moment, if any."""
    on = day_of(at)
    notices = sendable(waiting, councils, places, declined=declined, on=on)
    about = {notice.organisation_id for notice in notices}
    if not notices or not is_open(concerned(about, councils, places, on=on), at):
        return None
    return put_together(notices, councils, places)


def put_together(
    notices: Sequence[Waiting], councils: Mapping[int, Council], places: Collection[int]
) -> Digest:
    """By council, by name; within it by rank, the newest first; the person's own record last."""
    groups: dict[str | None, list[Waiting]] = {}
    for notice in _newest_of_repeats(notices):
        council = None if notice.organisation_id is None else councils[notice.organisation_id].name
        groups.setdefault(council, []).append(notice)
    return Digest(
        taken=tuple(sorted(notice.id for notice in notices)),
        groups=tuple(
            Group(council, tuple(sorted(groups[council], key=_order)))
            for council in sorted(groups, key=lambda name: (name is None, name or ""))
        ),
        councils=tuple(sorted(councils[place].name for place in places)),
    )


def _newest_of_repeats(notices: Iterable[Waiting]) -> list[Waiting]:
    """What was told again about one thing (one link, else one subject) is said once."""
    newest: dict[tuple[int | None, str, str], Waiting] = {}
    for notice in sorted(notices, key=lambda one: (one.written_at, one.id)):
        newest[notice.organisation_id, notice.kind, notice.link or notice.subject] = notice
    return list(newest.values())


def _order(notice: Waiting) -> tuple[int, float, int]:
    return kind_of(notice.kind).rank, -notice.written_at.timestamp(), -notice.id
