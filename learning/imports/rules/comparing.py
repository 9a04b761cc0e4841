"""What a row changes for the person it is about."""

from dataclasses import dataclass, field, replace

from learning.imports.rules.columns import Layout
from learning.imports.rules.deeds import Change, Days, Deed, Line, Outcome, RoleDays
from learning.imports.rules.known import Known, Time, World
from learning.imports.rules.matching import Match, share_a_name
from learning.imports.rules.pausing import first_pause, pauses
from learning.imports.rules.roles import Moves, compare, given
from learning.imports.rules.said import Fault, Said
from learning.imports.rules.sayings import fields, said_before, saying
from learning.imports.rules.staying import days, moves, returns
from learning.imports.rules.titles import RoleSaid, Titles
from learning.imports.rules.words import days_changes, last_day, pause_words, role_words
from learning.imports.rules.wrong import Wrong

NO_NAME = "Enter the name: nobody here has this reference or address yet"
NO_NAMES = "The file names nobody: call the column that holds the names “name”"


@dataclass
class Comparer:
    """Turns matched rows into lines, with what each would write."""

    world: World
    layout: Layout
    titles: Titles
    notes: list[str] = field(default_factory=list)

    def line(self, match: Match) -> Line:
        """What becomes of a row."""
        said, known = match.said, match.known
        theirs = known if known and known.may_change else None
        self.notes = list(match.notes)
        shown = Line(
            outcome=Outcome.ERROR,
            row=said.row,
            who=said.name or (theirs.name or theirs.own_name if theirs else ""),
            code=theirs.code if theirs else None,
            reference=said.reference or (theirs.reference if theirs else None),
            address=said.address or (theirs.address if theirs else None),
            faults=said.faults,
        )
        if not said.faults:
            try:
                outcome, deed = self._new(said) if known is None else self._known(said, known)
            except Wrong as wrong:
                column = self.layout.name(wrong.column) if wrong.column else ""
                shown = replace(shown, faults=(Fault(column, wrong.problem),))
            else:
                shown = replace(shown, outcome=outcome, deed=deed)
        return replace(shown, notes=tuple(self.notes))

    def leaver(self, known: Known, ends: Days, *, chosen: bool) -> Line:
        """Somebody whom a full file does not name, and what ending their time would write."""
        time = known.time
        before = Days(time.starts_on, time.ends_on)
        deed = Deed(known.person_id, known.code, time.membership_id)
        shown = Line(
            outcome=Outcome.LEAVING,
            row=None,
            who=known.name or known.own_name,
            code=known.code,
            reference=known.reference,
            address=known.address,
            proposed=True,
            chosen=chosen,
            notes=_stays_acting(known),
        )
        try:
            moved = Moves(ends.starts_on, before, Days(before.starts_on, ends.ends_on))
            return replace(shown, deed=self._roles(None, time, moved, deed))
        except Wrong as wrong:
            return replace(shown, chosen=False, notes=(*shown.notes, wrong.problem))

    def _new(self, said: Said) -> tuple[Outcome, Deed]:
        if not said.name:
            raise Wrong("name", NO_NAME if self.layout.has_names else NO_NAMES)
        if not said.roles:
            raise Wrong("roles", "Enter a role: what people are asked to learn depends on it")
        if not said.address:
            self.notes.append("Without an e-mail address they cannot be invited by e-mail")
        says = saying(said, None)
        changes = tuple(Change(f, None, value) for f, value in fields(says).items() if value)
        return Outcome.NEW, self._join(said, Deed(None, None, None, saying=says, changes=changes))

    def _known(self, said: Said, known: Known) -> tuple[Outcome, Deed]:
        deed, time = self._said_of(said, known), known.time
        if returns(said, time, on=self.world.day):
            return Outcome.CHANGED, self._return(said, time, deed)
        moved = moves(said, time, on=self.world.day)
        deed = self._roles(said.roles, time, moved, deed)
        deed = pauses(said, time, deed, on=self.world.day)
        if not deed.changes:
            return Outcome.UNCHANGED, deed
        before, after = moved.before.ends_on, moved.after.ends_on
        leaves = after is not None and (before is None or after < before)
        if leaves:
            self.notes += _stays_acting(known)
        return Outcome.LEAVING if leaves else Outcome.CHANGED, deed

    def _said_of(self, said: Said, known: Known) -> Deed:
        """What the council says of them, where the row says other than before."""
        before = said_before(known)
        after = saying(said, before)
        deed = Deed(known.person_id, known.code, known.time.membership_id)
        if after == before or (known.particulars_id is None and self._adds_nothing(said, known)):
            return deed
        old, new = fields(before), fields(after)
        renamed = None
        if not share_a_name(after.name, known):
            self.notes.append(
                "The name is wholly another than before. Was the reference given to somebody "
                "else? A successor needs one of their own"
            )
        if after.name not in (before.name, known.own_name):
            if known.elsewhere:
                self.notes.append(f"The name on their own record stays “{known.own_name}”")
            else:
                renamed = after.name
        return replace(
            deed,
            saying=after,
            particulars_id=known.particulars_id,
            renamed=renamed,
            changes=tuple(Change(f, old[f], new[f]) for f in new if old[f] != new[f]),
        )

    def _adds_nothing(self, said: Said, known: Known) -> bool:
        """The row says no more than their own record: a name and an address they have."""
        verified = {key for key, _ in known.addresses}
        return (
            said.reference is None
            and said.manager is None
            and said.language is None
            and said.name in ("", known.own_name)
            and (said.address_key is None or said.address_key in verified)
        )

    def _return(self, said: Said, time: Time, deed: Deed) -> Deed:
        """A new time here: the same person, under the same code."""
        if not said.roles and time.ends_on is not None:
            left = last_day(time.ends_on)
            raise Wrong("roles", f"They left on {left}. Enter the role they come back to")
        return self._join(said, deed, before=Days(time.starts_on, time.ends_on))

    def _join(self, said: Said, deed: Deed, *, before: Days | None = None) -> Deed:
        """A new membership with its roles."""
        self._in_care(said.roles or ())
        stays = days(said.starts or self.world.day, said)
        roles = tuple(given(said.roles or (), self.world, stays))
        away = first_pause(said)
        changes = [
            *days_changes(before, stays),
            *(Change("role", None, role_words(self.titles, one)) for one in roles),
            *(Change("pause", None, pause_words(one)) for one in away),
        ]
        return replace(
            deed,
            membership_id=None,
            joins=stays,
            roles=roles,
            pauses=away,
            changes=(*deed.changes, *changes),
        )

    def _in_care(self, said: tuple[RoleSaid, ...]) -> None:
        """Whoever imports gives the roles that they look after, and no other."""
        for one in said:
            if not self.world.in_scope(one.role, one.service):
                words = self.titles.words(one.role, one.service)
                raise Wrong("roles", f"{words} is no role that you look after: others give it")

    def _roles(
        self, said: tuple[RoleSaid, ...] | None, time: Time, moved: Moves, deed: Deed
    ) -> Deed:
        """The deed with what changes of days and roles."""
        roles = compare(time, said, self.world, moved)
        self._in_care(tuple(roles.begun))
        if any(not self.world.in_scope(one.role, one.service) for one, _ in roles.changed):
            raise Wrong("", "They also hold a role that you do not look after: others change this")
        ends = moved.after.ends_on
        if roles.new and ends is not None and moved.new_from >= ends:
            raise Wrong("roles", f"They leave on {last_day(ends)}, before a new role could begin")
        is_moved = moved.before != moved.after
        changes = [
            *(days_changes(moved.before, moved.after) if is_moved else ()),
            *(Change("role", None, role_words(self.titles, one)) for one in roles.new),
        ]
        for held, after in roles.changed:
            stood = Days(held.starts_on, held.ends_on)
            old = RoleDays(held.role, held.service, stood, held.substitute)
            became = role_words(self.titles, after) if after else None
            changes.append(Change("role", role_words(self.titles, old), became))
        return replace(
            deed,
            period=(time.period_id, moved.after) if is_moved else None,
            roles=tuple(roles.new),
            roles_changed=tuple((held.id, after) for held, after in roles.changed if after),
            roles_gone=tuple(held.id for held, after in roles.changed if after is None),
            changes=(*deed.changes, *changes),
        )


def _stays_acting(known: Known) -> tuple[str, ...]:
    """A word where somebody who leaves keeps what an appointment lets them do here."""
    if not known.acting:
        return ()
    acts = " and ".join(known.acting)
    return (f"They stay {acts} here: leaving ends no appointment. End it under “Training leads”",)
