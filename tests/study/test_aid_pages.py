"""The glossary, papers and pictures of the courses."""

from tests.builders import Town
from tests.page import Browser

COURSE = "/courses/cyber-security-essentials"


def test_the_first_use_of_a_word_leads_to_its_meaning(browser: Browser, town: Town) -> None:
    browser.sign_in(town.councillor)
    lesson = browser.get(f"{COURSE}/lessons/pause-and-check")
    assert lesson.text.count('href="/glossary#phishing"') == 1
    assert 'This is <a class="govuk-link" href="/glossary#phishing">phishing</a>' in lesson.text
    words = browser.get("/glossary")
    assert 'id="phishing"' in words.text
    assert "A fake message" in words.words


def test_a_lesson_shows_its_picture_with_words_for_those_who_do_not_see_it(
    browser: Browser, town: Town
) -> None:
    lesson = browser.sign_in(town.planner).get(f"{COURSE}/lessons/pause-and-check")
    assert f'src="{COURSE}/pictures/another-door.svg"' in lesson.text
    assert 'alt="A message wants you to hurry.' in lesson.text
    with browser.client.get(f"{COURSE}/pictures/another-door.svg") as picture:
        assert picture.status_code == 200
        assert picture.mimetype == "image/svg+xml"
        assert picture.headers["Cache-Control"] == "private, max-age=86400"
    assert browser.get(f"{COURSE}/pictures/other.svg").status == 404
    assert browser.get("/courses/no-such-course/pictures/another-door.svg").status == 404


def test_a_checklist_is_found_from_its_course_and_from_the_list(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.planner)
    for page in (browser.get(COURSE), browser.get("/papers")):
        assert f'href="{COURSE}/papers/before-you-click"' in page.text
    paper = browser.get(f"{COURSE}/papers/before-you-click")
    assert "Checklist for everyone" in paper.words
    assert "For councils in England, Wales, Scotland, Northern Ireland" in paper.words
    assert browser.get(f"{COURSE}/papers/no-such").status == 404


def test_a_care_managers_course_opens_with_the_lesson_that_its_workers_read(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.planner)
    course = "/courses/digital-records-and-ai-notes-in-care"
    first = browser.get(course).text.index(f"{course}/lessons/")
    assert browser.get(course).text[first:].startswith(f"{course}/lessons/records-and-ai-notes")
    lesson = browser.get(f"{course}/lessons/records-and-ai-notes")
    home = browser.get("/courses/technology-enabled-care/lessons/records-and-ai-notes")
    assert "From then on it is your note." in lesson.words
    assert "From then on it is your note." in home.words
