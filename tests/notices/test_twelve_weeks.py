"""Twelve weeks of somebody with ten paths, three roles and two councils."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import LONDON, day_of
from learning.database import current_session, transaction
from learning.notices.delivery import deliver
from learning.notices.models import Mail, Notice
from learning.notices.rules.opening import is_open, week_of
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from tests.builders import LONG_AGO
from tests.notices.posting import Kept, a_sending_council, council_of, mailing, somebody, told
from tests.rows import empty

FIRST = datetime(2027, 3, 1, tzinfo=LONDON)  # a Monday; Easter and the change of the clocks come
WEEKS = 12
KINDS = ("path.assigned", "path.due-soon", "path.overdue", "evidence.expiring", "claim.decided")


@dataclass(frozen=True)
class Raised:
    """Something to tell: when, by which council (none: about the person's record), of a path."""

    after: timedelta
    by: int | None
    path: int
    kind: str


@dataclass(frozen=True)
class Schedule:
    weekdays: tuple[int, int]
    hours: tuple[tuple[int, int], tuple[int, int]]
    quiet: tuple[tuple[int, int], tuple[int, int]]  # (first day, number of days) of each council
    raised: tuple[Raised, ...]
    looks: tuple[int, ...]  # hours after which the sender looks, beside those of every day


def quiet_of(schedule: Schedule, council: int) -> tuple[tuple[date, date], ...]:
    first, days = schedule.quiet[council]
    start = FIRST.date() + timedelta(days=first)
    return ((start, start + timedelta(days=days - 1)),) if days else ()


def build(catalogue: Catalogue, schedule: Schedule) -> tuple[int, list[Organisation]]:
    with transaction() as session:
        councils = [
            a_sending_council(
                session,
                slug,
                nation=nation,
                quiet=quiet_of(schedule, place),
                weekday=schedule.weekdays[place],
                first_hour=schedule.hours[place][0],
                last_hour=schedule.hours[place][1],
            )
            for place, (slug, nation) in enumerate((("fernleigh", "England"), ("otmoor", "Wales")))
        ]
        person = somebody(session, catalogue, *councils)
        first = session.scalars(select(Membership).order_by(Membership.id)).first()
        role = catalogue.roles["scrutiny-member"]
        assert first is not None
        places.give_role(
            session,
            first,
            role,
            base=catalogue.roles[role.base] if role.base else None,
            starts_on=LONG_AGO.date(),
            by=None,
            at=LONG_AGO,
        )
        for council in councils:
            session.expunge(council)
    return person, councils


def simulate(app: Flask, catalogue: Catalogue, schedule: Schedule) -> list[datetime]:
    """The moments at which e-mails went out; what has to hold is asserted on the way."""
    sent: list[datetime] = []
    with app.app_context():
        person, councils = build(catalogue, schedule)
        as_rules_see_them = [
            council_of(
                council.id,
                nation=council.nation,
                quiet=quiet_of(schedule, place),
                weekday=schedule.weekdays[place],
                first_hour=schedule.hours[place][0],
                last_hour=schedule.hours[place][1],
            )
            for place, council in enumerate(councils)
        ]
        raised = sorted(schedule.raised, key=lambda one: one.after)
        opens = {first for first, _ in schedule.hours}
        looks = {*schedule.looks, *(24 * day + hour for day in range(7 * WEEKS) for hour in opens)}
        port = Kept()
        for hour in sorted(looks):
            at = FIRST + timedelta(hours=hour)  # of the wall clock: right across its change
            with transaction() as session:
                while raised and raised[0].after <= timedelta(hours=hour):
                    one = raised.pop(0)
                    council = None if one.by is None else councils[one.by]
                    told(
                        session,
                        person,
                        f"Told {len(raised)}",
                        council=council,
                        kind=one.kind,
                        link=f"/paths/{one.path}",
                        at=FIRST + one.after,
                    )
            before = len(port.letters)
            deliver(mailing(), at=at, port=port)
            if len(port.letters) > before:
                sent.append(at)
                assert len(port.letters) == before + 1
                check_moment(at, as_rules_see_them)
        check_all_delivered(port, schedule, as_rules_see_them)
    return sent


def check_moment(at: datetime, councils: list) -> None:
    """In the hours of a council whose notices it holds, in nobody's quiet days."""
    mail = current_session().scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert mail is not None
    about = set(
        current_session().scalars(
            select(Notice.organisation_id).where(Notice.mail_id == mail.id).distinct()
        )
    )
    named = [one for one in councils if one.id in about]
    for one in named:
        assert not one.is_quiet(day_of(at)), "in the quiet period of a council it is about"
    if None not in about:
        assert is_open(named, at)
    assert not all(one.is_quiet(day_of(at)) for one in councils)
    assert any(is_open([one], at) for one in councils), "outside all hours"


def check_all_delivered(port: Kept, schedule: Schedule, councils: list) -> None:
    """Each notice is in one e-mail, or a repeat of it is, by the end of its council's next week."""
    session = current_session()
    mails = {mail.id: mail for mail in session.scalars(select(Mail))}
    letters = {letter.reference.partition("-")[0]: letter for letter in port.letters}
    assert len(mails) == len(port.letters) == len(letters)
    for notice in session.scalars(select(Notice)):
        by = delivered_by(notice, schedule, councils)
        assert by is None or (notice.sent_at is not None and notice.sent_at < by), notice.subject
        if notice.mail_id is None:
            continue
        assert notice.sent_at == mails[notice.mail_id].sent_at
        said = [one for one in letters.values() if f"\n{notice.subject} (" in one.plain]
        assert len(said) <= 1
        if not said:  # a newer one of the same kind about the same path says it
            assert any(
                other.mail_id == notice.mail_id
                and (other.kind, other.link) == (notice.kind, notice.link)
                and other.written_at >= notice.written_at
                for other in session.scalars(select(Notice).where(Notice.id != notice.id))
            )


def delivered_by(notice: Notice, schedule: Schedule, councils: list) -> datetime | None:
    """The end of the first whole week in which its council sends as always; None within these."""
    by = [one for one in councils if notice.organisation_id in (None, one.id)]
    for week in range(WEEKS):
        monday = FIRST + timedelta(weeks=week)
        days = [day_of(monday) + timedelta(days=day) for day in range(7)]
        if monday >= notice.written_at and any(
            not any(one.is_quiet(day) for day in days) and one.is_at_work(days[one.post.weekday])
            for one in by
        ):
            return monday + timedelta(weeks=1)
    return None


TEN_PATHS = Schedule(
    weekdays=(1, 3),
    hours=((9, 16), (10, 12)),
    quiet=((20, 12), (0, 0)),
    raised=tuple(
        Raised(
            timedelta(days=7 * week + path % 7, hours=path + 8),
            (0, 1, None)[(week + path) % 3],
            path,
            KINDS[(week + path) % len(KINDS)],
        )
        for week in range(WEEKS)
        for path in range(10)
    ),
    looks=(),
)


def test_ten_paths_three_roles_and_two_councils_give_at_most_twelve_e_mails(
    app: Flask, catalogue: Catalogue
) -> None:
    sent = simulate(app, catalogue, TEN_PATHS)
    assert len({week_of(at) for at in sent}) == len(sent) <= WEEKS
    assert len(sent) >= WEEKS - 1, [f"{at:%a %d %b}" for at in sent]
    with app.app_context():
        waiting = current_session().scalars(select(Notice).where(Notice.mail_id.is_(None))).all()
    assert all(one.written_at >= FIRST + timedelta(weeks=WEEKS - 1) for one in waiting)


SCHEDULES = st.builds(
    Schedule,
    weekdays=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    hours=st.tuples(
        st.tuples(st.integers(7, 12), st.integers(13, 18)),
        st.tuples(st.integers(7, 12), st.integers(13, 18)),
    ),
    quiet=st.tuples(
        st.tuples(st.integers(0, 60), st.sampled_from((0, 0, 7, 25))),
        st.tuples(st.integers(0, 60), st.sampled_from((0, 0, 7, 25))),
    ),
    raised=st.lists(
        st.builds(
            Raised,
            after=st.integers(0, 24 * 7 * (WEEKS - 1)).map(lambda hours: timedelta(hours=hours)),
            by=st.sampled_from((0, 1, None)),
            path=st.integers(1, 10),
            kind=st.sampled_from(KINDS),
        ),
        min_size=5,
        max_size=40,
    ).map(tuple),
    looks=st.lists(st.integers(0, 24 * 7 * WEEKS - 1), max_size=20).map(tuple),
)


# An example takes as long as a hundred others do: one that fails is reported as it is.
@settings(max_examples=4, phases=(Phase.explicit, Phase.generate))
@given(SCHEDULES)
def test_whatever_is_raised_when_there_is_at_most_one_e_mail_a_week_and_nothing_is_lost(
    app: Flask, catalogue: Catalogue, schedule: Schedule
) -> None:
    empty(app)
    sent = simulate(app, catalogue, schedule)
    assert len({week_of(at) for at in sent}) == len(sent) <= WEEKS
