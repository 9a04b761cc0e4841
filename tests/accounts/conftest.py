"""Somebody with an account, for the pages through which people get in."""

import pytest
from flask import Flask

from learning.clock import now
from learning.database import transaction
from learning.people import passwords
from learning.people.actions import identity
from tests.builders import PASSWORD, Town


@pytest.fixture
def ada(app: Flask, town: Town) -> int:
    """A councillor who has a password."""
    with app.app_context(), transaction() as session:
        identity.set_password_hash(
            session,
            person_id=town.councillor,
            password_hash=passwords.hash_password(PASSWORD),
            by=None,
            at=now(),
        )
    return town.councillor
