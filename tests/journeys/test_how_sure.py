import pytest
from playwright.sync_api import expect

from learning.catalogue.published import Catalogue
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
COURSE, CHECK = "personal-data-in-council-work", "working"


def test_a_councillor_renews_a_skill_and_sees_how_often_they_were_right_when_sure(
    walker: Walker, answers: Catalogue
) -> None:
    course = answers.courses[COURSE]
    whole = course.assessment(CHECK)
    check = whole.refresher if whole else None
    assert check
    walker.sign_in("councillor@demo.example")
    walker.visit("/record/confidence", "How sure I was, and how often I was right")
    walker.press("Stop asking me how sure I am", "How sure I was")
    walker.sees("Questions no longer ask how sure you are.")
    walker.visit("/learning")
    walker.sees("To look at again")
    walker.follow(course.title, check.plan.title)
    walker.press("Ask me how sure I am", check.plan.title)
    walker.press("Start the check")
    for place in range(1, check.plan.asks + 1):
        walker.sees(f"Question {place} of {check.plan.asks}")
        walker.choose(walker.question(check.questions), rightly=place > 1)
        walker.main.get_by_label("Sure", exact=True).check()
        walker.press("Keep and go on")
    walker.press("Submit my answers", "You have shown")
    walker.sees("When you were sure, you were right")
    expect(walker.main.locator("svg.app-bars").first).to_be_visible()
    walker.follow("Nobody but you sees this", "How sure I was")
    walker.visit("/learning")
    expect(walker.main).not_to_contain_text("nothing is lost by being early")
