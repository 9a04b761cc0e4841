"""Attempts written straight into the tables, as they would have been kept."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from learning.assessments.models import Answer, Attempt, AttemptQuestion, QuestionVersion
from learning.catalogue import marking
from learning.catalogue.content import Question
from learning.catalogue.loading import question_revision
from tests.courses_by_hand import (
    SLUG,
    a_judgement,
    a_matching,
    a_number,
    a_question,
    an_ordering,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUESTIONS = (
    a_question("one"),
    a_question("two"),
    a_question("several", type="multiple", partial=True),
    an_ordering(3, partial=True),
    a_matching("aab"),
    a_number("14", "1"),
    a_judgement("bap"),
)


def an_answer(question: Question, chance: Random) -> list[str]:
    ids = [option.id for option in question.options]
    if question.type == "number":
        return [chance.choice(["14", "15", "28", "7"])]
    if question.type == "ordering":
        return chance.sample(ids, len(ids))
    if question.type == "matching":
        return [chance.choice(marking.targets(question)).id for _ in ids]
    return chance.sample(ids, marking.choices_asked(question))


@dataclass
class Builder:
    """Writes attempts; the chance is its own."""

    session: Session
    chance: Random
    number: int = 0

    def store(self, questions: tuple[Question, ...] = QUESTIONS, course: str = SLUG) -> None:
        for one in questions:
            self.session.merge(
                QuestionVersion(
                    revision=question_revision(one),
                    course=course,
                    question=one.id,
                    wording=one.model_dump(mode="json", by_alias=True),
                )
            )
        self.session.flush()

    def attempt(
        self,
        person: int,
        asked: tuple[Question, ...],
        *,
        answers: dict[str, list[list[str]]] | None = None,
        day: int = 0,
        open_still: bool = False,
        sure: int | None = None,
        **more: object,
    ) -> Attempt:
        """Answers (one after the other for each question) by question id, else by chance."""
        self.number += 1
        start = START + timedelta(days=day)
        facts = {"use": "final", "assessment": "awareness"} | more
        attempt = Attempt(
            id=f"attempt-{self.chance.random():.12f}-{self.number}"[-24:],
            person_id=person,
            course=SLUG,
            revision="r1",
            nation="England",
            seed="s",
            terms={"pass_mark": 99, "title": "Check: harbour lights", "gives": []},
            started_at=start,
            submitted_at=None if open_still else start + timedelta(hours=1),
            **facts,
        )
        self.session.add(attempt)
        places = []
        for place, question in enumerate(asked, start=1):
            order = [option.id for option in question.options]
            self.chance.shuffle(order)
            places.append(
                AttemptQuestion(
                    attempt_id=attempt.id,
                    place=place,
                    revision=question_revision(question),
                    option_order=order,
                )
            )
        self.session.add_all(places)
        self.session.flush()
        given = [
            (place, chosen)
            for place, question in zip(places, asked, strict=True)
            for chosen in (answers or {}).get(question.id, self._by_chance(question, answers))
        ]
        if answers is None:
            self.chance.shuffle(given)
        for place, chosen in given:
            start += timedelta(seconds=self.chance.randint(5, 120))
            self.session.add(
                Answer(attempt_question_id=place.id, chosen=chosen, answered_at=start, sure=sure)
            )
            self.session.flush()  # in their order
        return attempt

    def _by_chance(self, question: Question, answers: object) -> list[list[str]]:
        if answers is not None:
            return []
        times = self.chance.choice([0, 1, 1, 1, 2])
        return [an_answer(question, self.chance) for _ in range(times)]
