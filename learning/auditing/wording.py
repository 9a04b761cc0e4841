"""Every deed in words. An action that is written to the audit trail has its line here.

A deed reads after the name of who did it; the person it was done to stands beside it. Values
before and after are shown for the fields named, and for no others: a reason may be confidential.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from learning.auditing.council import COUNCIL, DAYS, Lines
from learning.policies.rules import Name


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


_PEOPLE: Lines = {
    "person.added": ("recorded a new person", ""),
    "person.imported": (
        "recorded a new person, from a file",
        f"name reference {DAYS} role service",
    ),
    "person.import-changed": (
        "changed what is recorded, from a file",
        f"name reference address manager language {DAYS} role service",
    ),
    "people.imported": (
        "imported people from a file",
        "file new changed left returned not_invited",
    ),
    "person.erased": ("erased who this was", ""),
    "person.exported": ("took a copy of everything kept about them", ""),
    "copy.given": ("made a copy of everything kept about them", ""),
    "particulars.said": (
        "recorded what the council says of them",
        "name reference address manager_key language",
    ),
    "particulars.changed": (
        "changed what the council says of them",
        "name reference address manager_key language",
    ),
    "membership.started": ("recorded when they belong here", DAYS),
    "membership.changed": ("changed when they belong here", DAYS),
    "membership.ended": ("recorded that they leave", "ends_on"),
    "role.given": ("gave a role", f"role service {DAYS}"),
    "role.changed": ("changed the days of a role", f"role service {DAYS}"),
    "role.ended": ("ended a role", f"role service {DAYS}"),
    "pause.recorded": ("recorded a pause", "paused_from paused_until"),
    "pause.changed": ("changed a pause", "paused_from paused_until"),
    "pause.dropped": ("took back a pause", "paused_from paused_until"),
    "restriction.made": ("let only named training leads see their results", ""),
    "restriction.changed": ("changed which training leads see their results", ""),
    "adjustment.granted": ("granted extra time in checks", f"extra {DAYS}"),
    "adjustment.ended": ("ended extra time in checks", "ends_on"),
    "place.carried": ("moved them to the council that follows this one", ""),
    "place.ended": ("recorded that their place ends with the council", ""),
    "place.came": ("took them over from a council that became this one", ""),
    "place.returned": ("took back that they moved to another council", ""),
    "record.linked": ("linked what the council recorded with their own record", ""),
    "address.marked": ("marked an e-mail address as one that is handed on", ""),
    "address.handed_on": ("recorded that an e-mail address was handed on", ""),
    "address.not_theirs": ("was told that an e-mail address is not theirs", ""),
}
_PATHS: Lines = {
    "path.assigned": ("asked people to take a path", "path role tier people due_on"),
    "path.extended": ("gave a later last day", "path due_on"),
    "path.reminded": ("reminded people who are overdue still", "path people"),
    "rule.made": (
        "made a rule that asks for a path",
        f"path role service within_days due_on {DAYS} renews own_days left_out",
    ),
    "rule.ended": ("ended a rule", "ends_on"),
    "assignment.followed": ("followed what is asked", "asked back moved lifted kept"),
    "exemption.granted": ("exempted them from a path", f"path authority clause {DAYS}"),
    "exemption.ended": ("ended an exemption", "ends_on"),
    "escalation.announced": (
        "said who will be told of what is overdue, under the council’s policy",
        "",
    ),
    "escalation.told": ("told others of what is overdue, under the council’s policy", ""),
    "extract.made": (
        "made a list for group leaders, under the council’s resolution",
        "people clause",
    ),
    "extract.listed": ("named them on a list for group leaders", ""),
}
_PRIOR: Lines = {
    "claim.made": ("claimed prior learning", ""),
    "claim.handed-on": ("handed a claim on with a reorganisation", ""),
    "claim.accepted": ("accepted a claim of prior learning", "level"),
    "claim.declined": ("did not accept a claim of prior learning", ""),
    "claim.withdrawn": ("took back a claim of prior learning", ""),
    "acceptance-rule.added": (
        "said which course from elsewhere is accepted",
        "course skill level lasts_months starts_on",
    ),
    "acceptance-rule.ended": ("ended the acceptance of a course from elsewhere", "ends_on"),
    "completions.imported": ("recorded courses completed elsewhere", "recorded people"),
}
_EVIDENCE: Lines = {
    "evidence.withdrawn": ("withdrew what was shown", "skill level effective_on"),
    "evidence.corrected": ("corrected what was shown", "skill level shown_on counts_until"),
    "certificate.withdrawn": ("withdrew a certificate", "effective_on"),
}
_DECIDED: Mapping[Name, str] = {
    Name.PURPOSE: "what the results are for",
    Name.LOAD: "how much newcomers are asked at most",
    Name.POST: "when e-mail goes out",
    Name.QUIET: "when no routine e-mail goes out",
    Name.LINE_MANAGERS: "whether line managers see their reports",
    Name.ESCALATION: "who is told of what is overdue",
    Name.EXTRACT: "the resolution on lists for group leaders",
    Name.RETENTION: "how long records are kept",
    Name.OUTCOMES: "whether people are asked what they do differently",
}
_DECISIONS: Lines = {
    **{
        f"{name}.decided": (f"recorded {what}", "said authority starts_on")
        for name, what in _DECIDED.items()
    },
    **{
        f"{name}.taken-back": (f"took back a decision: {what}", "said starts_on")
        for name, what in _DECIDED.items()
    },
    "requirement.set": ("set a level of the council’s own", "role skill level starts_on reason"),
    "requirement.ended": (
        "ended a level of the council’s own",
        "role skill level starts_on reason",
    ),
    "requirement.taken-back": (
        "took back a level of the council’s own",
        "role skill level starts_on reason",
    ),
}
_ACCESS: Lines = {
    "appointment.made": ("made an appointment", f"kind tiers services {DAYS}"),
    "appointment.ended": ("ended an appointment", "ends_on"),
    "person.invited": ("invited them to sign in", ""),
    "code.printed": ("printed a code to sign in with", ""),
}
# What leads read, by action.
DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        action: Deed(says, about, tuple(fields.split()))
        for about, lines in (
            (About.PEOPLE, _PEOPLE),
            (About.PATHS, _PATHS),
            (About.PRIOR, _PRIOR),
            (About.EVIDENCE, _EVIDENCE),
            (About.DECISIONS, _DECISIONS),
            (About.ACCESS, _ACCESS),
            (About.COUNCIL, COUNCIL),
        )
        for action, (says, fields) in lines.items()
    }
)
# What no lead reads, each with its reason.
NOT_SHOWN: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("password.set", "password.forgotten", "recovery.asked", "invitation.used"),
                *("code.used", "address.added", "address.ended", "address.put_first"),
                *("post.chosen", "post.unsubscribed", "link.denied"),
            ),
            "how somebody signs in and is written to is theirs",
        ),
        "attempt.remarked": "tries are theirs",
        "self-assessment.renewed": "the newest view is read on their page, by its day alone",
        "choices.deleted": "about no council",
        "partnership.opened": "about no council",
    }
)

# By what made a row of `Assigned`: what happened, in words.
ASKED: Mapping[str, str] = {
    "asked": "{who} asked them to take {path}, by {day}",
    "came back": "{path} is asked of them again, by {day}",
    "moved": "The last day for {path} moved to {day}",
    "left role": "{path} is asked of them no more: they left the role",
    "rule ended": "{path} is asked of them no more: the rule ended",
    "left": "{path} is asked of them no more: they left",
    "carried": "{path} is asked of them still, by {day}, as their former council did",
    "left out": "{path} is not asked of them: they were left out of the rule",
    "paused": "{path} is not asked of them while they are away",
}


def actions_about(about: str) -> tuple[str, ...]:
    """The actions of a filter; all of them where nothing is chosen."""
    return tuple(action for action, deed in DEEDS.items() if not about or deed.about == about)
