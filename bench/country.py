"""Fills a PostgreSQL database with a nation of councils, always alike."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import accumulate

from sqlalchemy import text
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import start_of
from learning.demo.councils import SERVICES, WHOLE_COUNCIL

COUNCILS = 400
PIECES = 10  # of evidence, for each person
DISTRICTS = 9  # around each county
TWINS = 8  # councillors of each district who sit on the county too
PARTNERSHIP = "nation"

# A number below `most` that looks like chance, and is the same each time.
CHANCE = """CREATE FUNCTION pg_temp.chance(of bigint, seed int, most int) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (((hashint8extended(of, seed) % most) + most) % most)::int $$"""
TABLES = ("membership_period", "held_role", "evidence", "membership", "person")

PLACES = """
CREATE TEMP TABLE place AS
SELECT n AS id, n AS person, (n % :councils + 1)::int AS council,
  pg_temp.chance(n, 1, :everybody) AS lot
FROM generate_series(1, :people) n;
INSERT INTO place
SELECT :people + row_number() OVER (ORDER BY person), person, council - (council - 1) % 10, lot
FROM (
  SELECT *, row_number() OVER (PARTITION BY council ORDER BY person) AS turn
  FROM place WHERE lot < :councillors AND (council - 1) % 10 BETWEEN 1 AND :districts
) few WHERE turn <= :twins;
ANALYZE place
"""
ROWS = """
INSERT INTO person (id, name, created_at)
SELECT DISTINCT person, 'Person ' || person, CAST(:at AS timestamptz) FROM place;
INSERT INTO membership (id, person_id, organisation_id, person_code, created_at)
SELECT id, person, council, to_hex(id), CAST(:at AS timestamptz) FROM place;
INSERT INTO membership_period (membership_id, starts_on, recorded_at)
SELECT id, CAST(:first AS date), CAST(:at AS timestamptz) FROM place;
INSERT INTO held_role (membership_id, role, service, starts_on, recorded_at, substitute)
SELECT p.id, r.role, CASE WHEN r.is_officer THEN
    coalesce(r.service, (CAST(:services AS text[]))[1 + pg_temp.chance(p.id, 2, :many_services)])
  END, CAST(:first AS date), CAST(:at AS timestamptz), false
FROM place p JOIN shape s ON p.lot >= s.low AND p.lot < s.high JOIN shape_role r ON r.shape = s.id;
INSERT INTO evidence (person_id, skill, level, source, reference, shown_on, expires_on, summary,
  recorded_at)
SELECT person, skills[pick], greatest(1, levels[pick] - CAST(slip = 0 AS int)),
  (CAST(:sources AS text[]))[1 + pg_temp.chance(number, 5, 10)], CAST(number AS text), shown,
  CASE WHEN pg_temp.chance(number, 6, 5) < 2 THEN shown + 365 END, 'Shown',
  CAST(shown AS timestamptz) + interval '12 hours'
