"""Contents of statements made by hand, for the papers that are drawn from them."""

from datetime import UTC, date, datetime

from learning.coverage.content import ReportContent
from learning.publishing.content import (
    Difference,
    Earlier,
    Officer,
    Release,
    Restatement,
    Settings,
    StatementContent,
)
from tests.coverage import contents
from tests.coverage.contents import a_line, a_report, hidden, overall

PUBLISHED_AT = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
OFFICER = Officer(name="Lowri Bevan", post="Head of Democratic Services")
SETTINGS = Settings(
    threshold=5, band_below=10, public_band_below=20, expiring_days=90, working_days_to_close=5,
    own_levels=True,
)  # fmt: skip


def earlier() -> Earlier:
    """What was said half a year before: one skill has risen since, one has fallen."""
    lines = (
        a_line("skill", "cyber-security", "cyber-security", 112, 60),
        a_line("skill", "data-literacy", "data-literacy", 100, 72),
        a_line("skill", "digital-planning", "digital-planning", 104, 46),
        hidden("skill", "responsible-ai", "responsible-ai"),
    )
    return Earlier(
        number=2,
        as_at=date(2026, 4, 30),
        published_at=datetime(2026, 5, 11, 9, 0, tzinfo=UTC),
        overall=overall(met=250),
        lines=lines,
        gaps=contents.GAPS[2:],
    )


def a_statement(report: ReportContent | None = None, **changes: object) -> StatementContent:
    """A statement of the usual report, with these values in place of its own."""
    usual: dict[str, object] = {
        "number": 3,
        "report": report or a_report(),
        "earlier": earlier(),
        "actions_taken": "Planners were given a morning each.\n\nThe care team comes next.",
        "published_by": OFFICER,
        "published_at": PUBLISHED_AT,
        "settings": SETTINGS,
        "roles": {},
    }
    return StatementContent(**(usual | changes))  # type: ignore[arg-type]


def first() -> StatementContent:
    """A first statement, with nothing before it."""
    return a_statement(earlier=None, actions_taken="")


def restated() -> StatementContent:
    """One that takes the place of another, published near an election."""
    lines = contents.usual_lines()
    return a_statement(
        restatement=Restatement(
            number=2,
            published_at=PUBLISHED_AT,
            known_at=contents.KNOWN_AT,
            reason="A team had been entered twice.",
            differences=(
                Difference(
                    earlier=a_line("skill", lines[0].name, lines[0].name, 118, 83), now=lines[0]
                ),
                Difference(earlier=hidden("tier", "councillor", "data-literacy"), now=lines[6]),
            ),
        ),
        release=Release(
            officer=OFFICER,
            reason="The budget meeting needs it.",
            period_starts_on=date(2026, 10, 25),
            polling_on=date(2026, 12, 3),
        ),
    )


def all_hidden() -> StatementContent:
    """A council too small for any figure."""
    return a_statement(contents.all_hidden(), earlier=None, actions_taken="")


def long_names() -> StatementContent:
    """Names as long as names get."""
    return a_statement(contents.long_names())


def of_leads() -> StatementContent:
    """With every figure."""
    return a_statement(contents.of_leads())


def without_gaps() -> StatementContent:
    """Everything needed is shown, and nothing runs out."""
    lines = tuple(a_line("skill", slug, slug, 40, 40) for slug in contents.SKILLS)
    whole = overall(people=40, met=200, required=200, expiring=0).model_copy(
        update={"below": 0, "none": 0}
    )
    report = a_report(overall=whole, lines=lines, gaps=(), trend=(), framework_overall=None)
    calm = SETTINGS.model_copy(update={"own_levels": False})
    return a_statement(report, earlier=None, actions_taken="", settings=calm)


EVERY_KIND = (
    a_statement, first, restated, all_hidden, long_names, of_leads, without_gaps,
)  # fmt: skip
