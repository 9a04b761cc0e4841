import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey


def test_a_councillor_decides_who_sees_a_certificate(walker: Walker, arrive: Arrive) -> None:
    walker.sign_in("councillor@demo.example")
    walker.visit("/record")
    walker.follow("My certificates")
    shown = walker.page.get_by_role("row", name="without your name")
    with walker.arriving():
        shown.get_by_role("link", name="Trusted with people's lives").click()
    address = re.sub(r"^https?://[^/]+", "", walker.page.url)
    walker.sees("Nobody but me")
    reader = arrive()
    reader.visit(address)
    reader.sees("The holder does not show their name here")
    walker.main.get_by_label("My name").check()
    walker.press("Save my choice")
    walker.sees("Everyone who has the address sees it.")
    reader.visit(address)
    reader.sees("Ada Merriweather")
    walker.main.get_by_label("Nobody but me").check()
    walker.press("Save my choice")
    reader.visit(address)
    reader.sees("Page not found")
