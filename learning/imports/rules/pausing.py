"""What a row says of somebody's leave or sickness."""

from dataclasses import replace
from datetime import date

from learning.imports.rules.deeds import Change, Deed, PauseDays
from learning.imports.rules.known import Paused, Time
from learning.imports.rules.said import Said
from learning.imports.rules.words import pause_words
from learning.imports.rules.wrong import Wrong


def first_pause(said: Said) -> tuple[PauseDays, ...]:
    """Of somebody who has had none."""
    if said.paused_from is None:
        if said.back_on is not None:
            raise Wrong("paused_from", "Enter when the pause begins")
        return ()
    return (PauseDays(said.paused_from, said.back_on),)


def pauses(said: Said, time: Time, deed: Deed, *, on: date) -> Deed:
    """The deed with what the row changes of pauses."""
    if said.paused_from is None and said.back_on is None and not said.no_pause:
        return deed
    known = _meant(said, time, on)
    if said.no_pause:  # back on the day of the file; what has not begun does not happen
        return _becomes(known, PauseDays(known.paused_from, on), deed) if known else deed
    if known is None:
        first = first_pause(said)
        changes = tuple(Change("pause", None, pause_words(one)) for one in first)
        return replace(deed, pauses=first, changes=(*deed.changes, *changes))
    begins = said.paused_from or known.paused_from
    back = said.back_on or known.paused_until
    if back is not None and back <= begins:
        raise Wrong("paused_from", "Enter a day before the first day back")
    return _becomes(known, PauseDays(begins, back), deed)


def _meant(said: Said, time: Time, on: date) -> Paused | None:
    """The pause a row speaks of: the one that begins then, or one that meets its days."""
    if said.paused_from is None:
        meant = [one for one in time.pauses if one.paused_until is None or one.paused_until > on]
        if not meant and said.back_on is not None:
            meant = [one for one in time.pauses if one.paused_until == said.back_on]
    else:
        meant = [one for one in time.pauses if one.paused_from == said.paused_from]
        meant = meant or [
            one
            for one in time.pauses
            if (one.paused_until is None or one.paused_until > said.paused_from)
            and (said.back_on is None or one.paused_from < said.back_on)
        ]
    return meant[-1] if meant else None


def _becomes(known: Paused, after: PauseDays, deed: Deed) -> Deed:
    before = PauseDays(known.paused_from, known.paused_until)
    if before == after:
        return deed
    if after.paused_until is not None and after.paused_until <= after.paused_from:
        change = Change("pause", pause_words(before), None)
        return replace(deed, pauses_gone=(known.id,), changes=(*deed.changes, change))
    change = Change("pause", pause_words(before), pause_words(after))
    return replace(deed, pauses_changed=((known.id, after),), changes=(*deed.changes, change))
