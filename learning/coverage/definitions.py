"""What every figure of the report means, in words: one text for page, papers and statements."""

import re
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent
_POINT = re.compile(r"(?:^|\n)(?=- |\d+\. )")


@cache
def definitions(threshold: int, language: str = "en") -> tuple[tuple[str, str], ...]:
    """(heading, text) in the order to read; lines of `threshold` people or more are shown.

    Each paragraph of a text is a line, and so is each point of a list, after `- ` or `1. `.
    """
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
    return tuple((heading, _in_lines(words.strip())) for heading, _, words in parts)


def _in_lines(words: str) -> str:
    """Only what begins as a list is one: a line of a paragraph may begin with a number too."""
    blocks = (_POINT.split(one) if _POINT.match(one) else [one] for one in words.split("\n\n"))
    return "\n".join(" ".join(line.split()) for block in blocks for line in block if line)
