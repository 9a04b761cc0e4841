"""Makes lists for group leaders, under a resolution and not otherwise."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import insert
from sqlalchemy.orm import Session

from learning import audit
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.errors import Refusal
from learning.notices import actions as notices
from learning.once import made_before, make_once
from learning.oversight import letters
from learning.oversight.extracts import Line, lines_for
from learning.oversight.models import ExtractLine, GivenExtract
from learning.people.sight import Eyes
from learning.policies.queries import policies_of
from learning.policies.rules import Extract


@dataclass(frozen=True)
class Chosen:
    """Whom a lead put on the list (their codes), and which paths it tells of."""

    codes: tuple[str, ...]
    paths: tuple[str, ...]

    @property
    def form_hash(self) -> str:
        """Tells one form from another."""
        return hashlib.sha256(repr((self.codes, self.paths)).encode()).hexdigest()


def make_extract(
    session: Session, eyes: Eyes, chosen: Chosen, *, by_name: str, form_key: str, at: datetime
) -> int:
    """The list, the record of it, and what each person on it is told; its number.

    The same form sent twice makes one list.
    """
    theirs = GivenExtract.made_by == eyes.lead_id
    before = made_before(
        session, GivenExtract, theirs, form_key=form_key, form_hash=chosen.form_hash
    )
    if before is not None:
        return before.id
    policy = policies_of(session, eyes.organisation_id, on=day_of(at)).of(Extract)
    if policy.resolved_on is None:
        raise Refusal("There is no resolution of the council for such a list")
    lines = lines_for(session, eyes, chosen.codes, chosen.paths, on=day_of(at))
    if not lines:
        raise Refusal("Nobody you chose is asked to take one of these paths", field="person")
    wanted = GivenExtract(
        organisation_id=eyes.organisation_id,
        made_at=at,
        made_by=eyes.lead_id,
        resolved_on=policy.resolved_on,
        clause=policy.clause,
        paths=" ".join(chosen.paths),
        form_key=form_key,
        form_hash=chosen.form_hash,
    )
    made = make_once(session, wanted, theirs)
    if made is not wanted:
        return made.id
    _keep(session, made, lines)
    _tell(session, made, lines, eyes.catalogue, by_name=by_name)
    return made.id


def _keep(session: Session, made: GivenExtract, lines: Sequence[Line]) -> None:
    session.execute(
        insert(ExtractLine),
        [
            {
                "extract_id": made.id,
                "membership_id": line.membership_id,
                "person_id": line.person_id,
                "path": line.path,
                "due_on": line.due_on,
                "is_done": line.is_done,
            }
            for line in lines
        ],
    )


def _tell(
    session: Session,
    made: GivenExtract,
    lines: Sequence[Line],
    catalogue: Catalogue,
    *,
    by_name: str,
) -> None:
    """Each person reads what the list says of them; the trail says whom it lists."""
    words = []
    for person_id, of_one in groupby(
        sorted(lines, key=lambda line: line.person_id), key=lambda line: line.person_id
    ):
        said = [(_title(catalogue, line.path), line.is_done, line.due_on) for line in of_one]
        body = letters.listed(
            by=by_name,
            on=day_of(made.made_at),
            clause=made.clause,
            resolved_on=made.resolved_on,
            lines=said,
        )
        words.append(notices.Word(person_id, "You are on a list for group leaders", body))
    here = {"organisation_id": made.organisation_id}
    notices.tell_each(session, words, kind="extract", at=made.made_at, **here)
    changes = {"people": (None, len(words)), "clause": (None, made.clause)}
    audit.write(session, "extract.made", by=made.made_by, at=made.made_at, changes=changes, **here)
    people = [word.person_id for word in words]
    audit.write_all(session, "extract.listed", people, by=made.made_by, at=made.made_at, **here)


def _title(catalogue: Catalogue, path: str) -> str:
    return catalogue.paths[path].title if path in catalogue.paths else path
