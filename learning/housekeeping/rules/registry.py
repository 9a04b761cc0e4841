"""What erasing somebody does to every column of every table; erasure acts by this list alone.

Each table says by which column its rows lead to the person, and then of each column whether it
goes or stays. A table or a column without a decision fails a test: decide before it is filled.
"""

from collections.abc import Mapping

from learning.housekeeping.rules.about_nobody import ABOUT_NOBODY
from learning.housekeeping.rules.decisions import (
    MOMENT,
    OWN_NUMBER,
    By,
    Decision,
    gone,
    kept,
)

FIGURES = "past coverage figures rest on it"
RECORDED = "id recorded_at recorded_by superseded_at"
LEARNING = "how somebody learned is theirs alone; no figure of a council rests on it"

DECISIONS = (
    # Who somebody is.
    kept(
        "person",
        "id linked_to",  # and every record that was linked to theirs
        "other rows point to it; it names nobody any more",
        "id created_at linked_to linked_at",
        {"name": "", "password_hash": None, "language": None},
    ),
    gone("address", "person_id", "it is how they sign in, and a name in itself"),
    gone("sign_in", "person_id", "when they were here"),
    gone("invitation", "person_id", "it holds their address", of_council=True),
    gone("invitation_due", "membership_id", "how they were to come in"),
    gone("printed_code", "person_id", "how they came in", of_council=True),
    gone("recovery", "person_id", "how they came in"),
    gone("new_address", "person_id", "it holds an address of theirs"),
    gone("handed_on", "person_id", "it holds an address of theirs", of_council=True),
    gone(
        "link_request", "person_id provisional_id", "it holds an address of theirs", of_council=True
    ),
    gone("purpose_read", "person_id", "what they read", of_council=True),
    gone("particulars", "person_id", "what a council said of them", of_council=True),
    # Where they belonged, and what they showed: the truth of the figures.
    kept(
        "membership",
        "person_id",
        FIGURES,
        "id person_id organisation_id person_code created_at",
        {"erased_at": MOMENT},
        of_council=True,
    ),
    kept(
        "membership_period", "membership_id", FIGURES, f"{RECORDED} membership_id starts_on ends_on"
    ),
    kept(
        "held_role",
        "membership_id",
        FIGURES,
        f"{RECORDED} membership_id role service starts_on ends_on substitute",
    ),
    kept("pause", "membership_id", FIGURES, f"{RECORDED} membership_id paused_from paused_until"),
    kept(
        "restriction",
        "membership_id",
        "who counts in whose figures rests on it",
        f"{RECORDED} membership_id lead_id",
    ),
    kept(
        "evidence",
        "person_id",
        FIGURES,
        f"{RECORDED} person_id skill level source shown_on expires_on first_id",
        {"reference": OWN_NUMBER, "summary": ""},
    ),
    kept(
        "withdrawal", "evidence_id", FIGURES, f"{RECORDED} evidence_id effective_on", {"reason": ""}
    ),
    # What they did here.
    kept(
        "appointment",
        "person_id",
        "it says who might see and decide for others, and when",
        f"{RECORDED} person_id kind starts_on ends_on organisation_id partnership_id tiers"
        " services",
    ),
    kept(
        "audit_entry",
        "person_id",
        "deeds stay on record, without words",
        "id at actor_id action organisation_id person_id fields",
    ),
    kept(
        "audit_detail",
        "entry_id",
        "the deed stays, the values go",
        "id entry_id field",
        {"before": None, "after": None},
        of_council=True,
    ),
    kept(
        "reading",
        "reader_id",
        "councils may know how often their figures were read; it goes after two years",
        "id organisation_id reader_id read_on read_at kind place form appointment",
    ),
    # How they learned.
    gone("attempt", "person_id", LEARNING),
    gone("attempt_question", "attempt_id", LEARNING),
    gone("answer", "attempt_question_id", LEARNING),
    gone("remarking", "attempt_id", LEARNING),
    gone("asks_how_sure", "person_id", LEARNING),
    gone("challenge", "person_id", LEARNING),
    gone("lesson_read", "person_id", LEARNING),
    gone("self_assessment", "person_id", LEARNING),
    gone("self_assessment_answer", "self_assessment_id", LEARNING),
    gone(
        "certificate",
        "person_id",
        "without its holder nobody can agree to show it: its address answers 404",
    ),
    gone("consent", "certificate_id", "it ends with its certificate"),
    # What councils asked, granted and told.
    gone("adjustment", "person_id", "the reason may be about health", of_council=True),
    gone(
        "exemption",
        "person_id",
        "who allowed what and why; no figure rests on it",
        of_council=True,
    ),
    gone("claim", "person_id", "what it gave stands in the evidence", of_council=True),
    gone("claim_file", "claim_id", "a proof names its holder", of_council=True),
    gone("claim_decision", "claim_id", "its reason is about them", of_council=True),
    gone(
        "assigned",
        "membership_id",
        "whom something was asked of; no figure rests on it",
        of_council=True,
    ),
    gone(
        "set_apart",
        "person_id",
        "how a rule treated them otherwise",
        of_council=True,
        council="assignment_id",
    ),
    kept(
        "assignment",
        By.ASKED_ALONE,
        "what was asked of several people stays; words for one alone go",
        "id organisation_id path role due_on assigned_at assigned_by form_key starts_on service"
        " within_days standing renews ends_on officer_id over_load late_days tier",
        {"reason": "", "form_hash": ""},
        of_council=True,
    ),
    gone("notice", "person_id", "words to them", of_council=True),
    gone("declined_post", "person_id", "how they wanted to be written to"),
    gone("mail", "person_id", "words to them, and their address", of_council=True),
    kept(
        "completion_upload",
        By.MENTION,
        "the rows of a file that names them go; that it was sent stays",
        "id organisation_id uploaded_at uploaded_by applied_at recorded",
        {"completions": None, "name": "a file"},
        of_council=True,
        searched="completions",
    ),
    gone(
        "import_line",
        By.MENTION,
        "what a dry run says of them",
        of_council=True,
        council="import_id",
        searched="shown",
    ),
    kept(
        "people_import",
        By.MENTION,
        "the rows of a file that names them go; that it was sent stays",
        "id organisation_id row_count day is_full status uploaded_at uploaded_by form_key "
        "month_first good_rows to_invite invites last_day planned_at fingerprint done lease "
        "leased_until tries applied_at written",
        {"rows": None, "name": "a file", "said": "[]", "trouble": None},
        of_council=True,
        searched="rows",
    ),
    gone("escalated", "person_id", "what was overdue, and whom it was told", of_council=True),
    gone(
        "extract_line",
        "person_id",
        "what a list for group leaders said of them",
        of_council=True,
        council="extract_id",
    ),
    gone(
        "outcome_question",
        "person_id",
        "what they were asked of their work; past figures are kept by themselves",
        of_council=True,
    ),
    gone(
        "outcome_answer",
        "question_id",
        "what they say of their work",
        of_council=True,
    ),
    gone(
        "confirmation",
        "question_id colleague_id",
        "whom they named, and what they say of a colleague",
        of_council=True,
        council="question_id",
    ),
    # Councils that became others.
    gone("listed_person", "person_id", "where a plan sends them; what became of it stays"),
    kept(
        "moved_place",
        "membership_id",
        "a reorganisation can be taken back, and its counts rest on it",
        "id run_id membership_id kind moved_at undone_at to_id",
    ),
    # What is about nobody.
    *ABOUT_NOBODY,
)
BY_TABLE: Mapping[str, Decision] = {decision.table: decision for decision in DECISIONS}
