"""What follows for people who are new: the one place where an import meets invitations."""

from collections.abc import Sequence

from flask import current_app, has_request_context
from sqlalchemy.orm import Session

from learning.accounts.actions.waiting import put_off
from learning.accounts.delivery import invite_those_due
from learning.accounts.letters import Service
from learning.config import Settings
from learning.errors import Refusal
from learning.shell.addresses import for_letters

NO_LETTERS = (
    "Nobody is invited by this: no e-mail can be written until LEARNING_ADDRESS says where this "
    "service is. Invite people afterwards"
)


def letters_to(*, has_new: bool) -> str:
    """Who is sent an invitation, for before it happens."""
    who = "whoever comes back or has another e-mail address, and has not come in yet,"
    if has_new:
        who = "everybody who is new and has an e-mail address"
    return f"{who} is sent an invitation as soon as you apply it"


def can_invite(*, by_worker: bool = False) -> bool:
    """Whether letters can be written: the worker and commands need the setting for it."""
    settings: Settings = current_app.extensions["settings"]
    if by_worker or not has_request_context():
        return settings.address is not None
    return _service() is not None


def after_applying(session: Session, memberships: Sequence[int], *, by: int | None) -> None:
    """In the transaction of the import: everybody of these who is not in yet is to be invited."""
    put_off(session, memberships, by=by)


def invite_all() -> int:
    """After it: invites them, and whoever else still waits; returns how many."""
    return invite_those_due(_service())


def _service() -> Service | None:
    """What letters say of this service, where they can be written."""
    settings: Settings = current_app.extensions["settings"]
    try:
        return Service(settings.service_name, for_letters())
    except Refusal:
        return None
