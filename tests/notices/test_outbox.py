"""What becomes of each e-mail: taken, sent, put off, given up, come back."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from learning.catalogue.published import Catalogue
from learning.clock import LONDON
from learning.database import current_session, transaction
from learning.home.exports.file import record_of
from learning.notices import actions, choosing, outbox
from learning.notices.delivery import deliver, look_for_bounces
from learning.notices.models import Mail, Notice
from learning.notices.ports.letter import Delayed, Refused, Rejected, Unreachable
from learning.notices.rules import retrying
from learning.notices.rules.bounces import Bounce
from learning.people.actions import identity, places
from learning.people.models import Membership, MembershipPeriod
from learning.policies import actions as policies
from learning.policies.rules import Post
from tests.builders import a_person
from tests.notices.posting import (
    MONDAY,
    TUESDAY_TEN,
    Kept,
    a_sending_council,
    every_mail,
    mailing,
    posted,
    somebody,
    told,
    weeks,
)

LATER = timedelta(minutes=10)


@pytest.fixture
def ada(app: Flask, catalogue: Catalogue) -> int:
    """A councillor of a council that sends, with something waiting."""
    with app.app_context(), transaction() as session:
        council = a_sending_council(session)
        person = somebody(session, catalogue, council)
        told(session, person, "Please take a path", council=council)
        told(session, person, "A check was passed", kind="check.passed")
        return person


def test_one_e_mail_takes_along_what_waits_and_all_of_it_is_marked(app: Flask, ada: int) -> None:
    port = Kept()
    with app.app_context():
        done = deliver(mailing(), at=TUESDAY_TEN, port=port)
        assert (done.put_together, done.sent) == (1, 1)
        (mail,) = every_mail(current_session())
        assert (mail.address, mail.week, mail.tries) == (
            "ada.merriweather@people.example",
            "2027-W02",
            1,
        )
        for notice in current_session().scalars(select(Notice)):
            assert (notice.mail_id, notice.sent_at) == (mail.id, mail.sent_at)
        assert mail.sent_at is not None
        assert deliver(mailing(), at=TUESDAY_TEN + LATER, port=port).sent == 0
    (letter,) = port.letters
    assert letter.message_id == f"<{letter.reference.replace('-', '.')}@learning.example>"
    assert letter.unsubscribe is not None
    assert letter.unsubscribe in letter.plain


def test_what_is_told_later_in_the_week_waits_for_the_next(app: Flask, ada: int) -> None:
    port = Kept()
    with app.app_context():
        deliver(mailing(), at=TUESDAY_TEN, port=port)
        with transaction() as session:
            told(session, ada, "Something new", at=TUESDAY_TEN)
        assert deliver(mailing(), at=TUESDAY_TEN + LATER, port=port).put_together == 0
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(1), port=port).sent == 1
    assert "Something new" in port.letters[1].plain
    assert "Please take a path" not in port.letters[1].plain


def test_with_no_way_for_e_mail_nothing_is_put_together(app: Flask, ada: int) -> None:
    with app.app_context():
        assert deliver(mailing(mail="none"), at=TUESDAY_TEN).put_together == 0
        assert every_mail(current_session()) == []


def test_who_left_everywhere_or_is_away_gets_nothing(
    app: Flask, ada: int, catalogue: Catalogue
) -> None:
    port = Kept()
    with app.app_context():
        with transaction() as session:
            member = session.scalars(select(Membership)).one()
            places.pause(
                session,
                member,
                paused_from=TUESDAY_TEN.date(),
                paused_until=(TUESDAY_TEN + weeks(1)).date(),
                by=None,
                at=TUESDAY_TEN,
            )
        assert deliver(mailing(), at=TUESDAY_TEN, port=port).sent == 0
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(1), port=port).sent == 1
        with transaction() as session:
            told(session, ada, "Too late", at=TUESDAY_TEN + weeks(1))
            period = session.scalars(
                select(MembershipPeriod).where(MembershipPeriod.superseded_at.is_(None))
            ).one()
            period.ends_on = (TUESDAY_TEN + weeks(1.5)).date()
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(2), port=port).sent == 0


def test_one_who_leaves_while_it_is_tried_again_gets_nothing_more(app: Flask, ada: int) -> None:
    port = Kept(answers=[Delayed("Later")])
    with app.app_context():
        deliver(mailing(), at=TUESDAY_TEN, port=port)
        with transaction() as session:
            period = session.scalars(select(MembershipPeriod)).one()
            period.ends_on = TUESDAY_TEN.date()
        done = deliver(mailing(), at=TUESDAY_TEN + LATER, port=port)
        (mail,) = every_mail(current_session())
        assert (done.sent, mail.trouble) == (0, outbox.LEFT)


def test_a_retry_keeps_to_the_hours_and_blocks_the_next_digest_until_it_is_through(
    app: Flask, ada: int
) -> None:
    port = Kept(answers=[Unreachable("Gone")])
    nearly_four = TUESDAY_TEN.replace(hour=15, minute=59)
    with app.app_context():
        assert deliver(mailing(), at=nearly_four, port=port).put_off == 1
        assert deliver(mailing(), at=nearly_four + LATER, port=port).sent == 0
        (mail,) = every_mail(current_session())
        assert mail.send_after == (TUESDAY_TEN + weeks(1)).replace(hour=9)
        with transaction() as session:
            told(session, ada, "New in the next week", at=TUESDAY_TEN + weeks(0.9))
        done = deliver(mailing(), at=TUESDAY_TEN + weeks(1), port=port)
        assert (done.put_together, done.sent) == (0, 1)
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(1) + LATER, port=port).sent == 0
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(2), port=port).sent == 1
    assert [letter.again for letter in port.letters] == [True, False]


def test_when_a_lead_stops_the_sending_what_is_on_its_way_stops_too(app: Flask, ada: int) -> None:
    port = Kept(answers=[Delayed("Later")])
    with app.app_context():
        deliver(mailing(), at=TUESDAY_TEN, port=port)
        with transaction() as session:
            council = session.scalars(select(Membership)).one().organisation_id
            policies.decide(
                session,
                Post(approved=False),
                organisation_id=council,
                authority="Stopped",
                starts_on=TUESDAY_TEN.date(),
                by=None,
                at=TUESDAY_TEN,
            )
        assert deliver(mailing(), at=TUESDAY_TEN + LATER, port=port).sent == 0
        assert every_mail(current_session())[0].trouble == outbox.STOPPED
        assert current_session().scalars(select(Notice.mail_id)).all() == [None, None]


def test_temporary_trouble_is_tried_again_ever_later_and_given_up_after_three_days(
    app: Flask,
) -> None:
    port = Kept(answers=[Delayed("The mail server said: 451 busy")] * 100)
    moment, waits = MONDAY, []
    with app.app_context():
        with transaction() as session:
            posted(session, secret=True)
        for _ in range(100):
            deliver(mailing(), at=moment, port=port)
            (mail,) = every_mail(current_session())
            if mail.failed_at is not None:
                break
            waits.append(mail.send_after - moment)
            moment = mail.send_after + timedelta(seconds=1)
        assert mail.trouble == "The mail server said: 451 busy"
        assert timedelta(days=2) < mail.failed_at - MONDAY <= timedelta(days=3)
        assert 10 < len(waits) < 30
        assert waits[0] < timedelta(minutes=2)
        assert waits[-1] > timedelta(hours=4)
        assert (mail.plain, mail.html) == ("", "")
        assert not mail.refused


def test_time_in_which_nobody_tried_is_no_reason_to_give_up(app: Flask) -> None:
    """As after a week in which the machine was off."""
    port = Kept(answers=[Delayed("Later")] * 2)
    with app.app_context():
        with transaction() as session:
            posted(session)
        for week in range(3):
            deliver(mailing(), at=MONDAY + weeks(week), port=port)
        (mail,) = every_mail(current_session())
        assert mail.sent_at is not None


def test_what_is_given_up_is_told_in_a_later_digest(app: Flask, ada: int) -> None:
    port = Kept(answers=[Rejected("554 no")])
    with app.app_context():
        assert deliver(mailing(), at=TUESDAY_TEN, port=port).failed == 1
        assert deliver(mailing(), at=TUESDAY_TEN + LATER, port=port).sent == 0
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(1), port=port).sent == 1
    assert "Please take a path" in port.letters[0].plain


@given(st.integers(1, 40), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_waits_double_within_their_spread(tries: int, mark: str) -> None:
    plain = min(timedelta(minutes=2 ** min(tries - 1, 12)), timedelta(hours=6))
    assert plain * 0.74 <= retrying.wait(tries, mark) <= plain * 1.26


def test_a_refused_address_is_not_tried_again_until_it_changes_or_is_verified_again(
    app: Flask, ada: int
) -> None:
    port = Kept(answers=[Refused("550 5.1.1 No such user")])
    with app.app_context():
        assert deliver(mailing(), at=TUESDAY_TEN, port=port).failed == 1
        with transaction() as session:
            posted(session, "Ada.Merriweather@people.example", secret=True, at=TUESDAY_TEN)
        assert deliver(mailing(), at=TUESDAY_TEN + LATER, port=port).sent == 0
        assert every_mail(current_session())[1].trouble == outbox.DEAD
        assert every_mail(current_session())[1].plain == ""
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(1), port=port).put_together == 0
        with transaction() as session:
            identity.add_address(
                session, person_id=ada, address="ada@new.example", at=TUESDAY_TEN + weeks(1)
            )
        assert deliver(mailing(), at=TUESDAY_TEN + weeks(1), port=port).sent == 1
    assert port.letters[0].to == "ada@new.example"
    assert "Please take a path" in port.letters[0].plain


def test_nobody_who_answers_costs_a_few_e_mails_a_try_and_no_more(app: Flask) -> None:
    port = Kept(answers=[Unreachable("Gone")] * 50)
    with app.app_context():
        with transaction() as session:
            for number in range(10):
                posted(session, f"p{number}@people.example")
        assert deliver(mailing(), at=MONDAY, port=port).put_off == 3
        assert [mail.tries for mail in every_mail(current_session())] == [1] * 3 + [0] * 7


def test_a_round_sends_so_many_and_leaves_the_rest_to_the_next(app: Flask) -> None:
    port = Kept()
    with app.app_context():
        with transaction() as session:
            for number in range(5):
                posted(session, f"p{number}@people.example")
        assert deliver(mailing(), at=MONDAY, port=port, most=3).sent == 3
        assert [mail.tries for mail in every_mail(current_session())] == [1, 1, 1, 0, 0]
        assert deliver(mailing(), at=MONDAY, port=port).sent == 2


def test_an_e_mail_that_breaks_the_sender_does_not_hold_up_the_others(app: Flask) -> None:
    port = Kept(answers=[ZeroDivisionError()])
    with app.app_context():
        with transaction() as session:
            posted(session)
            posted(session, "tomos@people.example")
        done = deliver(mailing(), at=MONDAY, port=port)
        assert (done.put_off, done.sent) == (1, 1)


def test_a_text_that_lets_somebody_in_is_emptied_once_sent_or_run_out(app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            posted(session, secret=True)
            posted(session, "b@people.example", secret=True, expires_at=MONDAY + LATER)
            posted(session, "c@people.example", expires_at=MONDAY + LATER)
        port = Kept(answers=[None, Delayed("Later"), Delayed("Later")])
        deliver(mailing(), at=MONDAY, port=port)
        sent, secret, plain = every_mail(current_session())
        assert sent.sent_at is not None
        assert (sent.plain, sent.html) == ("", "")
        assert "secret" in secret.plain
        deliver(mailing(mail="none"), at=MONDAY + LATER)  # even where no e-mail leaves
        _, secret, plain = every_mail(current_session())
        assert (secret.plain, secret.html, secret.trouble) == ("", "", outbox.RAN_OUT)
        assert plain.plain != ""
        assert plain.trouble == outbox.RAN_OUT
        assert port.letters[0].plain.startswith("Come in")


def test_a_text_that_lets_somebody_in_is_in_no_download(app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            person = a_person(session)
            posted(session, person_id=person, secret=True)
            posted(session, person_id=person, plain="Nothing secret")
        found = json.dumps(record_of(current_session(), person, at=MONDAY), default=str)
    assert "join/secret" not in found
    assert "Come in" not in found
    assert "Nothing secret" in found


def test_what_goes_at_once_comes_before_the_digests(app: Flask, ada: int) -> None:
    port = Kept()
    with app.app_context():
        deliver(mailing(), at=TUESDAY_TEN, port=port, most=0)
        with transaction() as session:
            posted(session, at=TUESDAY_TEN + LATER)
        deliver(mailing(), at=TUESDAY_TEN + LATER, port=port)
    assert port.letters[0].subject == "You are invited"
    assert len(port.letters) == 2


def test_while_one_sender_tries_no_other_does_until_its_time_is_over(app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            posted(session)
        with transaction() as session:
            first = outbox.take(session, at=MONDAY)
            assert first is not None
            assert outbox.take(session, at=MONDAY + timedelta(minutes=4)) is None
        with transaction() as session:
            second = outbox.take(session, at=MONDAY + timedelta(minutes=6))
            assert second is not None
            assert (second.id, second.mark, second.tries) == (first.id, first.mark, 2)
        with transaction() as session:  # the first one comes back after all
            outbox.settle(session, first, outbox.Outcome("Gone"), at=MONDAY + LATER)
        (mail,) = every_mail(current_session())
        assert mail.trouble is None
        with transaction() as session:
            outbox.settle(session, first, outbox.Outcome(), at=MONDAY + LATER)
            outbox.settle(session, second, outbox.Outcome("No", True), at=MONDAY + LATER)
        (mail,) = every_mail(current_session())
        assert mail.sent_at is not None
        assert mail.failed_at is None


def test_what_comes_back_is_marked_and_told_again(app: Flask, ada: int) -> None:
    port = Kept()
    with app.app_context():
        deliver(mailing(), at=TUESDAY_TEN, port=port)
        (mail,) = every_mail(current_session())
        came = Bounce(mail.id, mail.mark, True, "It came back: 5.1.1")
        port.bounces = [came, came, Bounce(mail.id, "0" * 32, True, "Not ours")]
        assert look_for_bounces(mailing(), at=TUESDAY_TEN + LATER, port=port) == 1
        (mail,) = every_mail(current_session())
        assert (mail.refused, mail.trouble) == (True, "It came back: 5.1.1")
        assert mail.failed_at is not None
        told_now = current_session().scalars(select(Notice)).all()
        assert [(one.mail_id, one.sent_at) for one in told_now] == [(None, None)] * 2


def test_what_was_put_together_twice_at_one_moment_is_one_row(app: Flask, ada: int) -> None:
    """Two that read the same at once: the second finds the row of the first."""
    with app.app_context():
        settings = mailing()
        draft = outbox_drafts(settings)
        with transaction() as session:
            assert outbox.put_in(session, draft, at=TUESDAY_TEN)
        with transaction() as session:
            assert not outbox.put_in(session, draft, at=TUESDAY_TEN)
            assert session.scalar(select(func.count()).select_from(Mail)) == 1


def test_a_digest_whose_notice_is_gone_is_put_together_anew(app: Flask, ada: int) -> None:
    with app.app_context():
        draft = outbox_drafts(mailing())
        with transaction() as session:
            session.delete(session.scalars(select(Notice).limit(1)).one())
            session.flush()
            assert not outbox.put_in(session, draft, at=TUESDAY_TEN)
        port = Kept()
        assert deliver(mailing(), at=TUESDAY_TEN, port=port).sent == 1
    assert "1 thing to know" in port.letters[0].subject


def outbox_drafts(settings) -> outbox.Draft:
    from learning.notices.gathering import gather  # noqa: PLC0415  # for two tests alone

    (draft,) = gather(current_session(), settings, at=TUESDAY_TEN, after=0).drafts
    return draft


def test_what_has_a_cause_is_told_once(app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            ada, tomos = a_person(session), a_person(session, "Tomos Greenhalgh")
            said = {"kind": "tip", "subject": "s", "body": "b", "at": MONDAY}
            assert actions.tell(session, person_id=ada, cause="expiring 1 90", **said)
            assert not actions.tell(session, person_id=ada, cause="expiring 1 90", **said)
            assert actions.tell(session, person_id=ada, cause="expiring 1 30", **said)
            assert actions.tell_all(session, [ada, tomos], cause="expiring 1 90", **said) == 1
            assert actions.tell_all(session, [ada, ada], **said) == 2
            assert actions.tell_all(session, [], **said) == 0
        assert len(current_session().scalars(select(Notice)).all()) == 5


def test_the_language_is_the_persons_own_and_else_what_the_council_says(
    app: Flask, ada: int
) -> None:
    port = Kept()
    with app.app_context():
        with transaction() as session:
            choosing.choose_post(session, person_id=ada, language="cy", declined=(), at=MONDAY)
        deliver(mailing(), at=TUESDAY_TEN, port=port)
    assert port.letters[0].language == "cy"
    assert port.letters[0].subject == "Eich dysgu yr wythnos hon: 2 beth i’w gwybod"


@pytest.mark.parametrize("month", [3, 10])
def test_hours_hold_across_the_change_of_the_clocks(app: Flask, ada: int, month: int) -> None:
    """The Tuesdays before and after: nine o'clock is nine o'clock on the wall."""
    first = TUESDAY_TEN.replace(month=month, day=23 if month == 3 else 26).astimezone(LONDON)
    port = Kept()
    with app.app_context():
        for week in (0, 1):
            nine = (first + weeks(week)).replace(hour=9)
            with transaction() as session:
                told(session, ada, f"Week {week}", at=nine - timedelta(days=1))
            assert deliver(mailing(), at=nine - timedelta(seconds=60), port=port).sent == 0
            assert deliver(mailing(), at=nine, port=port).sent == 1
