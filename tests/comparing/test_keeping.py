"""What may be compared: only what a council's own no-name view shows in full."""

from flask import Flask
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.comparing import keeping
from learning.comparing.models import ComparableFigures
from learning.coverage import keeping as figures
from learning.database import current_session, transaction
from learning.people.actions import sharing
from learning.people.models import RequirementSetting
from tests.builders import LONG_AGO, Town
from tests.comparing.made import an_agreement, newest
from tests.coverage.conftest import built_planners as built_planners  # noqa: PLC0414  # busy's
from tests.coverage.conftest import busy as busy  # noqa: PLC0414  # a fixture, by its name
from tests.page import Browser


def share(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        sharing.agree(session, an_agreement(town.council, None, joint=False))


def compared(app: Flask, catalogue: Catalogue) -> dict[str, list[int]]:
    with app.app_context():
        figures.keep_figures(catalogue, at=now(), decided=1)
        assert keeping.keep_comparable(catalogue, at=now()) == 1
        assert keeping.keep_comparable(catalogue, at=now()) == 0
        assert keeping.differences(catalogue, at=now()) == 0
        row = current_session().scalars(select(ComparableFigures)).one()
        assert row.month_end == newest()
        return row.lines


def test_lines_that_the_no_name_view_hides_or_bands_are_never_compared(
    app: Flask, browser: Browser, catalogue: Catalogue, busy: Town
) -> None:
    share(app, busy)
    lines = compared(app, catalogue)
    browser.sign_in(busy.reviewer)
    data = browser.client.get(f"/organisations/{busy.slug}/coverage.json").json["skills"]
    assert lines == {
        one["skill"]: [one["required"], one["met"]] for one in data if not one["suppressed"]
    }
    assert lines
    assert len(lines) < len(data)
    assert all(required >= 10 for required, _ in lines.values())


def test_a_council_s_own_levels_play_no_part(app: Flask, catalogue: Catalogue, busy: Town) -> None:
    share(app, busy)
    with app.app_context(), transaction() as session:
        row = RequirementSetting(
            organisation_id=busy.council,
            role="planning-officer",
            skill="digital-planning",
            level=0,
            reason="Nobody plans here.",
            starts_on=LONG_AGO.date(),
            recorded_at=LONG_AGO,
            recorded_by=None,
        )
        session.add(row)
    lines = compared(app, catalogue)
    assert lines["digital-planning"][0] >= 10


def test_of_a_council_that_shares_nothing_nothing_is_made_comparable(
    app: Flask, catalogue: Catalogue, busy: Town
) -> None:
    with app.app_context():
        figures.keep_figures(catalogue, at=now(), decided=1)
        assert keeping.keep_comparable(catalogue, at=now()) == 0