FROM (
  SELECT p.person, p.person * :pieces + piece AS number, s.skills, s.levels,
    1 + pg_temp.chance(p.person * :pieces + piece, 3, cardinality(s.skills)) AS pick,
    pg_temp.chance(p.person * :pieces + piece, 4, 4) AS slip,
    CAST(:first AS date) + pg_temp.chance(p.person * :pieces + piece, 7, 700) AS shown
  FROM place p JOIN shape s ON p.lot >= s.low AND p.lot < s.high,
    generate_series(0, :pieces - 1) piece
  WHERE p.id = p.person
) every_one
"""
SOURCES = [*["assessment"] * 6, *["prior-learning"] * 2, "observed", "self-assessment"]


def fill(session: Session, catalogue: Catalogue, *, people: int, first: date) -> None:
    """So many people in 400 councils that all share with one partnership; nothing else is there."""
    at = start_of(first)
    session.execute(text("SET LOCAL session_replication_role = replica"))  # checks no keys
    indexes = _without_indexes(session)
    session.execute(text(CHANCE))
    everybody = _shapes(session, catalogue)
    values = {
        "people": people,
        "councils": COUNCILS,
        "everybody": everybody,
        "councillors": _councillors(catalogue),
        "districts": DISTRICTS,
        "twins": TWINS,
        "pieces": PIECES,
        "services": list(SERVICES),
        "many_services": len(SERVICES),
        "sources": SOURCES,
        "first": first,
        "at": at,
    }
    _councils(session, first, at)
    for statements in (PLACES, ROWS):
        for statement in statements.split(";\n"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            session.execute(text(statement), used)
    for index in indexes:
        session.execute(text(index))


def _without_indexes(session: Session) -> list[str]:
    """Takes them away, and returns what makes them again: filling is quicker."""
    rows = session.execute(
        text(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c"
            " ON c.conname = i.indexname WHERE i.tablename = ANY(:tables) AND c.oid IS NULL"
        ),
        {"tables": list(TABLES)},
    ).all()
    for row in rows:
        session.execute(text(f"DROP INDEX {row.indexname}"))
    return [row.indexdef for row in rows]


def _shapes(session: Session, catalogue: Catalogue) -> int:
    """Who there is: the roles with their bases, what they need, and how many of so many."""
    session.execute(
        text("CREATE TEMP TABLE shape (id int, low int, high int, skills text[], levels int[])")
    )
    session.execute(
        text("CREATE TEMP TABLE shape_role (shape int, role text, service text, is_officer bool)")
    )
    ends = list(accumulate(count for _, count in WHOLE_COUNCIL))
    for number, (roles, count) in enumerate(WHOLE_COUNCIL):
        held = with_bases(catalogue, roles)
        needs: dict[str, int] = {}
        for slug in held:
            role = catalogue.roles[slug]
            is_officer = role.tier.value != "councillor"
            session.execute(
                text("INSERT INTO shape_role VALUES (:number, :slug, :service, :is_officer)"),
                {"number": number, "slug": slug, "service": role.service, "is_officer": is_officer},
            )
            for need in role.requirements:
                needs[need.skill] = max(need.level, needs.get(need.skill, 0))
        session.execute(
            text("INSERT INTO shape VALUES (:number, :low, :high, :skills, :levels)"),
            {
                "number": number,
                "low": ends[number] - count,
                "high": ends[number],
                "skills": sorted(needs),
                "levels": [needs[skill] for skill in sorted(needs)],
            },
        )
    return ends[-1]


def with_bases(catalogue: Catalogue, roles: Iterable[str]) -> list[str]:
    """The roles, and those they rest on."""
    bases = (catalogue.roles[slug].base for slug in roles)
    return list(dict.fromkeys([*roles, *(base for base in bases if base)]))


def _councillors(catalogue: Catalogue) -> int:
    """Shapes of councillors stand first: how many people of so many they are."""
    return sum(
        count
        for roles, count in WHOLE_COUNCIL
        if all(catalogue.roles[slug].tier.value == "councillor" for slug in roles)
    )


def _councils(session: Session, first: date, at: datetime) -> None:
    session.execute(
        text(
            "INSERT INTO organisation (id, slug, name, nation, starts_on, made_up)"
            " SELECT n, 'council-' || n, 'Council ' || n, 'England', :first, true"
            " FROM generate_series(1, :councils) n"
        ),
        {"councils": COUNCILS, "first": first},
    )
    session.execute(
        text("INSERT INTO partnership (id, slug, name, made_up) VALUES (1, :slug, 'Nation', true)"),
        {"slug": PARTNERSHIP},
    )
    session.execute(
        text(
            "INSERT INTO sharing (partnership_id, organisation_id, starts_on, recorded_at)"
            " SELECT 1, n, :first, :at FROM generate_series(1, :councils) n"
        ),
        {"councils": COUNCILS, "first": first, "at": at},
    )
