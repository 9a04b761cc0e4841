"""Tables that are not about people, with the columns in which somebody types freely."""

from learning.housekeeping.rules.decisions import nobodys

ABOUT_NOBODY = (
    nobodys("organisation", "a council", "name"),
    nobodys("partnership", "a partnership", "name"),
    nobodys("sharing", "what a council shares", "contact authority"),
    nobodys("comparable_figures", "counts of people, without any of them", "lines"),
    nobodys("what_helped", "what a council says it did about a skill", "words"),
    nobodys("policy", "a council's decisions about itself", "said authority"),
    nobodys("given_extract", "that a list was made, and under which resolution", "clause paths"),
    nobodys("ladder_month_end", "counts of people, without any of them", "rungs"),
    nobodys("result_case", "that a case of the council was written"),
    nobodys(
        "case_version",
        "what changed for residents, in the council's words; an officer stands for it by name",
        "title changed figures source skills officer link reason",
    ),
    nobodys("requirement_setting", "what a council expects of a role", "reason"),
    nobodys(
        "acceptance_rule", "which courses a council accepts", "issuer issuer_key course course_key"
    ),
    nobodys("badge_issuing", "whether a council issues badges"),
    nobodys("badge_key", "the keys of its badges", "public private"),
    nobodys("framework_requirement", "the framework"),
    nobodys("framework_revision", "the framework"),
    nobodys("question_version", "a question in the words of the courses", "wording"),
    nobodys("correction", "what was wrong with a question, in its authors' words", "note"),
    nobodys("applied_change", "a change of a course", "change"),
    nobodys(
        "month_end_figures", "counts of people, without any of them", "profiles published hidden"
    ),
    nobodys(
        "together_figures",
        "counts of people, without any of them",
        "councils profiles published meanwhile hidden",
    ),
    nobodys("latest_figures", "counts of people, without any of them", "profiles"),
    nobodys(
        "statement",
        "what a council published in its own name; the officer who answers for it is part of it",
        "officer_name officer_post hidden anew",
    ),
    nobodys("statement_file", "counts of people, without any of them, as published", "content"),
    nobodys("restating_decision", "names of lines of figures, without anybody in them", "anew"),
    nobodys("pre_election_period", "the days before a council's election", "election"),
    nobodys(
        "statement_release",
        "who decided in a council's name that a statement is published, as it is printed there",
        "officer_name officer_post reason",
    ),
    nobodys("reorganisation", "a plan for councils", "name"),
    nobodys("predecessor", "a council that people leave"),
    nobodys("successor", "a council that people come to"),
    nobodys("direction", "where people of a role, tier or service go"),
    nobodys("taken_over", "what a council takes over from another"),
    nobodys(
        "reorganisation_run", "how often and when, in counts", "counted tallies ledger undo_ledger"
    ),
    nobodys("changed_row", "what a reorganisation has to put back"),
    nobodys("organisation_end", "when a council ends, as it was known"),
    nobodys("carried_assignment", "which assignment follows which"),
    nobodys("future_figures", "counts of people, without any of them", "profiles"),
    nobodys(
        "api_token",
        "which tools of a council read its figures without names; whoever made one did so for it",
        "name",
    ),
    nobodys("sign_in_tries", "how often signing in failed, by a hash; gone within a week"),
    nobodys("timed_run", "how timed work stands, in counts", "said trouble"),
)
