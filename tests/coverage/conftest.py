"""The product's own report, for tests that hold it to something else."""

import pytest
from sqlalchemy.orm import Session

from tests.coverage.engine import Engine


@pytest.fixture
def engine(session: Session) -> Engine:
    return Engine(session)
