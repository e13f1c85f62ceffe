"""Cells of orders and of their lines are the facts, counted and summed, whatever was told and in whatever order."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from services.reporting.order_cells.model import KEPT, KEPT_LINES, KEYS, OF_LINE, OF_LINES, OF_ORDERS, SUMMED, keys_of
from services.reporting.orders.model import OrderFact, OrderLineFact
from shared.contracts.sales import orders
from shared.ids import new_id
from shared.persistence.cells import PART
from shared.persistence.database import Database
from shared.persistence.migrating import migrate
from tests.reporting.newsroom import Newsroom
from tests.reporting.order_cells.telling import random_orders
from tests.reporting.orders.telling import order_event

GRAINS = (*OF_ORDERS, *OF_LINES)


def summed(grain: Any) -> tuple[str, ...]:
    return ("amount",) if grain in OF_LINES else SUMMED


def in_cells(session: Session, grain: Any) -> Counter[tuple[Any, ...]]:
    return Counter(
        (
            *(getattr(cell, name) for name in keys_of(grain)),
            cell.counted,
            *(getattr(cell, f"{name}_high") * PART + getattr(cell, f"{name}_low") for name in summed(grain)),
            *((cell.quantity,) if grain in OF_LINES else ()),
        )
        for cell in session.scalars(select(grain))
    )


def in_facts(session: Session, grain: Any) -> Counter[tuple[Any, ...]]:
    model: Any = OrderLineFact if grain in OF_LINES else OrderFact
    keys = [
        KEYS.get(name, getattr(OrderLineFact if name in OF_LINE else OrderFact, name, None)) for name in keys_of(grain)
    ]
    numbers = [getattr(model, name) for name in summed(grain)]
    rows = select(*keys, *numbers, *([OrderLineFact.quantity] if grain in OF_LINES else [])).select_from(OrderFact)
    if grain in OF_LINES:
        rows = rows.join(OrderLineFact, OrderLineFact.order_id == OrderFact.id)
    found: dict[tuple[Any, ...], list[int]] = {}
    for row in session.execute(rows):
        key, values = tuple(row[: len(keys)]), row[len(keys) :]
        adds = [1, *(int(one * 10000) if isinstance(one, Decimal) else one for one in values)]
        sums = found.setdefault(key, [0] * len(adds))
        sums[:] = [one + other for one, other in zip(sums, adds, strict=True)]
    return Counter((*key, *sums) for key, sums in found.items())


def assert_cells_are_the_facts(database: Database) -> None:
    with database.read() as session:
        for grain in GRAINS:
            assert in_cells(session, grain) == in_facts(session, grain), grain.__name__


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=some.integers(0, 2**32))
@pytest.mark.feature("S-089")
def test_cells_follow_whatever_is_told_in_whatever_order(room_anywhere: Newsroom, seed: int) -> None:
    room, dice = room_anywhere, random.Random(seed)
    told = random_orders(room, dice)
    for start in range(0, len(told), 7):
        batch = told[start : start + 7]
        room.take(*batch, *dice.sample(batch, 2))
    assert_cells_are_the_facts(room.database)


def test_one_statement_over_many_orders_or_lines_moves_them_all(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    room.take(*random_orders(room, random.Random(7)))
    for changed in (
        update(OrderFact).values(status="void", currency="EUR"),
        update(OrderFact).values(paid=7),
        update(OrderLineFact).values(name="Renamed", amount=7, quantity=3),
        update(OrderFact).where(OrderFact.confirmed_unit_id.is_(None)).values(ordered_on=date(2025, 1, 1)),
        delete(OrderLineFact).where(OrderLineFact.quantity == 3, OrderLineFact.product_id == room.ids["lamp"]),
        delete(OrderFact).where(OrderFact.ordered_on == date(2025, 1, 1)),
        delete(OrderLineFact),
        delete(OrderFact),
    ):
        with room.database.write() as session:
            session.execute(changed.execution_options(synchronize_session=False))
        assert_cells_are_the_facts(room.database)
    with room.database.read() as session:
        assert [session.scalars(select(grain)).all() for grain in GRAINS] == [[]] * len(GRAINS)


def test_orders_of_the_same_cells_taken_in_at_once_lose_nothing(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    lines = (("lamp", 1, "1.00"), ("chair", 2, "2.00"))
    batches = []
    for turn in range(8):
        names = [f"{turn}-{place}" for place in range(6)]
        told = [order_event(room, orders.OrderCreated, name, lines[:: -1 if turn % 2 else 1]) for name in names]
        batches.append([room.envelope(event, 1) for event in told[:: -1 if turn % 3 else 1]])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(room.inbox.take, batches))
    assert_cells_are_the_facts(room.database)
    with room.database.read() as session:
        assert session.scalars(select(OF_ORDERS[0].counted)).all() == [48]
        assert sorted(session.scalars(select(OF_LINES[0].quantity))) == [48, 96]


def order(dice: random.Random) -> dict[str, Any]:
    confirmed = dice.choice([None, new_id()])
    return {
        "id": new_id(), "version": 1, "created_at": datetime(2026, 11, 30, tzinfo=UTC), "created_by": new_id(),
        "updated_at": datetime(2026, 11, 30, tzinfo=UTC), "owner_id": new_id(), "org_unit_id": new_id(),
        "number": "1", "status": dice.choice(["draft", "confirmed"]), "customer_id": new_id(), "customer_name": "Acme",
        "currency": "USD", "amount": Decimal("99999999999999.9999"), "invoiced": Decimal(0), "paid": Decimal("0.0001"),
        "ordered_on": date(2026, 11, dice.randint(1, 30)), "confirmed_unit_id": confirmed,
        "confirmed_unit_path": confirmed and "/1/2/", "confirmed_owner_id": confirmed, "standing_version": 0,
    }  # fmt: skip


def test_a_database_that_was_migrated_fills_its_cells_and_keeps_them(bare_database_url: str) -> None:
    """A later migration that makes either table anew must make the triggers anew too (`start`)."""
    migrate("reporting", bare_database_url)
    database, dice = Database(bare_database_url), random.Random(1)
    made = [order(dice) for _ in range(9)]
    lines = [
        {
            "id": new_id(),
            "order_id": one["id"],
            "product_id": new_id(),
            "name": "L",
            "quantity": 2,
            "amount": Decimal(3),
        }
        for one in made
    ]
    with database.write() as session:
        session.execute(insert(OrderLineFact.__table__), lines)  # type: ignore[arg-type]
        session.execute(insert(OrderFact.__table__), made)  # type: ignore[arg-type]
    assert_cells_are_the_facts(database)
    with database.write() as session:
        for grain in GRAINS:
            session.execute(update(grain).values(counted=-1))
        for kept in (*KEPT, *KEPT_LINES):
            kept.start(session.connection())
    assert_cells_are_the_facts(database)
    database.close()
