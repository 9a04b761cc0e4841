"""Invites people, and lets in whoever opens an invitation."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from learning import audit
from learning.accounts import letters
from learning.accounts.actions import linking
from learning.accounts.letters import Letter, Service
from learning.accounts.models import Invitation
from learning.accounts.queries.invitees import Invitee, invitees
from learning.accounts.rules.lasting import INVITATION_LASTS
from learning.database import in_parts
from learning.notices import actions as notices
from learning.notices.actions import Posting
from learning.people.actions.identity import token_hash

KIND = "invitation"  # of the e-mail


@dataclass(frozen=True)
class Invited:
    """What became of inviting many: memberships of those invited, and of those who need not be."""

    invited: tuple[int, ...]
    already_in: tuple[int, ...]  # they have chosen a password, here or for another council


def invite(
    session: Session,
    memberships: Collection[int],
    *,
    service: Service,
    by: int | None,
    at: datetime,
) -> Invited:
    """Invite these people, each at the address that their organisation gave.

    A newer invitation ends an older one. Whoever has a password is not invited, and the caller
    learns no more of them than of anybody. Where an address is another person's, that person is
    asked whether it is them; nothing the caller can see tells so.
    """
    everybody = invitees(session, memberships)
    new = [one for one in everybody if one.address and not one.has_password]
    for organisation_id, some in _by_organisation(new).items():
        _end(session, organisation_id, [one.person_id for one in some], at=at)
        _send(session, organisation_id, some, service=service, by=by, at=at)
    linking.ask_of(session, new, at=at)
    return Invited(
        invited=tuple(one.membership_id for one in new),
        already_in=tuple(one.membership_id for one in everybody if one.has_password),
    )


def _by_organisation(people: Sequence[Invitee]) -> dict[int, list[Invitee]]:
    found: dict[int, list[Invitee]] = defaultdict(list)
    for one in people:
        found[one.organisation_id].append(one)
    return found


def _end(session: Session, organisation_id: int, people: Sequence[int], *, at: datetime) -> None:
    for some in in_parts(people):
        session.execute(
            update(Invitation)
            .where(
                Invitation.organisation_id == organisation_id,
                Invitation.person_id.in_(some),
                Invitation.used_at.is_(None),
                Invitation.ended_at.is_(None),
            )
            .values(ended_at=at)
        )


def _send(
    session: Session,
    organisation_id: int,
    people: Sequence[Invitee],
    *,
    service: Service,
    by: int | None,
    at: datetime,
) -> None:
    """The rows and the e-mails; a token stands in its e-mail and nowhere else."""
    written: dict[str, Letter] = {}
    rows, postings = [], []
    for one in people:
        language = one.language if one.language in letters.LANGUAGES else "en"
        if language not in written:
            written[language] = letters.write(
                KIND, language, service=service, council=one.council, made_up=one.made_up
            )
        token = secrets.token_urlsafe(32)
        link = f"{service.address}/invitations/{token}"
        posting = _posting(one, language, written[language].to(name=one.name, link=link))
        postings.append(posting)
        rows.append(_row(one, token, posting, by=by, at=at))
    audit.write_all(
        session,
        "person.invited",
        [one.person_id for one in people],
        by=by,
        at=at,
        organisation_id=organisation_id,
    )
    notices.post_all(
        session,
        postings,
        organisation_id=organisation_id,
        kind=KIND,
        secret=True,
        expires_at=at + INVITATION_LASTS,
        at=at,
    )
    session.execute(insert(Invitation), rows)


def _row(
    one: Invitee, token: str, posting: Posting, *, by: int | None, at: datetime
) -> dict[str, object]:
    return {
        "person_id": one.person_id,
        "organisation_id": one.organisation_id,
        "address": one.address,
        "token_hash": token_hash(token),
        "mail_mark": posting.mark,
        "invited_at": at,
        "invited_by": by,
        "expires_at": at + INVITATION_LASTS,
        "is_not_them": False,
    }


def _posting(one: Invitee, language: str, letter: Letter) -> Posting:
    return Posting(
        person_id=one.person_id,
        address=one.address or "",
        language=language,
        subject=letter.subject[:200],
        plain=letter.plain,
        html=letter.html,
    )
