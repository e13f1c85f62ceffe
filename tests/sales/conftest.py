"""The branches that tests of the sales service call it from, on each database engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.persistence.database import Database
from tests.sales.branches import Branches, open_branches
from tests.sales.desk import Office, open_office


@pytest.fixture
def branches(database_url: str) -> Iterator[Branches]:
    database = Database(database_url)
    yield open_branches(database)
    database.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The branches on SQLite, for what no engine does differently."""
    database = Database(f"sqlite:///{tmp_path / 'office.sqlite'}")
    yield open_office(database)
    database.close()


@pytest.fixture
def office_anywhere(database_url: str) -> Iterator[Office]:
    """The branches once on each engine."""
    database = Database(database_url)
    yield open_office(database)
    database.close()
