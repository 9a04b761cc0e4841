"""What was done before and is to be looked at again."""

from dataclasses import replace
from datetime import date

from learning.catalogue.changes import Change
from learning.evidence.rules import Shown, held_levels
from learning.home.rules.again import Again, changed_lessons, renewals
from learning.home.rules.record import runs_out
from learning.study.rules import Activity, Try, progress
from tests.courses_by_hand import a_catalogue, a_check, a_course, a_lesson, a_path, with_status
from tests.home.test_home_rules import TODAY, plan, request, shown

REFRESHER = {"lessons": ["one"], "minutes": 2, "pass_mark": 2, "draw": {"see": 2}}
SEEING = [{"skill": "seeing", "level": 1}]


def a_course_giving(slug: str, *, refresher: bool = False, minutes: int = 5, **more):
    plan_ = {"refresher": REFRESHER} if refresher else {}
    check = a_check(slug, gives=SEEING, minutes=minutes, **plan_)
    return a_course(slug, checks=(check,), **more)


LIGHTS = a_course_giving("lights", refresher=True)
BUOYS = a_course_giving("buoys", minutes=1)
SOON = shown("seeing", 1, 30, id=7, reference="try-of-lights")
TAKEN = Activity(tries=(Try("try-of-lights", "lights", "awareness", None),))


def found(*pieces: Shown, courses=(LIGHTS, BUOYS), activity=None, roles=(), paths=()):
    return renewals(
        a_catalogue(*courses, paths=paths),
        activity or Activity(),
        pieces,
        runs_out(pieces, held_levels(pieces, TODAY), TODAY),
        roles=roles,
        nation="England",
        today=TODAY,
    )


def names(again: tuple[Again, ...]) -> list[tuple[str, str]]:
    return [(one.course.slug, one.check.plan.title if one.check else "") for one in again]


def test_the_check_that_gave_it_renews_it_by_its_short_refresher() -> None:
    again = found(SOON, activity=TAKEN)
    assert names(again) == [("lights", "Check: harbour lights: short refresher")]
    assert (again[0].minutes, again[0].until) == (2, SOON.expires_on)


def test_where_that_check_is_closed_another_one_renews_it() -> None:
    closed = with_status(LIGHTS, "retired")
    assert names(found(SOON, activity=TAKEN, courses=(closed, BUOYS))) == [
        ("buoys", "Check: harbour lights")
    ]


def test_a_course_of_ones_roles_comes_before_a_shorter_one() -> None:
    path = a_path("to-sea", "lights", roles=("pilot",))
    assert names(found(SOON))[0][0] == "buoys"
    assert names(found(SOON, roles=("pilot",), paths=(path,)))[0][0] == "lights"


def test_what_does_not_run_out_soon_asks_for_nothing() -> None:
    assert found(shown("seeing", 1, 91)) == ()
    assert found(shown("seeing", 1)) == ()
    assert found(SOON, shown("seeing", 1, id=8)) == ()  # something else holds it up for good


def test_one_check_renews_several_skills_and_stands_once() -> None:
    gives = [*SEEING, {"skill": "reading", "level": 1}]
    both = a_course("both", checks=(a_check("both", gives=gives),))
    pieces = (SOON, shown("reading", 1, 20, id=9))
    again = found(*pieces, courses=(both,))
    assert len(again) == 1
    assert {piece.id for piece in again[0].pieces} == {7, 9}
    assert again[0].until == pieces[1].expires_on


LAW = Change(
    id="act",
    on=date(2026, 11, 1),
    kind="new-law",
    lesson="one",
    replaces="0" * 16,
    note="Days are counted otherwise.",
)


def test_a_new_law_asks_who_is_done_for_the_lesson_alone() -> None:
    lesson = replace(a_lesson("lights", "one"), law_changed=LAW, outdated=frozenset({"0" * 16}))
    course = a_course_giving("lights", lessons=(lesson, a_lesson("lights", "two")))
    activity = Activity(read=frozenset({"lights/two"}), changed=frozenset({"lights/one"}))
    done = progress(course, activity, {"seeing": 1})
    assert (done.state, done.next_step, done.minutes_left) == ("done", None, 0)
    assert [(one.lesson, one.minutes) for one in changed_lessons([done, done])] == [(lesson, 7)]
    under_way = progress(course, activity, {})
    assert under_way.next_step is not None
    assert under_way.next_step.lesson == lesson
    assert under_way.changed == (lesson,)


def test_the_plan_renews_what_it_can_and_says_what_runs_out_besides() -> None:
    catalogue = a_catalogue(LIGHTS, paths=(a_path("to-sea", "lights"),))
    elsewhere = shown("steering", 1, 10, id=11)
    whole = plan(request(), pieces=(SOON, elsewhere), catalogue=catalogue)
    assert names(whole.again) == [("lights", "Check: harbour lights: short refresher")]
    assert whole.runs_out == (elsewhere,)
    assert [one.course.slug for one in whole.done] == ["lights"]
