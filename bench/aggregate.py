"""The coverage report's skill lines in one statement, written by hand as well as we can."""

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

# People are put together by the roles they hold, so that needs are worked out once for each such
# set; then the evidence is grouped once, and everything else is joined to it.
STATEMENT = """
WITH rules AS (
  SELECT role, skill, level FROM framework_requirement
  WHERE superseded_at IS NULL AND starts_on <= :today AND (ends_on IS NULL OR ends_on > :today)
), holders AS (
  SELECT m.person_id, h.role
  FROM membership m
  JOIN membership_period p ON p.membership_id = m.id AND p.superseded_at IS NULL
    AND p.starts_on <= :today AND (p.ends_on IS NULL OR p.ends_on > :today)
  JOIN held_role h ON h.membership_id = m.id AND h.superseded_at IS NULL
    AND h.starts_on <= :today AND (h.ends_on IS NULL OR h.ends_on > :today)
  WHERE {where}m.id NOT IN (
    SELECT membership_id FROM pause WHERE superseded_at IS NULL
      AND paused_from <= :today AND (paused_until IS NULL OR paused_until > :today))
), who AS (
  SELECT person_id, {strung}(role, ',') AS roles FROM holders GROUP BY person_id
), sizes AS (
  SELECT roles, count(*) AS people, min(person_id) AS one FROM who GROUP BY roles
), wanted AS (
  SELECT z.roles, z.people, r.skill, max(r.level) AS level
  FROM sizes z JOIN holders h ON h.person_id = z.one JOIN rules r ON r.role = h.role
  GROUP BY z.roles, z.people, r.skill
), shown AS (
  SELECT e.person_id, e.skill, max(e.level) AS held, max(
    CASE WHEN e.expires_on IS NULL OR e.expires_on > :soon THEN e.level ELSE 0 END) AS kept
  FROM evidence e
  WHERE e.superseded_at IS NULL AND e.source IN ('assessment', 'prior-learning', 'observed')
    AND e.shown_on <= :today AND (e.expires_on IS NULL OR e.expires_on > :today)
    AND coalesce(e.first_id, e.id) NOT IN (
      SELECT evidence_id FROM withdrawal WHERE superseded_at IS NULL AND effective_on <= :today)
  GROUP BY e.person_id, e.skill
), found AS (
  SELECT w.skill, count(*) AS shown, sum(CASE WHEN held >= level THEN 1 ELSE 0 END) AS met,
    sum(CASE WHEN held >= level AND kept < level THEN 1 ELSE 0 END) AS expiring
  FROM shown s
  JOIN who ON who.person_id = s.person_id
  JOIN wanted w ON w.roles = who.roles AND w.skill = s.skill
  GROUP BY w.skill
)
SELECT n.skill, n.required, coalesce(met, 0), coalesce(expiring, 0),
  coalesce(shown - met, 0), n.required - coalesce(shown, 0)
FROM (SELECT skill, sum(people) AS required FROM wanted GROUP BY skill) n
LEFT JOIN found ON found.skill = n.skill
ORDER BY n.skill
"""


def skill_lines(session: Session, organisation: int, today: date) -> list[tuple[object, ...]]:
    """(skill, required, met, expiring, below, none) of every skill somebody needs."""
    where = "m.organisation_id = :organisation AND "
    return _lines(session, today, where, {"organisation": organisation})


def all_skill_lines(session: Session, today: date) -> list[tuple[object, ...]]:
    """The same of everybody there is; who serves two councils stands once."""
    return _lines(session, today, "", {})


def _lines(
    session: Session, today: date, where: str, values: dict[str, int]
) -> list[tuple[object, ...]]:
    sqlite = session.get_bind().dialect.name == "sqlite"
    strung = "group_concat" if sqlite else "string_agg"
    statement = text(STATEMENT.format(strung=strung, where=where))
    dates = {"today": today, "soon": today + timedelta(days=90)}
    return [(row[0], *map(int, row[1:])) for row in session.execute(statement, values | dates)]
