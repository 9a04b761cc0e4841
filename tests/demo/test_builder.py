from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of, start_of
from learning.demo.builder import Builder


@pytest.mark.parametrize("hour", [0, 9, 12, 23])
def test_nothing_of_the_demo_is_recorded_later_than_now(
    session: Session, catalogue: Catalogue, hour: int
) -> None:
    at = datetime(2026, 11, 30, hour, 15, tzinfo=UTC)
    builder = Builder(session, catalogue, Random(1), at, date(2024, 11, 30))
    today = day_of(at)
    for _ in range(100):
        moment = builder.moment(today)
        assert start_of(today) <= moment <= at
        assert day_of(builder.moment(today - timedelta(days=1))) == today - timedelta(days=1)
