"""A letter that waits in the outbox is worth nothing from the moment its link is."""

from flask import Flask
from sqlalchemy import select

from learning.accounts.actions import addresses, recovery
from learning.accounts.models import Invitation, NewAddress, Recovery
from learning.clock import now
from learning.database import current_session, transaction
from tests.accounts.letterbox import SERVICE, an_invited, letters
from tests.builders import Town


def test_every_letter_with_a_link_runs_out_with_it(app: Flask, town: Town) -> None:
    an_invited(app)
    with app.app_context(), transaction() as session:
        ada, home = "ada.merriweather@people.example", "home@people.example"
        recovery.ask(session, address=ada, service=SERVICE, at=now())
        addresses.add(session, town.planner, address=home, service=SERVICE, at=now())
    with app.app_context():
        for kind, row in (
            ("invitation", Invitation),
            ("recovery", Recovery),
            ("account.address", NewAddress),
        ):
            (letter,) = letters(app, kind)
            ends = current_session().scalars(select(row.expires_at)).one()
            assert (letter.secret, letter.expires_at) == (True, ends)
