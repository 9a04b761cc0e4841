import pytest
from playwright.sync_api import expect

from learning.catalogue.content import Question
from learning.catalogue.framework import Nation
from learning.catalogue.proving import Proof, of_objective, proof_of, spared
from learning.catalogue.published import Catalogue
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
KNOWN, HALF_KNOWN = "managing-digital-contracts", "evaluating-what-works"


def begin(walker: Walker, answers: Catalogue, course: str) -> Proof:
    """From the course's page to the first question."""
    proof = proof_of(answers.courses[course], Nation.ENGLAND)
    assert proof
    walker.visit(f"/courses/{course}", answers.courses[course].title)
    walker.follow(f"Prove it in {proof.minutes} minutes", "Prove what you know")
    walker.sees(f"{proof.asks} questions, about {proof.minutes} minutes")
    walker.press("Start")
    return proof


def answer(walker: Walker, proof: Proof, known: tuple[Question, ...]) -> None:
    """Rightly what is known, everything else wrongly, then submits."""
    for place in range(1, proof.asks + 1):
        walker.sees(f"Question {place} of {proof.asks}")
        asked = walker.question(proof.questions)
        walker.choose(asked, rightly=asked in known)
        walker.press("Keep and go on")
    expect(walker.page.locator("h1")).to_have_text("Check your answers")
    walker.press("Submit my answers", "You have shown")


def test_who_knows_it_all_proves_it_and_the_course_is_done(
    walker: Walker, answers: Catalogue
) -> None:
    course = answers.courses[KNOWN]
    walker.sign_in("care@demo.example")
    proof = begin(walker, answers, KNOWN)
    answer(walker, proof, proof.questions)
    gift = proof.check.plan.gives[0]
    skill = answers.skills[gift.skill].name
    walker.on_page(f"You have shown {skill}")
    walker.sees(f"that saved you its {course.minutes} minutes")
    walker.follow("See my record", "My skills record")
    row = walker.page.get_by_role("row", name=skill)
    expect(row).to_contain_text(f"Proved without the course: {course.title}")
    walker.visit(f"/courses/{KNOWN}", course.title)
    walker.sees("Your record already shows what this course gives")


def test_who_knows_a_part_is_spared_its_lessons_and_goes_on_with_the_others(
    walker: Walker, answers: Catalogue
) -> None:
    course = answers.courses[HALF_KNOWN]
    known = course.file.objectives[-1].id
    walker.sign_in("buyer@demo.example")
    proof = begin(walker, answers, HALF_KNOWN)
    answer(walker, proof, of_objective(proof.questions, known))
    walker.on_page(f"You have shown 1 of the {len(course.file.objectives)} things")
    not_needed = [one for one in course.lessons if one.key in spared(course, {known})]
    assert not_needed, "the story needs a course that spares a lesson for this objective"
    walker.sees(f"That saved you {sum(one.minutes for one in not_needed)} minutes of lessons.")
    walker.follow("Go on with the course", course.title)
    for lesson in course.lessons:
        line = walker.main.locator(".govuk-task-list__item").filter(has_text=lesson.title)
        expect(line).to_contain_text(
            "Not needed: you have shown this" if lesson in not_needed else "To read"
        )
    walker.follow("Continue", next(o.title for o in course.lessons if o not in not_needed))
    walker.visit(f"/courses/{HALF_KNOWN}/prove", "Prove what you know")
    walker.sees("You can do it again from")
