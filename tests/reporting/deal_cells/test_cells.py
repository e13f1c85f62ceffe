"""Cells are the facts, counted and summed, and what is told from them is what summing the facts gives."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.reporting.deal_cells import queries as cells
from services.reporting.deal_cells.model import ADDED, GRAINS, KEPT, KEYS, DealCell, keys_of
from services.reporting.deals import queries as deals
from services.reporting.deals.model import Deal
from services.reporting.parts.queries import part_of
from shared.contracts.sales import opportunities as told
from shared.errors import NotFound
from shared.ids import new_id
from shared.persistence.cells import PART
from shared.persistence.database import Database
from shared.persistence.migrating import migrate
from tests.reporting.deal_cells.telling import LARGEST, askers, random_events
from tests.reporting.newsroom import Newsroom

SUMS = ("current_and_closed", "expected", "closed_by_person", "closed_by_unit", "closed_by_product")


def in_cells(session: Session, grain: Any) -> Counter[tuple[Any, ...]]:
    numbers = ("amount", "weighted_amount")
    return Counter(
        (
            *(getattr(cell, name) for name in keys_of(grain)),
            cell.counted,
            *(getattr(cell, f"{name}_high") * PART + getattr(cell, f"{name}_low") for name in numbers),
            *(getattr(cell, name) for name in ADDED),
        )
        for cell in session.scalars(select(grain))
    )


def in_facts(session: Session, grain: Any) -> Counter[tuple[Any, ...]]:
    found: dict[tuple[Any, ...], list[int]] = {}
    keys = [KEYS[name] if name in KEYS else getattr(Deal, name) for name in keys_of(grain)]
    for row in session.execute(select(*keys, Deal.amount, Deal.weighted_amount, *ADDED.values())):
        *key, amount, weighted, days, known, created = row
        sums = found.setdefault(tuple(key), [0] * 6)
        adds = (1, int((amount or 0) * 10000), int((weighted or 0) * 10000), days or 0, known or 0, created)
        sums[:] = [one + other for one, other in zip(sums, adds, strict=True)]
    return Counter((*key, *sums) for key, sums in found.items())


def assert_cells_are_the_facts(database: Database) -> None:
    with database.read() as session:
        for grain in GRAINS:
            assert in_cells(session, grain) == in_facts(session, grain), grain.__name__


def assert_told_alike(room: Newsroom, dice: random.Random) -> None:
    """Each sum for each person and part is that of the facts, or refused by both."""
    units = [{"org_unit": room.units["NORTH"], "include_children": below} for below in (False, True)]
    periods = ({}, {"period": "2026-11"}, {"since": date(2026, 11, 1)}, {"until": date(2026, 10, 31)})
    narrowings: list[dict[str, Any]] = [
        *({**period, **one} for period in periods for one in ({}, *units)),
        {"period": "2026", "owner": room.people["nils"].user_id},
        {"currency": "USD", "org_unit": room.units["NORTH"], "include_children": True},
    ]
    with room.database.read() as session:
        for actor in askers(room):
            for narrowed in dice.sample(narrowings, 4):
                for name in SUMS:
                    asked = (session, actor, part_of(**narrowed))
                    expected = outcome(getattr(deals, f"sum_{name}"), *asked)
                    assert outcome(getattr(cells, f"sum_{name}"), *asked) == expected, (actor.login, narrowed, name)


def outcome(ask: Callable[..., Any], *asked: Any) -> Any:
    try:
        return Counter(map(str, ask(*asked)))
    except NotFound:
        return NotFound


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=some.integers(0, 2**32))
@pytest.mark.feature("B-14", "B-15")
def test_cells_follow_whatever_is_told_in_whatever_order(room_anywhere: Newsroom, seed: int) -> None:
    room, dice = room_anywhere, random.Random(seed)
    events = random_events(room, dice)
    for start in range(0, len(events), 8):
        batch = events[start : start + 8]
        room.tell(*batch, *dice.sample(batch, 2))
    assert_cells_are_the_facts(room.database)
    assert_told_alike(room, dice)


def test_one_statement_over_many_facts_moves_them_all(books_anywhere: Newsroom) -> None:
    with books_anywhere.database.write() as session:
        session.execute(update(Deal).values(stage="proposal", amount=7))
        session.execute(update(Deal).values(product_name="Renamed"))
    assert_cells_are_the_facts(books_anywhere.database)


def test_events_of_the_same_cells_taken_in_at_once_lose_nothing(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    batches = []
    for turn in range(8):
        names = [f"{turn}-{place}" for place in range(6)]
        events = [room.event(told.OpportunityOpened, name, ("nils", "sara")[turn % 2]) for name in names]
        batches.append([room.envelope(event, 1) for event in events[:: -1 if turn % 3 else 1]])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(room.inbox.take, batches))
    assert_cells_are_the_facts(room.database)
    with room.database.read() as session:
        assert session.scalars(select(DealCell.counted)).all() == [48]


def fact(dice: random.Random) -> dict[str, Any]:
    status, moment = dice.choice(["open", "won"]), datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    amount = Decimal(dice.choice(["0.0001", LARGEST]))
    return {
        "id": new_id(),
        "version": 1,
        "created_at": moment - timedelta(days=40),
        "created_by": new_id(),
        "owner_id": new_id(),
        "org_unit_id": new_id(),
        "number": "1",
        "name": "Deal",
        "stage": status,
        "status": status,
        "amount": amount,
        "weighted_amount": None,
        "currency": "USD",
        "probability": 10,
        "channel": "direct",
        "closed_at": moment if status == "won" else None,
        "closed_on": moment.date() if status == "won" else None,
    }


def test_a_database_that_was_migrated_fills_its_cells_and_keeps_them(bare_database_url: str) -> None:
    """A later migration that makes the table of deals anew must make the triggers anew too (`Kept.start`)."""
    migrate("reporting", bare_database_url)
    database, dice = Database(bare_database_url), random.Random(1)
    with database.write() as session:
        session.execute(insert(Deal.__table__), [fact(dice) for _ in range(9)])  # type: ignore[arg-type]
    assert_cells_are_the_facts(database)
    with database.write() as session:
        for grain in GRAINS:
            session.execute(update(grain).values(counted=-1))
        for kept in KEPT:
            kept.start(session.connection())
    assert_cells_are_the_facts(database)
    database.close()
