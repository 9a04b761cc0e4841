"""From a figure to what changed it, to whom it is about and to what came of it."""

import re
from datetime import timedelta

import pytest

from learning.clock import day_of, now
from tests.journeys.conftest import Arrive
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
COUNCIL = "/organisations/demo-council"
OTHER = "/organisations/other-council"


def test_a_training_lead_compares_two_days_and_drills_down_to_the_evidence(walker: Walker) -> None:
    walker.sign_in("lead@demo.example")
    walker.visit(f"{COUNCIL}/coverage?skill=cyber-security", "Skills coverage")
    # What is offered is the last month end: on the first of a month that is yesterday.
    walker.page.fill("#from", (day_of(now()) - timedelta(days=60)).isoformat())
    walker.press("Compare", "What changed in skills coverage")
    walker.sees("What explains it")
    walker.sees("Newly shown")
    walker.follow(re.compile("things?: who"), "What ")  # the first row that anything stands in
    walker.main.locator("tbody th a").first.click()
    walker.on_page()
    walker.sees("Evidence")
    walker.sees("Answers, failed tries, scores and how often somebody tried are for nobody")
    walker.visit(f"{COUNCIL}/coverage?skill=cyber-security&tier=councillor")
    walker.follow("The next twelve months, month by month", "What runs out, month by month")
    walker.sees("unless shown again")
    walker.follow(re.compile(r"in \w+ 20\d\d: who"), "who is behind the figures")
    walker.sees("Only what is shown and runs out in")


def test_one_question_then_a_colleague_s_and_the_ladder_shows_counts_alone(
    walker: Walker, arrive: Arrive
) -> None:
    walker.sign_in("twinhat@demo.example")
    walker.visit("/learning")
    walker.sees("One question")
    walker.main.locator("input[name=answer][value=yes]").check()
    walker.page.fill("#words", "I ring back before I change bank details")
    walker.page.fill("#colleague", "councillor@demo.example")
    walker.press("Send my answer", "What you do differently")
    walker.sees("Thank you. Your answer is kept.")
    colleague = arrive()
    colleague.sign_in("councillor@demo.example")
    colleague.visit("/record/outcomes")
    colleague.main.locator("a[href^='/confirmations/']").first.click()
    colleague.on_page("Did you see this?")
    colleague.sees("I ring back before I change bank details")
    colleague.main.locator("input[name=seen]").first.check()
    colleague.press("Send my answer", "Thank you")
    lead = arrive()
    lead.sign_in("lead@demo.example")
    lead.visit(f"{COUNCIL}/outcomes", "What learning led to")
    lead.sees("training leads see no more here than report viewers")
    lead.sees("6 of 12 asked")
    assert "bank details" not in lead.main.inner_text()


def test_a_council_agrees_to_share_and_sees_the_middle_of_councils_like_it(
    walker: Walker, arrive: Arrive
) -> None:
    walker.sign_in("lead@other.example")
    walker.visit(f"{OTHER}/sharing", "What you share with other councils")
    walker.sees("You share nothing today.")
    walker.follow("Agree to share", "Agree to share")
    walker.page.select_option("#circle", "everybody")
    walker.main.locator("input[name=fields][value=compared]").check()
    today = day_of(now())
    walker.fill_date("starts_on", today)
    walker.fill_date("ends_on", today + timedelta(days=365))
    walker.fill_date("decided_on", today)
    walker.page.fill("#officer", "councillor@other.example")
    walker.page.fill("#authority", "Scheme of delegation, paragraph 3")
    walker.press("See it in words", "Is this what you agree to?")
    walker.press("Agree to this", "What you share with other councils")
    walker.follow("Your council beside those like it", "Your council beside those like it")
    walker.sees("The first comparison is of the first month end after you began")
    reviewer = arrive()
    reviewer.sign_in("reviewer@demo.example")
    reviewer.visit(f"{COUNCIL}/compared", "Your council beside those like it")
    reviewer.sees("6 councils in England that share with you")
    reviewer.sees("Within the middle half")
    assert "Otherton" not in reviewer.main.inner_text()
