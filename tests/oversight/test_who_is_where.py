"""Each person asked stands on the lists that are true of them, and on no other."""

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.oversight.kinds import Kind, Order, Sort
from learning.oversight.queries import Wanted, count_all, first_few, listed
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from tests.builders import Town, days_ago
from tests.oversight.asked import ask, finish, read

ALL = tuple(Kind)


@pytest.fixture
def eyes(town: Town, catalogue: Catalogue) -> Eyes:
    return Eyes(town.council, WHOLE, town.lead, catalogue)


def on_list(app: Flask, eyes: Eyes, kind: Kind) -> list[tuple[str, str]]:
    with app.app_context():
        _, lines = listed(
            current_session(), eyes, kind, Wanted(), Order(Sort.NAME), on=day_of(now())
        )
    return [(line.name.split()[0], line.path) for line in lines]


def test_each_stands_on_the_lists_that_are_true_of_them(
    app: Flask, town: Town, catalogue: Catalogue, eyes: Eyes
) -> None:
    by = {"by": town.lead}
    with app.app_context(), transaction() as session:
        ask(session, town.councillor, **by)
        ask(session, town.planner, **by, due_on=days_ago(0))
        read(session, catalogue, town.planner, ago=15)
        ask(session, town.chief, **by, due_on=days_ago(-14))
        read(session, catalogue, town.chief, ago=13)
        ask(session, town.reviewer, **by, due_on=days_ago(-15))
        finish(session, catalogue, town.second_councillor)
        ask(session, town.second_councillor, **by)
    found = {kind: {name for name, _ in on_list(app, eyes, kind)} for kind in ALL}
    assert found == {
        Kind.OVERDUE: {"Ada"},
        Kind.STUCK: {"Samina"},
        Kind.NEXT: {"Samina", "Grace"},
        Kind.ASKED: {"Ada", "Samina", "Grace", "Harjit", "Tomos"},
        Kind.DONE: {"Tomos"},
        Kind.STARTED: {"Samina", "Grace"},
        Kind.NOT_STARTED: {"Ada", "Harjit"},
        Kind.TO_RENEW: set(),
    }
    with app.app_context():
        counted = count_all(current_session(), eyes, ALL, on=day_of(now()))
        few = first_few(current_session(), eyes, ALL, on=day_of(now()))
    assert {kind: one.people for kind, one in counted.items()} == {
        kind: len(names) for kind, names in found.items()
    }
    assert {kind: {line.name.split()[0] for line in lines} for kind, lines in few.items()} == found


def test_a_path_asked_twice_is_one_line_by_its_earlier_day(
    app: Flask, town: Town, eyes: Eyes
) -> None:
    with app.app_context(), transaction() as session:
        ask(session, town.councillor, by=town.lead, due_on=days_ago(-20))
        ask(session, town.councillor, by=town.lead, due_on=days_ago(4))
    assert on_list(app, eyes, Kind.OVERDUE) == [("Ada", "every-officer")]
    assert on_list(app, eyes, Kind.ASKED) == [("Ada", "every-officer")]


def test_who_was_asked_lately_is_not_stuck_though_they_read_long_ago(
    app: Flask, town: Town, catalogue: Catalogue, eyes: Eyes
) -> None:
    with app.app_context(), transaction() as session:
        ask(session, town.councillor, by=town.lead, asked_on=days_ago(13), due_on=days_ago(-9))
        read(session, catalogue, town.councillor, ago=100)
    assert on_list(app, eyes, Kind.STUCK) == []
