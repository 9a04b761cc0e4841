"""What people are called."""

# What councils write before and behind names in their lists.
TITLES = {
    *("cllr", "councillor", "cynghorydd", "cyng", "alderman", "ald", "mr", "mrs", "ms", "miss"),
    *("mx", "dr", "prof", "professor", "rev", "revd", "reverend", "sir", "dame", "lord", "lady"),
    *("baroness", "baron", "hon"),
}
HONOURS = {"obe", "mbe", "cbe", "kbe", "dbe", "bem", "jp", "dl", "kc", "qc", "phd"}


def first_name(name: str) -> str:
    """What to call somebody: no title, and never a surname alone; the name where that is unclear.

    Lists have “Cllr Ada Merriweather” and “Merriweather, Ada” as well as “Ada Merriweather”.
    """
    surname, _, given = name.partition(",")
    behind = _untitled(given)
    if behind and _bare(behind[0]) not in HONOURS:
        return behind[0]
    words = _untitled(surname)
    if len(words) > 1 or words == surname.split():
        return words[0] if words else ""
    return name


def _untitled(text: str) -> list[str]:
    return [word for word in text.split() if _bare(word) not in TITLES]


def _bare(word: str) -> str:
    return word.strip(".,()").casefold()
