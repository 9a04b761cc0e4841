"""Every deed in words. An action that is written to the audit trail has its line here.

A deed reads after the name of who did it, and before that of the person it was done to. Values
before and after are shown for the fields named, and for no others: a reason may be confidential.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class About(StrEnum):
    """What a deed is about: the filter of the audit page."""

    PEOPLE = "people"
    PATHS = "paths"
    PRIOR = "prior-learning"
    EVIDENCE = "evidence"
    DECISIONS = "decisions"
    ACCESS = "access"
    COUNCIL = "council"


ABOUT = MappingProxyType(
    {
        About.PEOPLE: "People and roles",
        About.PATHS: "Paths asked for",
        About.PRIOR: "Prior learning",
        About.EVIDENCE: "What was shown",
        About.DECISIONS: "The council’s decisions",
        About.ACCESS: "Who may do what",
        About.COUNCIL: "The council itself",
    }
)


@dataclass(frozen=True)
class Deed:
    """What is said of a deed, and the fields whose values are shown."""

    says: str
    about: About
    shown: tuple[str, ...] = ()
    anywhere: bool = False  # shown although the entry names no organisation


# What leads read, by action.
DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "membership.started": Deed(
            "recorded when they belong here", About.PEOPLE, ("starts_on", "ends_on")
        ),
        "membership.changed": Deed(
            "changed when they belong here", About.PEOPLE, ("starts_on", "ends_on")
        ),
        "role.given": Deed("gave a role", About.PEOPLE, ("role", "starts_on")),
        "path.assigned": Deed(
            "asked people to take a path", About.PATHS, ("path", "people", "due_on")
        ),
        "escalation.announced": Deed(
            "said who will be told of what is overdue, under the council’s policy", About.PATHS
        ),
        "escalation.told": Deed(
            "told others of what is overdue, under the council’s policy", About.PATHS
        ),
        "extract.made": Deed(
            "made a list for group leaders, under the council’s resolution",
            About.PATHS,
            ("people", "clause"),
        ),
        "extract.listed": Deed("named them on a list for group leaders", About.PATHS),
        "claim.made": Deed("claimed prior learning", About.PRIOR),
        "claim.accepted": Deed("accepted a claim of prior learning", About.PRIOR, ("level",)),
        "claim.declined": Deed("did not accept a claim of prior learning", About.PRIOR),
        "claim.withdrawn": Deed("took back a claim of prior learning", About.PRIOR),
        "acceptance-rule.added": Deed(
            "said which course from elsewhere is accepted",
            About.PRIOR,
            ("course", "skill", "level", "lasts_months", "starts_on"),
        ),
        "acceptance-rule.ended": Deed(
            "ended the acceptance of a course from elsewhere", About.PRIOR, ("ends_on",)
        ),
        "completions.imported": Deed(
            "recorded courses completed elsewhere", About.PRIOR, ("recorded", "people")
        ),
        "evidence.withdrawn": Deed(
            "withdrew what was shown", About.EVIDENCE, ("effective_on",), anywhere=True
        ),
        "evidence.corrected": Deed(
            "corrected what was shown", About.EVIDENCE, ("level", "shown_on"), anywhere=True
        ),
        "certificate.withdrawn": Deed("withdrew a certificate", About.EVIDENCE, ("effective_on",)),
        "adjustment.granted": Deed(
            "granted extra time in checks", About.PEOPLE, ("extra", "starts_on", "ends_on")
        ),
        "adjustment.ended": Deed("ended extra time in checks", About.PEOPLE, ("ends_on",)),
        "purpose.decided": Deed(
            "recorded what the results are for",
            About.DECISIONS,
            ("said", "authority", "starts_on"),
        ),
        "load.decided": Deed(
            "recorded how much newcomers are asked at most",
            About.DECISIONS,
            ("said", "authority", "starts_on"),
        ),
        "post.decided": Deed(
            "recorded when e-mail goes out", About.DECISIONS, ("said", "authority", "starts_on")
        ),
        "quiet.decided": Deed(
            "recorded when no routine e-mail goes out",
            About.DECISIONS,
            ("said", "authority", "starts_on"),
        ),
        "line-managers.decided": Deed(
            "recorded whether line managers see their reports",
            About.DECISIONS,
            ("said", "authority", "starts_on"),
        ),
        "escalation.decided": Deed(
            "recorded who is told of what is overdue",
            About.DECISIONS,
            ("said", "authority", "starts_on"),
        ),
        "extract.decided": Deed(
            "recorded the resolution on the group leaders’ extract",
            About.DECISIONS,
            ("said", "authority", "starts_on"),
        ),
        "retention.decided": Deed(
            "recorded how long records are kept",
            About.DECISIONS,
            ("said", "authority", "starts_on"),
        ),
        "appointment.made": Deed("made an appointment", About.ACCESS, ("kind", "starts_on")),
        "appointment.ended": Deed("ended an appointment", About.ACCESS, ("ends_on",)),
        "organisation.opened": Deed("added the council", About.COUNCIL, ("name",)),
        "sharing.started": Deed("let a partnership see the council’s figures", About.COUNCIL),
        "badges.switched": Deed("switched digital badges on or off", About.COUNCIL, ("on",)),
        "badges.keys_rotated": Deed("renewed the keys of digital badges", About.COUNCIL),
    }
)
# What no lead reads, each with its reason.
NOT_SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "person.added": "may be another council's deed; belonging here has an entry of its own",
        "password.set": "how somebody signs in is theirs",
        "attempt.remarked": "tries are theirs",
        "choices.deleted": "about no council",
        "partnership.opened": "about no council",
    }
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "starts_on": "from",
        "ends_on": "until",
        "effective_on": "from",
        "shown_on": "shown on",
        "due_on": "by",
        "role": "role",
        "path": "path",
        "skill": "skill",
        "level": "level",
        "people": "people",
        "recorded": "records",
        "course": "course",
        "lasts_months": "months it lasts",
        "extra": "extra time",
        "said": "decision",
        "authority": "authority",
        "clause": "clause",
        "kind": "appointment",
        "name": "name",
        "on": "on",
    }
)
ANYWHERE = tuple(action for action, deed in DEEDS.items() if deed.anywhere)


def actions_about(about: str) -> tuple[str, ...]:
    """The actions of a filter; all of them where nothing is chosen."""
    return tuple(action for action, deed in DEEDS.items() if not about or deed.about == about)
