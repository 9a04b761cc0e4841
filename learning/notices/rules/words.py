"""Days and numbers in the languages that people can choose."""

from datetime import date, datetime

from learning.clock import day_in_words, day_of

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
_MONTHS = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)
# How Welsh counts things: the noun stays singular, and its first letter changes after some
# numbers (the plural rules of the Unicode CLDR). “Peth” after two softens, after three and six
# it is aspirated.
_THINGS = {"two": "beth", "few": "pheth", "many": "pheth"}
_CATEGORIES = {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}


def language_of(*wishes: str | None) -> str:
    """The first wish that is a language of ours, else English."""
    return next((wish for wish in wishes if wish in LANGUAGES), "en")


def welsh_plural(number: int) -> str:
    """The CLDR's plural category of a whole number in Welsh."""
    return _CATEGORIES.get(number, "other")


def things(number: int, language: str) -> str:
    """3 things; 3 pheth."""
    if language == "cy":
        return f"{number} {_THINGS.get(welsh_plural(number), 'peth')}"
    return f"{number} {'thing' if number == 1 else 'things'}"


def day(moment: date | datetime, language: str) -> str:
    """29 November 2026; 29 Tachwedd 2026."""
    on = day_of(moment) if isinstance(moment, datetime) else moment
    if language == "cy":
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
    return day_in_words(on)


def in_a_row(words: tuple[str, ...], language: str) -> str:
    """Lamps, ropes and sails; in Welsh with `a`, or `ac` before a vowel."""
    if len(words) < 2:
        return "".join(words)
    last = words[-1]
    joint = "and"
    if language == "cy":
        joint = "ac" if last[:1].casefold() in "aeiouwyâêîôûŵŷ" else "a"
    return f"{', '.join(words[:-1])} {joint} {last}"
