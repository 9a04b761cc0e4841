"""The kinds of notices: which wait for the weekly e-mail, and which somebody can do without."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of notice; `rank` orders an e-mail, the most urgent first.

    `words` say what an optional kind is, where a person chooses. What is not routine goes at
    once, as an e-mail of its own: the notice is then only its record.
    """

    name: str
    rank: int
    is_routine: bool = True
    words: str = ""
    is_key: bool = False  # its link opens without signing in, from the e-mail alone

    @property
    def is_optional(self) -> bool:
        """Whether a person can have no e-mail about it; it is told on the page all the same."""
        return bool(self.words)


_KINDS = (
    # At once: each has an e-mail of its own, and none of them waits for the digest.
    Kind("invitation", 0, is_routine=False),
    Kind("recovery", 0, is_routine=False),
    Kind("account.changed", 0, is_routine=False),
    Kind("account.added", 0, is_routine=False),
    Kind("account.address", 0, is_routine=False),
    Kind("account.addresses", 0, is_routine=False),
    Kind("password.changed", 0, is_routine=False),
    Kind("address.added", 0, is_routine=False),
    Kind("address.addresses", 0, is_routine=False),
    # What somebody has to know.
    Kind("link.asked", 5),
    Kind("code.printed", 6),
    Kind("record.linked", 7),
    Kind("copy.given", 8),
    Kind("reorganised", 9),
    Kind("path.overdue", 10),
    Kind("path.assigned", 20),
    Kind("path.changed", 21),
    Kind("path.moved", 21),
    Kind("path.extended", 21),
    Kind("path.moved-for-newcomers", 24),
    Kind("path.lifted", 22),
    Kind("exemption", 23),
    Kind("claim.decided", 30),
    Kind("completions.recorded", 31),
    Kind("check.remarked", 32),
    Kind("certificate.withdrawn", 33),
    Kind("evidence.withdrawn", 34),
    Kind("adjustment", 35),
    Kind("extract", 36),
    Kind("escalation", 37),
    Kind("course.new-law", 40),
    # What is kindly meant, and can be done without.
    Kind("path.due-soon", 50, words="A path you were asked to take is due soon"),
    Kind("evidence.expiring", 51, words="Something you have shown runs out soon"),
    Kind("course.correction", 60, words="A lesson you have read was corrected"),
    Kind("case.decided", 62, words="What became of a case that you proposed"),
    Kind("case.proposed", 63, words="Somebody in your council proposed a case of a result"),
    Kind(
        "outcome.question",
        65,
        words="One question, three months after a check: what you do differently",
    ),
    Kind(
        "outcome.confirm",
        66,
        words="A colleague asks whether you saw something they do differently",
        is_key=True,
    ),
    Kind("check.passed", 70, words="You passed a check"),
    Kind("tip", 90, words="Tips for learning"),
)
KINDS = {kind.name: kind for kind in _KINDS}
OPTIONAL = tuple(kind for kind in _KINDS if kind.is_optional)
AT_ONCE = tuple(kind.name for kind in _KINDS if not kind.is_routine)
LAST = 99


def kind_of(name: str) -> Kind:
    """The kind with a name; one that is not known here (any more) is told last, in the digest."""
    return KINDS.get(name) or Kind(name, LAST)
