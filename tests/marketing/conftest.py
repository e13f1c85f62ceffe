"""The marketing database, on each engine."""

from collections.abc import Iterator

import pytest

from shared.persistence.database import Database
from tests.marketing.office import open_office


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_office(database_url)
    yield opened
    opened.close()
