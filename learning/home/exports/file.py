"""The file itself: rows put inside each other, as JSON."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from learning.assessments.rules import shows_answers
from learning.home.exports.parts import PARTS
from learning.home.exports.rows import Part

FORMAT = 1  # of the file; grows when a key changes its meaning


def record_of(session: Session, person_id: int, *, at: datetime) -> dict[str, Any]:
    """The whole file as values: one statement for each part, however much there is."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in PARTS:
        rows = session.execute(part.rows, {"person_id": person_id}).mappings()
        found[part.name] = [dict(row) for row in rows]
        if part.inside:
            _put_inside(found[part.inside], found[part.name], part)
    for attempt in found["attempts"]:
        is_open = attempt["submitted_at"] is None
        if is_open or not shows_answers(passed=attempt["passed"], terms=attempt["terms"]):
            _without_key(attempt)
    return {
        "format": FORMAT,
        "made_at": at,
        "about": {part.name: part.says for part in PARTS},
        **{part.name: found[part.name] for part in PARTS if not part.inside},
    }


def _put_inside(owners: list[dict[str, Any]], rows: list[dict[str, Any]], part: Part) -> None:
    by_id: dict[Any, list[dict[str, Any]]] = {}
    for owner in owners:
        by_id[owner["id"]] = owner[part.name] = []
    for row in rows:
        held = by_id.get(row.pop(part.by))
        if held is not None:  # none: it came to be after its owner was read
            held.append(row)


def _without_key(attempt: dict[str, Any]) -> None:
    """A try whose right answers its own page does not show keeps them here too."""
    for question in attempt["questions"]:
        wording = question["wording"]
        options = [{key: o[key] for key in ("id", "text")} for o in wording.get("option", ())]
        question["wording"] = {"id": wording["id"], "text": wording["text"], "option": options}


def as_json(record: Mapping[str, Any]) -> str:
    """UTF-8 JSON; moments in UTC, days as YYYY-MM-DD, null for none."""
    return json.dumps(record, default=_plain, ensure_ascii=False, indent=1)


def _plain(value: object) -> str:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the file")
