"""Puts values that the audit trail keeps into words; pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic.fields import FieldInfo

from learning.auditing.wording import DEEDS
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words
from learning.people.kinds import KIND_NAMES
from learning.policies.rules import SHAPES, Name
from learning.policies.saying import title_of, value_of

# What values that are one of a few are called, by their field.
CALLED: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "learning-lead": "training lead",
        "reviewer": "report viewer",
        "partnership-reviewer": "partnership reviewer",
        "administrator": "administrator",
        **{kind.value: name for kind, name in KIND_NAMES.items()},
    },
    "audience": {"no-name": "everybody, without names", "leads": "training leads"},
    "level": {"0": "none"},
    "language": {"en": "English", "cy": "Welsh"},
    "scopes": {
        "coverage": "skills coverage",
        "statements": "statements",
        "coverage statements": "skills coverage and statements",
    },
}
FIELDS: Mapping[str, str] = {
    "starts_on": "from",
    "ends_on": "until",
    "effective_on": "from",
    "paused_from": "from",
    "paused_until": "until",
    "shown_on": "shown on",
    "due_on": "by",
    "within_days": "days to finish",
    "renews": "to be renewed",
    "own_days": "people with a day of their own",
    "left_out": "people left out",
    "asked": "people asked",
    "back": "asked again",
    "moved": "last days moved",
    "lifted": "asked no more",
    "kept": "waiting for their return",
    "people": "people",
    "recorded": "records",
    "file": "file",
    "new": "new",
    "changed": "changed",
    "left": "left",
    "returned": "came back",
    "manager": "line manager",
    "manager_key": "line manager",
    "address": "e-mail address",
    "lasts_months": "months it lasts",
    "extra": "extra time",
    "said": "decision",
    "audience": "for",
    "joint": "figures of the partnership",
    "compared": "compared with other councils",
    "tier": "group",
    "tiers": "groups",
    "on": "on",
}
YES_OR_NO = {"True": "yes", "False": "no"}


@dataclass(frozen=True)
class Change:
    """One field of a deed, from what to what, in words."""

    field: str
    before: str
    after: str


def change(
    action: str, field: str, before: str | None, after: str | None, catalogue: Catalogue
) -> Change | None:
    """A field in words; None where its values are shown to nobody, or nothing stood there."""
    deed = DEEDS.get(action)
    if deed is None or field not in deed.shown or before == after:
        return None
    if field == "kind":
        words = "appointment" if action.startswith("appointment.") else "kind of council"
    else:
        words = FIELDS.get(field, field.replace("_", " "))
    said = (in_words(field, value, catalogue, action=action) for value in (before, after))
    return Change(words, *said)


def in_words(field: str, value: str | None, catalogue: Catalogue, *, action: str = "") -> str:
    """A value as people read it: names for slugs, days in words."""
    if field == "counts_until":
        return _day(value) if value else "for good"
    if value is None:
        return ""
    if field == "said":
        return _decision(value, action)
    if field in CALLED:
        return CALLED[field].get(value, value)
    if field.endswith("_on") or field in ("as_at", "paused_from", "paused_until"):
        return _day(value)
    named = _named(field, value, catalogue)
    return YES_OR_NO.get(value, value) if named is None else named


def _named(field: str, value: str, catalogue: Catalogue) -> str | None:
    if field == "path":
        return catalogue.paths[value].title if value in catalogue.paths else None
    if field == "role":
        return catalogue.roles[value].name if value in catalogue.roles else None
    if field in ("tiers", "services"):
        names = catalogue.names[field.removesuffix("s")]
        return ", ".join(names.get(one, one) for one in value.split())
    return catalogue.names.get(field, {}).get(value)


def _day(value: str) -> str:
    try:
        return day_in_words(date.fromisoformat(value))
    except ValueError:
        return value


def _decision(value: str, action: str) -> str:
    """What was decided, each field by its title; a long text may have been cut."""
    try:
        said = json.loads(value)
    except json.JSONDecodeError:
        return value
    if not isinstance(said, dict):
        return value
    if set(said) == {"text"}:
        return str(said["text"])
    decided = action.partition(".")[0]
    fields = SHAPES[Name(decided)].model_fields if decided in set(Name) else {}
    return "; ".join(
        _field(name, one, fields.get(name))
        for name, one in said.items()
        if not name.endswith("_id")
    )


def _field(name: str, value: object, info: FieldInfo | None) -> str:
    """One field of a decision; of one that there is no more, by its name."""
    if info is None:
        return f"{name.replace('_', ' ')}: {_plain(value)}"
    plain = value_of(value, info) if isinstance(value, int) else _plain(value)
    return f"{title_of(name, info)}: {plain}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ("", []):
        return "none"
    if isinstance(value, list):
        return ", ".join(_plain(one) if not isinstance(one, list) else _days(one) for one in value)
    return _day(str(value))


def _days(pair: list[object]) -> str:
    return " to ".join(_day(str(one)) for one in pair)
