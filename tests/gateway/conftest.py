"""A gateway of a test's own, on each database engine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("TENON_ARGON2", "fast")

from shared.persistence.database import Database
from tests.gateway.organisation import House, build


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """An organisation of head office, two branches with an office each, and nobody in it but the administrator."""
    database = Database(database_url)
    yield build(database)
    database.close()


@pytest.fixture
def embedded_house(tmp_path: Path) -> Iterator[House]:
    """The same on SQLite alone, for what has nothing to do with the engine."""
    database = Database(f"sqlite:///{tmp_path / 'gateway.sqlite'}")
    yield build(database)
    database.close()
