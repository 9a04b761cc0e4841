"""What every figure of the report means, in words: one text for page, papers and statements."""

from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent


@cache
def definitions(threshold: int, language: str = "en") -> tuple[tuple[str, str], ...]:
    """(heading, paragraph) in the order to read; lines of `threshold` people or more are shown."""
    text = (
        (_WORDS / f"definitions.{language}.md")
        .read_text(encoding="utf-8")
        .format(
            threshold=threshold,
            twice=2 * threshold,
            under_twice=2 * threshold - 1,
            under_four_times=4 * threshold - 1,
        )
    )
    parts = (part.partition("\n") for part in text.removeprefix("## ").split("\n## "))
    return tuple((heading, " ".join(words.split())) for heading, _, words in parts)
