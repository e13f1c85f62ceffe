"""A post office on each database engine, in a company with two branches."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("TENON_ARGON2", "fast")

from shared.persistence.database import Database, database_at
from tests.gateway.organisation import build
from tests.messaging.post_office import PostOffice, open_post_office

READ = "sales.opportunity:read"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[PostOffice]:
    """On SQLite, for what no engine does differently."""
    yield from _open(f"sqlite:///{tmp_path / 'messaging.sqlite'}", tmp_path)


@pytest.fixture
def post_anywhere(database_url: str, tmp_path: Path) -> Iterator[PostOffice]:
    yield from _open(database_url, tmp_path)


def _open(database_url: str, folder: Path) -> Iterator[PostOffice]:
    gateway = Database(f"sqlite:///{folder / 'gateway.sqlite'}")
    house = build(gateway)
    for code, reach in (("seller", "own"), ("lead", "subordinates"), ("branch", "subtree"), ("desk", "unit")):
        house.group(code, (READ, reach))
    house.add_person("bella", "EAST", ("branch",))
    house.add_person("lena", "EAST", ("lead",))
    house.add_person("sam", "EAST-1", ("seller",), superior="lena")
    house.add_person("sue", "EAST-1", ("seller",), superior="lena")
    house.add_person("dora", "EAST-1", ("desk",))
    house.add_person("nobody", "EAST-1")
    house.add_person("will", "WEST", ("branch",))
    house.add_person("wanda", "WEST-1", ("seller", "desk"))
    database = database_at(database_url)
    yield open_post_office(database, house)
    database.close()
    gateway.close()
