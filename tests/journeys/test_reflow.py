import pytest

from tests.journeys.walker import LARGE, Walker

pytestmark = pytest.mark.journey
COUNCIL = "/organisations/demo-council"
SPACED = {"letterSpacing": "0.12em", "wordSpacing": "0.16em"}  # as WCAG 1.4.12 has it
PAGES = {
    None: (
        "/",
        "/sign-in",
        "/try/safe-online-as-a-councillor",
        "/try/safe-online-as-a-councillor/check?answered=yes",
        "/accessibility",
        "/privacy",
        "/cookies",
        "/nowhere",
    ),
    "councillor@demo.example": (
        "/",
        "/learning",
        "/record",
        "/record/year",
        "/self-assessment",
        "/self-assessment/compared",
        "/certificates",
        "/record/claims/new",
        "/record/confidence",
        "/told",
        "/courses",
        "/courses/cyber-security-essentials",
        "/courses/cyber-security-essentials/assessment",
        "/courses/cyber-security-essentials/prove",
        "/adjustments",
        "/paths/scrutiny-member",
    ),
    "twinhat@demo.example": ("/learning", "/record"),
    "lead@demo.example": (
        "/",
        f"{COUNCIL}/people",
        f"{COUNCIL}/people?q=merriweather",
        f"{COUNCIL}/people?sort=-role&role=councillor",
        f"{COUNCIL}/invitations",
        f"{COUNCIL}/assignments",
        f"{COUNCIL}/assignments/1",
        f"{COUNCIL}/assignments/new",
        f"{COUNCIL}/coverage",
        f"{COUNCIL}/coverage/compare",
        f"{COUNCIL}/coverage/runs-out",
        f"{COUNCIL}/outcomes",
        f"{COUNCIL}/oversight/overdue",
        f"{COUNCIL}/statements/1",
        f"{COUNCIL}/claims/1",
        f"{COUNCIL}/claims/1/decline",
        f"{COUNCIL}/acceptance-rules",
        f"{COUNCIL}/acceptance-rules/new",
        f"{COUNCIL}/sharing",
        f"{COUNCIL}/sharing/new",
        f"{COUNCIL}/sharing/readings",
    ),
    "reviewer@demo.example": (
        f"{COUNCIL}/coverage",
        "/coverage/how-this-is-worked-out",
        f"{COUNCIL}/compared",
    ),
    "partnership@demo.example": ("/partnerships/demo-partnership/coverage",),
    "admin@demo.example": (
        "/admin",
        "/admin/organisations/new",
        "/admin/partnerships/new",
        "/admin/sharing/new",
        "/admin/appointments/new",
        "/admin/badges",
        "/admin/certificates/withdraw",
    ),
}


# Nothing of these pages is folded away by a script: they are drawn alike without it.
@pytest.mark.parametrize("javascript", [True], ids=["javascript"], indirect=True)
@pytest.mark.parametrize("account", list(PAGES), ids=lambda account: account or "nobody")
def test_no_page_scrolls_sideways_on_a_phone_or_at_400_percent(
    walker: Walker, account: str | None
) -> None:
    if account is not None:
        walker.sign_in(account)
    for page in PAGES[account]:
        walker.resize(320, 800)
        walker.visit(page)
        walker.keeps_its_width()
        walker.resize(320, 256)  # 1280 by 1024 at 400%
        walker.keeps_its_width()
        assert walker.width_with(SPACED) <= 320, f"{page} with the text spaced out"
        if account in (None, "councillor@demo.example"):
            assert walker.width_with(LARGE) <= 320, f"{page} with letters of twice the size"


def test_no_lesson_and_no_question_scrolls_sideways_on_a_phone(walker: Walker) -> None:
    walker.sign_in("chief.executive@demo.example")
    walker.resize(320, 800)
    walker.visit("/courses/cyber-security-essentials")
    lessons = walker.main.locator("a.govuk-task-list__link")
    for address in [link.get_attribute("href") or "" for link in lessons.all()]:
        walker.visit(address)
        walker.keeps_its_width()
    walker.press("Start the check")
    walker.keeps_its_width()
    walker.press("Keep and go on")
    walker.sees("There is a problem")
    walker.keeps_its_width()


def test_proving_and_its_result_stay_one_column_with_letters_of_twice_the_size(
    walker: Walker,
) -> None:
    walker.sign_in("planner@demo.example")
    walker.visit("/courses/what-digital-means-for-your-council")
    walker.follow("Prove it in", "Prove what you know")
    reads_large(walker)
    walker.press("Start")
    reads_large(walker)
    walker.visit(
        walker.page.url.removeprefix(walker.address).partition("/questions/")[0] + "/check"
    )
    reads_large(walker)
    walker.press("Submit my answers", "You have shown 0 of the 4 things this course teaches")
    reads_large(walker)


def test_extra_time_is_granted_on_a_phone(walker: Walker) -> None:
    walker.resize(320, 800)
    walker.sign_in("lead@demo.example")
    walker.visit(f"{COUNCIL}/people?q=planner")
    walker.page.locator("main tbody a").first.click()
    walker.follow("Extra time in checks", "Extra time in checks")
    reads_large(walker)
    walker.press("Grant this", "Extra time in checks")
    walker.sees("There is a problem")
    reads_large(walker)


def reads_large(walker: Walker) -> None:
    """At 320 pixels, and on a screen of 1280 with the text alone at 200%."""
    walker.resize(320, 800)
    walker.keeps_its_width()
    walker.resize(1280, 900)
    walker.page.evaluate("document.documentElement.style.fontSize = '200%'")
    walker.keeps_its_width()
    walker.page.evaluate("document.documentElement.style.fontSize = ''")
