"""The depot that tests of the distribution service work in, on each database engine."""

from collections.abc import Iterator

import pytest

from shared.persistence.database import Database
from tests.distribution.depot import Depot, open_depot


@pytest.fixture
def depot(database_url: str) -> Iterator[Depot]:
    database = Database(database_url)
    yield open_depot(database)
    database.close()


@pytest.fixture
def warehouse(depot: Depot) -> str:
    """The warehouse of the northern branch."""
    return depot.warehouse()
