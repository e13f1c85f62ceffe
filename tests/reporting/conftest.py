"""A newsroom on each database engine, empty or with a handful of deals whose figures can be computed by hand."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shared.contracts.sales import opportunities as deals
from shared.ids import new_id
from shared.persistence.database import Database, database_at
from tests.reporting.newsroom import Newsroom, told_newsroom

LAMP, CHAIR = new_id(), new_id()


@pytest.fixture
def room(database_of_room: Database) -> Newsroom:
    """On SQLite, for what no engine does differently."""
    return told_newsroom(database_of_room, nothing)[0]


@pytest.fixture
def room_anywhere(database_anywhere: Database) -> Newsroom:
    return told_newsroom(database_anywhere, nothing)[0]


@pytest.fixture
def books(database_of_room: Database) -> Newsroom:
    return told_newsroom(database_of_room, keep_books)[0]


@pytest.fixture
def books_anywhere(database_anywhere: Database) -> Newsroom:
    return told_newsroom(database_anywhere, keep_books)[0]


@pytest.fixture
def database_of_room(tmp_path: Path) -> Iterator[Database]:
    with closing(database_at(f"sqlite:///{tmp_path / 'reporting.sqlite'}")) as database:
        yield database


@pytest.fixture
def database_anywhere(database_url: str) -> Iterator[Database]:
    """An empty one, once on each engine, for `told_newsroom`."""
    with closing(database_at(database_url)) as database:
        yield database


def nothing(_room: Newsroom) -> None:
    """What a newsroom is told that is to know the stages alone."""


def keep_books(room: Newsroom) -> None:
    """Seven deals: three of Nils and Nina are open and one is won; Sara has one open, one won and one lost."""
    lamp = {"product_id": LAMP, "product_name": "Lamp"}
    chair = {"product_id": CHAIR, "product_name": "Chair"}
    lost = {"reason": "price", "competitor": None, "changes": _lost_from("engaging", "price")}
    opened, recorded = deals.OpportunityOpened, deals.OpportunityRecorded
    room.tell(
        room.event(opened, "one", "nils", amount="1000.00", expected_close_date="2026-11-20", **lamp),
        room.event(opened, "two", "nils", stage="engaging", amount="2000.00", expected_close_date="2026-12-05"),
        room.event(opened, "three", "nina", stage="negotiation", amount="4000.00", expected_close_date="2026-11-30"),
        room.event(recorded, "four", "nina", stage="won", amount="5000.00", closed_at=_at("2026-11-10"), **lamp),
        room.event(opened, "five", "sara", stage="engaging", amount="700.00", **chair),
        room.event(recorded, "six", "sara", stage="won", amount="300.00", closed_at=_at("2026-10-01"), **chair),
        room.event(opened, "seven", "sara", stage="engaging", amount=None),
    )
    room.tell(
        room.event(
            deals.OpportunityLost,
            "five",
            "sara",
            2,
            stage="lost",
            amount="700.00",
            closed_at=_at("2026-11-12"),
            **lost,
            **chair,
        )
    )


def _at(day: str) -> str:
    return f"{day}T00:00:00+00:00"


def _lost_from(stage: str, reason: str) -> dict[str, dict[str, str | None]]:
    return {"stage": {"before": stage, "after": "lost"}, "lost_reason": {"before": None, "after": reason}}
