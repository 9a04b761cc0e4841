"""The deeds that concern a council itself, in words."""

from collections.abc import Mapping

DAYS = "starts_on ends_on"
Lines = Mapping[str, tuple[str, str]]  # action: what is said, the fields whose values are shown
COUNCIL: Lines = {
    "organisation.opened": ("added the council", "name"),
    "organisation.kind-set": ("said what kind of council it is", "kind"),
    "organisation.ended": ("ended the council", "ends_on"),
    "organisation.goes-on": ("let the council go on", "ends_on"),
    "reorganisation.drawn": ("drew a plan of a reorganisation", "plan vests_on"),
    "reorganisation.changed": ("changed the plan of a reorganisation", "plan what"),
    "reorganisation.dropped": ("dropped the plan of a reorganisation", "plan"),
    "reorganisation.shown": ("showed training leads the plan of a reorganisation", "plan"),
    "reorganisation.started": ("began to carry out a reorganisation", "plan vests_on"),
    "reorganisation.finished": ("carried out a reorganisation", "plan vests_on"),
    "reorganisation.undone": ("took back a reorganisation", "plan vests_on"),
    "sharing.started": ("let a partnership see the council’s figures", ""),
    "statement.published": ("published a statement", "number as_at audience officer"),
    "statement.restated": ("restated a statement", "number as_at audience officer"),
    "statement.released": (
        "let a statement be published before an election",
        "number officer",
    ),
    "election.added": ("recorded a pre-election period", "election starts_on polling_on"),
    "election.taken-back": ("took back a pre-election period", "election starts_on polling_on"),
    "sharing.agreed": (
        "agreed to share figures with other councils",
        f"with {DAYS} joint compared may_be_asked authority",
    ),
    "sharing.ended": ("ended what is shared with other councils", "with ends_on"),
    "sharing.what-helped": ("said what helped with a skill", "skill words"),
    "token.made": ("made a token for a tool", "tool scopes expires_on"),
    "token.expires": ("changed the day on which a tool’s token ends", "tool expires_on"),
    "token.revoked": ("revoked a tool’s token", "tool"),
    "badges.switched": ("switched digital badges on or off", "on"),
    "badges.keys_rotated": ("renewed the keys of digital badges", ""),
    "retention.applied": ("removed what is kept no longer", ""),
    "case.proposed": ("proposed a case of a result for residents", "title"),
    "case.published": ("published a case of a result for residents", "title"),
    "case.corrected": ("corrected a case of a result for residents", "title"),
    "case.declined": ("did not publish a case of a result that was proposed", "title"),
    "case.withdrawn": ("withdrew a case of a result for residents", "title"),
}
