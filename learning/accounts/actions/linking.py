"""Two records of one person become one, once that person said so; and never before."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.accounts.actions.ending import end_requests, end_ways_in
from learning.accounts.actions.repointing import repoint
from learning.accounts.models import Invitation, LinkRequest
from learning.accounts.queries.invitees import Invitee, holders, invitees
from learning.database import in_parts
from learning.errors import Conflict, NotFound
from learning.notices import actions as notices
from learning.people.actions.holding import hold, hold_person
from learning.people.models import Membership, Organisation, Particulars, Person


def ask_to_link(session: Session, memberships: Collection[int], *, at: datetime) -> None:
    """Where an imported address is somebody's own elsewhere, ask them whether it is them.

    Nobody else learns of it: it returns nothing, and nothing that a lead sees changes.
    """
    ask_of(session, [one for one in invitees(session, memberships) if not one.has_password], at=at)


def ask_of(session: Session, people: Sequence[Invitee], *, at: datetime) -> None:
    """The same, of people who were looked up already."""
    known = holders(session, [one.key for one in people if one.key])
    pairs = [
        (known[one.key], one)
        for one in people
        if known.get(one.key, one.person_id) != one.person_id
    ]
    before = _asked_before(session, [one.person_id for _, one in pairs])
    for person_id, one in pairs:
        if (person_id, one.person_id, one.key) not in before:
            _ask(session, person_id, one, at=at)


def _asked_before(session: Session, provisional: Sequence[int]) -> set[tuple[int, int, str]]:
    """(person, provisional, address) that waits for an answer or was denied."""
    found: set[tuple[int, int, str]] = set()
    for some in in_parts(provisional):
        rows = session.execute(
            select(
                LinkRequest.person_id, LinkRequest.provisional_id, LinkRequest.address_key
            ).where(
                LinkRequest.provisional_id.in_(some),
                LinkRequest.ended_at.is_(None) | LinkRequest.is_me.is_(False),
            )
        )
        found |= {(row.person_id, row.provisional_id, row.address_key) for row in rows}
    return found


def _ask(session: Session, person_id: int, one: Invitee, *, at: datetime) -> None:
    end_requests(session, one.person_id, at=at)  # of an address that was changed since
    request = LinkRequest(
        person_id=person_id,
        provisional_id=one.person_id,
        organisation_id=one.organisation_id,
        address_key=one.key,
        asked_at=at,
    )
    session.add(request)
    session.flush()  # the notice links to it
    notices.tell(
        session,
        person_id=person_id,
        kind="link.asked",
        subject=f"{one.council} says you are one of its people: is this you?"[:200],
        body="Look at what it says of you, and answer yes or no. Until you say yes, it sees"
        " nothing of your record, nor that you have one.",
        link=f"/is-this-you/{request.id}",
        at=at,
    )


def _answered(
    session: Session, number: int, *, person_id: int, is_me: bool, at: datetime
) -> LinkRequest:
    """The request, answered; Conflict where it was answered before, another way."""
    request = session.get(LinkRequest, number)
    if request is None or request.person_id != person_id:
        raise NotFound
    hold_record(session, request.provisional_id)
    session.refresh(request)
    if request.ended_at is not None:
        raise Conflict("This was answered before. Nothing has been changed.")
    request.ended_at, request.is_me = at, is_me
    session.flush()  # what follows ends the requests that are still open
    return request


def agree(session: Session, number: int, *, person_id: int, at: datetime) -> None:
    """“Yes, that is me”: the organisation's record becomes part of the person's own."""
    request = _answered(session, number, person_id=person_id, is_me=True, at=at)
    link(session, request.provisional_id, to=person_id, of=request.organisation_id, at=at)


def deny(session: Session, number: int, *, person_id: int, at: datetime) -> None:
    """“No, this is not me”: the lead learns that the address is wrong, and nothing more."""
    request = _answered(session, number, person_id=person_id, is_me=False, at=at)
    session.execute(
        update(Invitation)
        .where(
            Invitation.person_id == request.provisional_id,
            Invitation.organisation_id == request.organisation_id,
            Invitation.used_at.is_(None),
            Invitation.ended_at.is_(None),
        )
        .values(ended_at=at, is_not_them=True)
    )
    audit.write(
        session,
        "address.not_theirs",
        by=None,  # who said so is not for this organisation to know
        at=at,
        organisation_id=request.organisation_id,
        person_id=request.provisional_id,
    )
    audit.write(session, "link.denied", by=person_id, at=at, person_id=person_id)


def link(session: Session, provisional_id: int, *, to: int, of: int, at: datetime) -> None:
    """Everything that names the provisional person names the other; one transaction, no way back.

    Conflict where the provisional person has signed in: that is an account, and no longer what
    an organisation wrote down.
    """
    said_by = hold_record(session, provisional_id)  # to others it is news of a council not theirs
    provisional = session.get_one(Person, provisional_id, populate_existing=True)
    if provisional.linked_to is not None or provisional.password_hash is not None:
        raise Conflict("This has become an account of its own meanwhile. Nothing has been changed.")
    end_requests(session, provisional_id, at=at)
    end_ways_in(session, provisional_id, at=at)
    _make_room(session, provisional_id, to, at=at)
    repoint(session, provisional_id, to=to)
    provisional.linked_to, provisional.linked_at = to, at
    session.flush()
    session.expire_all()  # what was loaded before names the provisional person
    for organisation_id in said_by:
        changes = {"record": (provisional_id, to)} if organisation_id == of else None
        audit.write(
            session,
            "record.linked",
            by=to,
            at=at,
            organisation_id=organisation_id,
            person_id=to,
            changes=changes,
        )
    _tell(session, to, of, at=at)


def hold_record(session: Session, person_id: int) -> list[int]:
    """Against whoever else changes what councils say of somebody, or lets them in; who says it."""
    said_by = _places(session, person_id)
    hold(session, *said_by)
    hold_person(session, person_id)
    return said_by


def _make_room(session: Session, provisional_id: int, to: int, *, at: datetime) -> None:
    """Who comes back to an organisation: its newest word holds, and it knows them by one code."""
    theirs = session.execute(
        select(Membership.organisation_id, Membership.person_code).where(Membership.person_id == to)
    )
    for organisation_id, code in theirs.all():
        newer = session.execute(
            update(Membership)
            .where(
                Membership.person_id == provisional_id,
                Membership.organisation_id == organisation_id,
            )
            .values(person_code=code)
            .returning(Membership.id)
        ).first()
        if newer is not None:
            session.execute(
                update(Particulars)
                .where(
                    Particulars.person_id == to,
                    Particulars.organisation_id == organisation_id,
                    Particulars.superseded_at.is_(None),
                )
                .values(superseded_at=at)
            )


def _places(session: Session, person_id: int) -> list[int]:
    return sorted(
        set(
            session.scalars(
                select(Membership.organisation_id).where(Membership.person_id == person_id)
            )
        )
    )


def _tell(session: Session, person_id: int, organisation_id: int, *, at: datetime) -> None:
    council = session.get_one(Organisation, organisation_id).name
    notices.tell(
        session,
        person_id=person_id,
        kind="record.linked",
        subject=f"Your record counts in {council} too"[:200],
        body="You said that you are one of its people. Its training lead sees which skills you"
        " have shown, at which level and when.",
        link="/record",
        organisation_id=organisation_id,
        at=at,
    )
