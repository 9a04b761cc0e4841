"""What erasing somebody does to every column of every table; erasure acts by this list alone.

Each table says by which column its rows lead to the person, and then of each column whether it
goes or stays. A table or a column without a decision fails a test: decide before it is filled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Columns that name somebody who did something for others: a number, which names nobody once
# that person is erased. They stay wherever they are.
ACTORS = frozenset(
    {
        *("recorded_by", "actor_id", "assigned_by", "decided_by", "uploaded_by"),
        *("lead_id", "officer_id"),
    }
)


class Rows(StrEnum):
    """What becomes of a person's rows."""

    GO = "go"
    STAY = "stay"  # with some columns emptied, perhaps
    OF_NOBODY = "of nobody"  # the table is not about people


class By(StrEnum):
    """How rows are found that no key leads to."""

    MENTION = "its JSON names them"
    ASKED_ALONE = "it asked nobody else"


OWN_NUMBER = "its own number, in words that say so"
MOMENT = "the moment of the erasure"


@dataclass(frozen=True)
class Decision:
    """What erasure does to one table."""

    table: str
    rows: Rows
    because: str
    by: str = ""  # the column that leads to the person, or one of By
    stays: frozenset[str] = frozenset()
    empties: Mapping[str, object] = field(default_factory=dict)  # column → what stands there then
    of_council: bool = False  # what a council said: goes too where only that council lets go


def _gone(table: str, by: str, because: str, *, of_council: bool = False) -> Decision:
    """Its rows go, whatever columns they have."""
    return Decision(table, Rows.GO, because, by, of_council=of_council)


def _kept(
    table: str,
    by: str,
    because: str,
    stays: str,
    empties: Mapping[str, object] | None = None,
    *,
    of_council: bool = False,
) -> Decision:
    """Its rows stay, for figures or because they say what was done; their words go."""
    kept = frozenset(stays.split())
    return Decision(table, Rows.STAY, because, by, kept, empties or {}, of_council)


def _nobodys(table: str, because: str, words: str = "") -> Decision:
    """Not about people; `words` names the columns in which somebody types freely."""
    return Decision(table, Rows.OF_NOBODY, because, stays=frozenset(words.split()))


FIGURES = "past coverage figures rest on it"
RECORDED = "id recorded_at recorded_by superseded_at"
LEARNING = "how somebody learned is theirs alone; no figure of a council rests on it"

