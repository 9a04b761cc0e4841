"""What text from outside can hold: signs that no file takes, and text of which nothing is seen."""

import unicodedata

# Halves of letters are no UTF-8, and the last two are no XML: a Word file fails because of them.
NEVER = "\\ud800-\\udfff\\ufffe\\uffff"
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by name that are drawn as nothing


def is_seen(text: str) -> bool:
    """Whether anything of a text is drawn: not spaces, invisible marks and empty letters alone."""
    return any(unicodedata.category(c)[0] not in "CZ" and c not in _BLANKS for c in text)
