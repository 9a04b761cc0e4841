"""Signing in beside the hash of the password alone."""

import re

from flask import Flask

from bench.measure import Line, in_turn, milliseconds
from bench.world import PASSWORD
from learning.people import passwords

MOST = 1.2
ROUNDS = 15


def measure(app: Flask) -> list[Line]:
    """One person who signs in again and again."""
    kept = passwords.hash_password(PASSWORD)
    client = app.test_client()

    def post() -> float:
        page = client.get("/sign-in").get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        fields = {
            "email": "learner0@bench.example",
            "password": PASSWORD,
            "csrf_token": token.group(1) if token else "",
        }
        took = milliseconds(lambda: client.post("/sign-in", data=fields))
        signed_in = client.get("/sign-in").status_code == 303
        client.delete_cookie("session")
        if not signed_in:
            raise AssertionError("signing in failed")
        return took

    ours, hash_alone = in_turn(
        ROUNDS, post, lambda: milliseconds(lambda: passwords.is_right(kept, PASSWORD))
    )
    ratio = ours / hash_alone
    measured = f"{ratio:.2f} times ({ours:.1f} ms, {hash_alone:.1f} ms)"
    return [Line("Signing in", f"{MOST:.2f} times the hash or less", measured, ratio <= MOST)]
