"""People take checks while thousands are imported, and no answer of theirs is lost."""

import threading
from pathlib import Path

from flask import Flask

from learning.assessments import queries
from learning.assessments.models import Attempt
from learning.clock import day_of, now
from learning.database import current_session
from learning.imports.commands.reading import Wish, carry_out, file_at
from learning.people.models import Person
from tests.assessments.checks import begin
from tests.builders import Town
from tests.courses_by_hand import a_check, a_course, published
from tests.imports.made import HEADER, counted, new
from tests.page import Browser
from tests.spreadsheets.sheets import csv

PEOPLE = 2_500
LIGHTS = a_course("lights", checks=(a_check("lights"),))


class Taker(threading.Thread):
    """Answers the questions of one check over and over, and notes what was acknowledged."""

    def __init__(self, app: Flask, browser: Browser, attempt: str) -> None:
        super().__init__()
        self.app, self.attempt = app, attempt
        cookie = browser.client.get_cookie("session")
        assert cookie
        self.cookie, self.token = cookie.value, browser.last_token
        pages = {place: browser.get(f"{attempt}/questions/{place}") for place in range(1, 5)}
        # Those with one answer; whoever answers another sends several at once.
        self.choices = {n: page.choices() for n, page in pages.items() if "radio" in page.text}
        self.places = sorted(self.choices)
        self.stop = threading.Event()
        self.acknowledged: dict[int, str] = {}
        self.sent = 0
        self.statuses: set[int] = set()

    def run(self) -> None:
        client = self.app.test_client()
        client.set_cookie("session", self.cookie)
        while not self.stop.is_set():
            place = self.places[self.sent % len(self.places)]
            choice = self.choices[place][self.sent // len(self.places) % len(self.choices[place])]
            given = {"answer": choice, "csrf_token": self.token}
            reply = client.post(f"{self.attempt}/questions/{place}", data=given)
            self.statuses.add(reply.status_code)
            if reply.status_code == 303:
                self.acknowledged[place] = choice
            self.sent += 1


def test_an_import_of_thousands_loses_no_answer(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(csv(HEADER, *[new(number) for number in range(PEOPLE)]))
    with published(app, LIGHTS):
        browser = Browser(app).sign_in(ready_town.councillor)
        taker = Taker(app, browser, begin(browser, "lights"))
        taker.start()
        try:
            with app.app_context():
                wish = Wish(is_applied=True, day=day_of(now()))
                read, _ = file_at(file, ready_town.council, wish)
                _, applied = carry_out(read, wish)
        finally:
            during = taker.sent
            taker.stop.set()
            taker.join()
        assert applied
        assert during > 10  # it was really meanwhile
        assert taker.statuses == {303}
        with app.app_context():
            session = current_session()
            asked = queries.asked_in(session, session.query(Attempt).one().id)
        kept = {one.place: one.chosen for one in asked if one.place in taker.acknowledged}
        assert kept == {place: (choice,) for place, choice in taker.acknowledged.items()}
    assert counted(app, Person, Person.name.startswith("Newcomer")) == PEOPLE