DECISIONS = (
    # Who somebody is.
    _kept(
        "person",
        "id",
        "other rows point to it; it names nobody any more",
        "id created_at",
        {"name": "", "password_hash": None, "language": None},
    ),
    _gone("address", "person_id", "it is how they sign in, and a name in itself"),
    _gone("sign_in", "person_id", "when they were here"),
    _gone("particulars", "person_id", "what a council said of them", of_council=True),
    # Where they belonged, and what they showed: the truth of the figures.
    _kept(
        "membership",
        "person_id",
        FIGURES,
        "id person_id organisation_id person_code created_at",
        {"erased_at": MOMENT},
        of_council=True,
    ),
    _kept(
        "membership_period", "membership_id", FIGURES, f"{RECORDED} membership_id starts_on ends_on"
    ),
    _kept(
        "held_role",
        "membership_id",
        FIGURES,
        f"{RECORDED} membership_id role service starts_on ends_on",
    ),
    _kept("pause", "membership_id", FIGURES, f"{RECORDED} membership_id paused_from paused_until"),
    _kept(
        "restriction",
        "membership_id",
        "who counts in whose figures rests on it",
        f"{RECORDED} membership_id lead_id",
    ),
    _kept(
        "evidence",
        "person_id",
        FIGURES,
        f"{RECORDED} person_id skill level source shown_on expires_on first_id",
        {"reference": OWN_NUMBER, "summary": ""},
    ),
    _kept(
        "withdrawal", "evidence_id", FIGURES, f"{RECORDED} evidence_id effective_on", {"reason": ""}
    ),
    # What they did here.
    _kept(
        "appointment",
        "person_id",
        "it says who might see and decide for others, and when",
        f"{RECORDED} person_id kind starts_on ends_on organisation_id partnership_id tiers"
        " services",
    ),
    _kept(
        "audit_entry",
        "person_id",
        "deeds stay on record, without words",
        "id at actor_id action organisation_id person_id fields",
    ),
    _kept(
        "audit_detail",
        "entry_id",
        "the deed stays, the values go",
        "id entry_id field",
        {"before": None, "after": None},
        of_council=True,
    ),
    # How they learned.
    _gone("attempt", "person_id", LEARNING),
    _gone("attempt_question", "attempt_id", LEARNING),
    _gone("answer", "attempt_question_id", LEARNING),
    _gone("remarking", "attempt_id", LEARNING),
    _gone("asks_how_sure", "person_id", LEARNING),
    _gone("challenge", "person_id", LEARNING),
    _gone("lesson_read", "person_id", LEARNING),
    _gone("self_assessment", "person_id", LEARNING),
    _gone("self_assessment_answer", "self_assessment_id", LEARNING),
    _gone(
        "certificate",
        "person_id",
        "without its holder nobody can agree to show it: its address answers 404",
    ),
    _gone("consent", "certificate_id", "it ends with its certificate"),
    # What councils asked, granted and told.
    _gone("adjustment", "person_id", "the reason may be about health", of_council=True),
    _gone("claim", "person_id", "what it gave stands in the evidence", of_council=True),
    _gone("claim_file", "claim_id", "a proof names its holder", of_council=True),
    _gone("claim_decision", "claim_id", "its reason is about them", of_council=True),
    _gone(
        "assigned",
        "membership_id",
        "whom something was asked of; no figure rests on it",
        of_council=True,
    ),
    _kept(
        "assignment",
        By.ASKED_ALONE,
        "what was asked of several people stays; words for one alone go",
        "id organisation_id path role due_on assigned_at assigned_by form_key starts_on service"
        " within_days standing renews ends_on officer_id",
        {"reason": "", "form_hash": ""},
        of_council=True,
    ),
    _gone("notice", "person_id", "words to them", of_council=True),
    _gone("mail", "person_id", "words to them, and their address", of_council=True),
    _kept(
        "completion_upload",
        By.MENTION,
        "the rows of a file that names them go; that it was sent stays",
        "id organisation_id uploaded_at uploaded_by applied_at recorded",
        {"completions": None, "name": "a file"},
        of_council=True,
    ),
    # Tables that are not about people, with the columns in which somebody types freely.
    _nobodys("organisation", "a council", "name"),
    _nobodys("partnership", "a partnership", "name"),
    _nobodys("sharing", "what a council shares"),
    _nobodys("policy", "a council's decisions about itself", "said authority"),
    _nobodys("requirement_setting", "what a council expects of a role", "reason"),
    _nobodys(
        "acceptance_rule", "which courses a council accepts", "issuer issuer_key course course_key"
    ),
    _nobodys("badge_issuing", "whether a council issues badges"),
    _nobodys("badge_key", "the keys of its badges", "public private"),
    _nobodys("framework_requirement", "the framework"),
    _nobodys("framework_revision", "the framework"),
    _nobodys("question_version", "a question in the words of the courses", "wording"),
    _nobodys("correction", "what was wrong with a question, in its authors' words", "note"),
    _nobodys("applied_change", "a change of a course", "change"),
    _nobodys("month_end_figures", "counts of people, without any of them", "profiles"),
    _nobodys("latest_figures", "counts of people, without any of them", "profiles"),
    _nobodys("sign_in_tries", "how often signing in failed, by a hash; gone within a week"),
    _nobodys("timed_run", "how timed work stands, in counts", "said trouble"),
)
BY_TABLE: Mapping[str, Decision] = {decision.table: decision for decision in DECISIONS}
