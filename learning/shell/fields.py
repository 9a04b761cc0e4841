"""Form fields that WTForms does not have."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, SelectField
from wtforms.fields import choices

from learning.spreadsheets.days import day_written

Choice = Any  # wtforms.fields.choices.SelectChoice, which the published types do not know yet
PARTS = ("day", "month", "year")
YEAR = 4  # digits


def choice(value: str, label: str) -> Choice:
    """One option of a select, of radios or of checkboxes."""
    return choices.SelectChoice(value, label)  # type: ignore[attr-defined]  # see Choice


def trimmed(text: str | None) -> str:
    """What was typed, without space around it; empty where nothing was."""
    return (text or "").strip()


def tidied(text: str | None) -> str:
    """The same with plain line ends: browsers send two characters for each."""
    return trimmed(text).replace("\r\n", "\n")


def if_any(label: str, *, description: str = "", choices: Sequence[Choice] = ()) -> SelectField:
    """A select of which nothing need be chosen.

    WTForms' `Optional` would not do, on this or any other choice: where the first value that was
    sent is blank, it lets values through that were never offered.
    """
    return SelectField(
        label,
        description=description,
        choices=list(choices),
        coerce=lambda value: value or "",
        default="",
    )


class GovDateField(Field):
    """A date in three inputs (`<name>-day`, `-month`, `-year`), as the GOV.UK component asks.

    The month may be a word, and the first input may hold the whole date as people write it.
    """

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Reads the three inputs; one date under the plain name is understood too."""
        super().process(None, data, extra_filters=extra_filters)
        if formdata is None:
            return
        self.typed = {part: (formdata.get(f"{self.name}-{part}") or "").strip() for part in PARTS}
        if not any(self.typed.values()):
            self.typed["day"] = (formdata.get(self.name) or "").strip()
        self.raw_data = [text for text in self.typed.values() if text]
        self.data = None
        if self.raw_data:
            self._read()

    def _read(self) -> None:
        missing = [part for part in PARTS if not self.typed[part]]
        day, year = self.typed["day"], self.typed["year"]
        is_whole = missing == ["month", "year"] and not day.isdecimal()
        if missing and not is_whole:
            self.process_errors = [f"Enter the {' and the '.join(missing)} too"]
            return
        written = " ".join(self.typed.values())
        real = day_written(written) if is_whole or len(year) == YEAR else None
        if real is None or not 1900 <= real.year <= 2200:
            self.process_errors = ["Enter a real date, like 27 3 2027"]
        else:
            self.data = real
            self.typed = dict.fromkeys(PARTS, "")  # what is drawn is the date


def date_items(field: GovDateField) -> list[dict[str, Any]]:
    """The three inputs, for the GOV.UK macro."""
    shown = dict(field.typed)
    if field.data is not None and not any(shown.values()):
        shown = {"day": field.data.day, "month": field.data.month, "year": field.data.year}
    return [
        {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": part.capitalize(),
            "value": str(shown[part]),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if field.errors else ""),
        }
        for part in PARTS
    ]


def select_items(field: Any) -> list[dict[str, Any]]:
    """The options of a select, for the GOV.UK macro."""
    return [
        {
            "value": choice.value,
            "text": choice.label,
            "selected": str(choice.value) == str(field.data),
        }
        for choice in field.choices
    ]


def choice_items(field: Any) -> list[dict[str, Any]]:
    """Radios or checkboxes, for the GOV.UK macro; the first one's id is the field's."""
    chosen: Sequence[str] = field.data if isinstance(field.data, list) else [field.data]
    return [
        {"value": choice.value, "text": choice.label, "checked": choice.value in chosen}
        for choice in field.choices
    ]
