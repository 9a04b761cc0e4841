"""Whole lists say of every row what `rules.standing` says of one person."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.orm import Session

from learning.assignments import standings
from learning.assignments.models import Assigned, Assignment
from learning.assignments.rules import standing, stood_since
from learning.assignments.standings import Line
from learning.catalogue.published import Catalogue
from learning.clock import start_of
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.oversight.kinds import Kind, Order, Sort
from learning.oversight.queries import listed
from learning.oversight.requested import Wanted
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from learning.study.models import LessonRead
from tests.builders import LONG_AGO, a_member, a_person, an_organisation

TODAY = date(2026, 11, 29)
PATHS = ("every-officer", "planning-team", "head-of-service")
ROLES = ((), ("planning-officer",), ("planning-manager",), ("planning-officer", "head-of-service"))


def days(first: int, last: int) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda n: TODAY + timedelta(days=n))


PIECES = st.tuples(
    st.integers(0, 22),
    st.integers(1, 3),
    days(-500, 3),
    st.one_of(st.none(), st.integers(1, 600)),  # days it lasts
    st.one_of(st.none(), st.none(), days(-500, 3)),  # withdrawn
    st.sampled_from(["assessment", "prior-learning", "self-assessment"]),
)
PEOPLE = st.fixed_dictionaries(
    {
        "roles": st.sampled_from(ROLES),
        "path": st.sampled_from(PATHS),
        "asked": days(-400, 0),
        "due": days(-60, 60),
        "renews": st.booleans(),
        "lasts": st.one_of(st.none(), st.integers(20, 500)),  # of what they showed in bulk
        "bulk": st.one_of(st.none(), days(-450, 0)),
        "missing": st.integers(0, 40),  # which needed skill was not shown in bulk
        "pieces": st.lists(PIECES, max_size=4),
        "reads": st.lists(st.tuples(st.integers(0, 32), days(-40, 0)), max_size=2),
    }
)


class World:
    """One council, and rows that ask its people."""

    def __init__(self, session: Session, catalogue: Catalogue, people: list[dict]) -> None:
        self.session, self.catalogue = session, catalogue
        self.council = an_organisation(session)
        self.lead = a_person(session, "Lowri Bevan")
        self.rows = [self.add(f"Somebody {n}", one) for n, one in enumerate(people)]
        session.flush()

    def add(self, name: str, one: dict) -> tuple[str, int, dict]:
        person = a_person(self.session, name, address=f"{name[9:]}@people.example")
        member = a_member(self.session, self.catalogue, self.council, person, *one["roles"])
        asking = Assignment(
            organisation_id=self.council.id,
            path=one["path"],
            role=None,
            due_on=one["due"],
            reason="So that we arrive.",
            assigned_at=LONG_AGO,
            assigned_by=self.lead,
            form_key=name,
            form_hash="",
            starts_on=one["asked"],
            renews=one["renews"],
        )
        self.session.add(asking)
        self.session.flush()
        row = Assigned(
            assignment_id=asking.id,
            membership_id=member.id,
            person_id=person,
            asked_on=one["asked"],
            due_on=one["due"],
            recorded_at=LONG_AGO,
            recorded_by=None,
        )
        self.session.add(row)
        self.session.flush()
        self.show(person, one)
        return name, person, one

    def show(self, person: int, one: dict) -> None:
        skills = list(self.catalogue.skills)
        shown = [(skills[n % len(skills)], *rest) for n, *rest in one["pieces"]]
        if one["bulk"]:
            found = [s for n, s in enumerate(skills) if n != one["missing"]]
            shown += [(s, 3, one["bulk"], one["lasts"], None, "assessment") for s in found]
        for number, (skill, level, on, lasts, withdrawn, source) in enumerate(shown):
            piece = Evidence(
                person_id=person,
                skill=skill,
                level=level,
                source=source,
                shown_on=on,
                reference=f"{person} {number}",
                summary="",
                expires_on=on + timedelta(days=lasts) if lasts else None,
                recorded_at=LONG_AGO,
                recorded_by=None,
            )
            self.session.add(piece)
            self.session.flush()
            if withdrawn:
                self.session.add(
                    Withdrawal(
                        evidence_id=piece.id,
                        effective_on=withdrawn,
                        reason="",
                        recorded_at=LONG_AGO,
                        recorded_by=None,
                    )
                )
        courses = list(self.catalogue.courses)
        reads = {courses[n]: on for n, on in one["reads"]}
        for course, on in reads.items():
            values = {"course": course, "lesson": "one", "revision": "1"}
            self.session.execute(
                insert(LessonRead).values(person_id=person, read_at=start_of(on), **values)
            )

    def expected(self, name: str, person: int, one: dict) -> dict:
        shown = evidence_of(self.session, person)
        path = self.catalogue.paths[one["path"]]
        roles = set(one["roles"])
        roles |= {self.catalogue.roles[role].base for role in roles}
        courses = list(self.catalogue.courses)
        reads = {courses[n]: on for n, on in one["reads"]}
        found = standing(
            path,
            self.catalogue,
            roles=frozenset(role for role in roles if role),
            held=held_levels(shown, TODAY),
            begun=frozenset(reads),
            due_on=one["due"],
            today=TODAY,
            stood=stood_since(shown, one["asked"], TODAY),
            renews=one["renews"],
        )
        ours = {s.course for s in path.steps_for(frozenset(roles) & set(path.file.roles) or None)}
        lately = [on for c, on in reads.items() if c in ours and on > TODAY - timedelta(days=15)]
        is_quiet = one["asked"] <= TODAY - timedelta(days=14) and not lately
        return {
            "name": name,
            "status": found.status,
            "overdue": found.is_overdue,
            "due_on": found.due_on,
            "done": (found.done, found.courses),
            "stuck": found.status == "started" and is_quiet,
            "due next": found.status != "done"
            and TODAY <= found.due_on <= TODAY + timedelta(days=14),
        }


def said(line: Line, stuck: set[str], soon: set[str]) -> dict:
    return {
        "name": line.name,
        "status": line.status,
        "overdue": line.is_overdue,
        "due_on": line.due_on,
        "done": (line.done, line.courses),
        "stuck": line.name in stuck,
        "due next": line.name in soon,
    }


@given(st.lists(PEOPLE, min_size=1, max_size=6))
@settings(max_examples=20)
def test_a_whole_list_says_of_each_what_is_said_of_one(
    session: Session, catalogue: Catalogue, people: list[dict]
) -> None:
    nested = session.begin_nested()
    try:
        world = World(session, catalogue, people)
        eyes = Eyes(world.council.id, WHOLE, world.lead, catalogue)
        every = standings.all_lines(session, eyes, on=TODAY)
        stuck, soon = (
            {
                one.name
                for one in listed(session, eyes, kind, Wanted(), Order(Sort.DUE), on=TODAY)[1]
            }
            for kind in (Kind.STUCK, Kind.NEXT)
        )
        got = sorted((said(line, stuck, soon) for line in every), key=lambda one: one["name"])
        expected = [world.expected(*row) for row in world.rows]
        assert got == expected
        counts = standings.counts(session, eyes, on=TODAY)
        assert counts.asked == len(expected)
        assert counts.overdue == sum(one["overdue"] for one in expected)
        assert counts.to_renew == sum(one["status"] == "to renew" for one in expected)
        assert standings.lines(session, eyes, "overdue", on=TODAY, page=1)[0] == counts.overdue
    finally:
        nested.rollback()
