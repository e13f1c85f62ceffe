"""The service desk's database, on each engine."""

from collections.abc import Iterator

import pytest

from shared.persistence.database import Database
from tests.service_desk.desk import open_desk


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_desk(database_url)
    yield opened
    opened.close()
