"""The pages on which a council settles things for itself: a table, so that new ones are a line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SettingsPage:
    """A page, by its endpoint: every one of them takes the organisation alone."""

    title: str
    about: str
    endpoint: str
    for_whole: bool = False  # only leads of the whole organisation may open it


PAGES = (
    SettingsPage(
        "What your council has decided",
        "What the results are for, post and quiet periods, newcomers, line managers, "
        "escalation, how long records are kept",
        "policies.decisions",
    ),
    SettingsPage(
        "What roles need",
        "The framework’s levels and your council’s own, by role and skill",
        "requirements.requirements",
    ),
    SettingsPage(
        "What you accept from elsewhere",
        "Which courses of other providers show which skills, and for how long",
        "claims.acceptance_rules",
    ),
    SettingsPage(
        "Weekly e-mails",
        "What goes out next and what it looks like, starting and stopping it, who was not reached",
        "notices.post",
        for_whole=True,
    ),
    SettingsPage(
        "Rules",
        "Who is asked to take which path as their role begins, and by when",
        "assignments.standing_rules",
    ),
    SettingsPage(
        "Training leads",
        "Who looks after whom here, deputies, handing over",
        "staffing.leads",
    ),
    SettingsPage(
        "What was changed, and by whom",
        "The audit trail, by person, deed and day",
        "auditing.audit_page",
    ),
    SettingsPage(
        "What you share with other councils",
        "With whom, which figures and until when; who read them",
        "comparing.sharing",
    ),
    SettingsPage(
        "Reorganisations",
        "What is planned for your council, what it would come to, and where it came from",
        "reorganisation.council",
    ),
    SettingsPage(
        "Lists for group leaders",
        "Under a resolution of your council: who is asked what, and whether it is done",
        "oversight.all_extracts",
        for_whole=True,
    ),
    SettingsPage(
        "Pre-election periods",
        "From which day until polling day no statement is published without a named release",
        "publishing.elections",
        for_whole=True,
    ),
    SettingsPage(
        "Tokens for your own tools",
        "Which programs of your council read its figures without names, and until when",
        "api.tokens",
        for_whole=True,
    ),
    SettingsPage(
        "People who left",
        "Whose name is removed here, and when, by what your council has decided",
        "housekeeping.leavers",
        for_whole=True,
    ),
)


def pages_here(*, whole: bool) -> tuple[SettingsPage, ...]:
    """The pages that this lead may open."""
    return tuple(page for page in PAGES if whole or not page.for_whole)
