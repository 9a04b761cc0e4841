"""Questions about practice end with the council that asked them; what was said stays its own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.errors import Conflict
from learning.outcomes.actions import answers, confirming
from learning.outcomes.asking import ask_all
from learning.outcomes.models import OutcomeQuestion
from learning.outcomes.queries.confirming import askings_of
from learning.outcomes.queries.figures import facts_of
from learning.outcomes.queries.own import Card, question_of, shown_and_asked
from learning.outcomes.rules.answering import Answer, Said, Seen
from learning.outcomes.rules.ladder import OwnWord
from learning.people.models import Address
from learning.reorganisation import working
from tests.outcomes.asked import a_question, passed, switch, the_confirmation
from tests.reorganisation.mergers import SLUG, Merger

SKILL = "data-standards"  # nobody there showed anything of it before


def carry_out(catalogue: Catalogue) -> None:
    list(working.carry_out(SLUG, catalogue=catalogue))
    current_session().close()


def undo(catalogue: Catalogue) -> None:
    list(working.undo(SLUG, catalogue=catalogue))
    current_session().close()


@pytest.fixture
def asked(inside: Merger) -> tuple[int, int]:
    """Two were asked; the planner has answered, and named a colleague. Their questions."""
    town = inside.town
    with transaction() as session:
        switch(session, town.council, on=True)
        switch(session, inside.new, on=True, at=now())
        answered, stands = (
            a_question(session, one, skill=SKILL) for one in (town.planner, inside.twin)
        )
        colleague = session.scalars(
            select(Address).where(Address.person_id == town.second_councillor)
        ).first()
        assert colleague is not None
        said = Said(Answer.YES, "I check the sender first.", colleague.written)
        answers.answer(session, answered, said, person_id=town.planner, at=now())
    return answered, stands


def card(person: int) -> Card | None:
    """What stands on somebody's My learning."""
    return shown_and_asked(current_session(), person, on=day_of(now()))[1]


def own_words(council: int, catalogue: Catalogue) -> list[OwnWord]:
    """What a council's ladder counts of what people said."""
    found = facts_of(
        current_session(), council, month_end=day_of(now()), known_at=now(), catalogue=catalogue
    )
    return sorted(found.own_words, key=lambda one: not one.is_used)


def waits_for(colleague: int) -> int:
    return len(askings_of(current_session(), colleague, at=now()))


def test_a_question_stands_no_more_once_its_council_has_ended(
    inside: Merger, catalogue: Catalogue, asked: tuple[int, int]
) -> None:
    _, stands = asked
    found = card(inside.twin)
    assert found is not None
    assert (found.id, found.skill) == (stands, SKILL)
    carry_out(catalogue)
    assert card(inside.twin) is None
    own = question_of(current_session(), stands, inside.twin, on=day_of(now()))
    assert own is not None
    assert not own.is_asked
    with pytest.raises(Conflict, match="does not ask this any more"), transaction() as session:
        answers.answer(session, stands, Said(Answer.NOT_YET), person_id=inside.twin, at=now())
    undo(catalogue)
    assert card(inside.twin) is not None


def test_a_colleague_is_asked_no_more_and_what_was_said_stays_with_the_council_that_asked(
    inside: Merger, catalogue: Catalogue, asked: tuple[int, int]
) -> None:
    answered, _ = asked
    colleague = inside.town.second_councillor
    mark = the_confirmation(current_session(), answered).mark
    before = own_words(inside.town.council, catalogue)
    assert (waits_for(colleague), [one.is_used for one in before]) == (1, [True, False])
    carry_out(catalogue)
    assert waits_for(colleague) == 0
    with pytest.raises(Conflict, match="closed"), transaction() as session:
        confirming.confirm(session, mark, Seen.SAW, at=now())
    assert own_words(inside.town.council, catalogue) == before
    assert own_words(inside.new, catalogue) == []
    undo(catalogue)
    assert waits_for(colleague) == 1


def test_the_council_that_follows_asks_of_a_check_only_those_who_were_not_asked_before(
    inside: Merger, catalogue: Catalogue, asked: tuple[int, int]
) -> None:
    with transaction() as session:
        passed(session, inside.town.chief, skill=SKILL)
    carry_out(catalogue)
    by_then = now() + timedelta(days=70)  # no other question is in the way any more
    assert ask_all(at=by_then) == 1
    (new,) = current_session().scalars(
        select(OutcomeQuestion).where(OutcomeQuestion.organisation_id == inside.new)
    )
    assert new.person_id == inside.town.chief
