"""Segments and pairs equal those that are counted the long way round, whatever was sold."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.mining_runs import queries, rules
from services.reporting.mining_runs.model import MiningOrder
from services.reporting.mining_runs.rules import Bought
from services.reporting.orders.model import OrderLineFact
from services.reporting.persistence import Base
from shared.ids import new_id
from shared.persistence.database import Database, database_at
from shared.persistence.platform import PlatformBase
from tests.recycling import lay_tables

UNTIL = date(2026, 10, 31)
PRODUCTS = sorted(new_id() for _ in range(6))
BOUGHT = st.builds(
    lambda days, orders, cents: Bought(new_id(), "One", UNTIL - timedelta(days=days), orders, Decimal(cents) / 100),
    st.integers(0, 6),
    st.integers(1, 4),
    st.integers(0, 400),
)
BASKETS = st.lists(st.lists(st.integers(0, len(PRODUCTS) - 1), max_size=8), max_size=14)
"""Of each order the products of its lines, some of them twice."""


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    place: Path = tmp_path_factory.mktemp("mining")
    with closing(database_at(f"sqlite:///{place / 'reporting.sqlite'}")) as database:
        lay_tables(database, PlatformBase.metadata, Base.metadata)
        yield database


@given(st.lists(BOUGHT, max_size=40), st.integers(2, 8))
def test_scores_are_fifths_and_segments_are_parts_of_those_who_do_better(bought: list[Bought], segments: int) -> None:
    found = rules.segmented(bought, UNTIL, segments)
    assert sorted(one.bought.customer_id for one in found) == sorted(one.customer_id for one in bought)
    sums: dict[str, int] = {}
    for one in found:
        worse = (
            sum(other.last_on < one.bought.last_on for other in bought),
            sum(other.orders < one.bought.orders for other in bought),
            sum(other.amount < one.bought.amount for other in bought),
        )
        expected = [next(n for n in range(5, 0, -1) if number * 5 >= (n - 1) * len(bought)) for number in worse]
        assert [one.recency, one.frequency, one.value] == expected
        sums[one.bought.customer_id] = sum(expected)
    for one in found:
        better = sum(other > one.score for other in sums.values())
        place = next(n for n in range(segments, -1, -1) if better * segments >= n * len(bought))
        assert one.segment == "ABCDEFGH"[place]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(st.lists(BOUGHT, max_size=40), st.integers(2, 8))
def test_segments_add_up_and_do_not_overlap(bought: list[Bought], segments: int) -> None:
    found = rules.segments_of(rules.segmented(bought, UNTIL, segments))
    assert sum(one.customers for one in found) == len(bought)
    assert sum(one.orders for one in found) == sum(one.orders for one in bought)
    assert sum(one.amount for one in found) == sum(one.amount for one in bought)
    assert len(found) <= segments
    assert all(upper.score[0] > lower.score[1] for upper, lower in pairwise(found))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(BASKETS, st.integers(1, 10_000), st.integers(0, 10_000))
def test_pairs_are_those_of_counting_each_order_by_hand(
    reporting: Database, baskets: list[list[int]], support: int, confidence: int
) -> None:
    run_id = _told(reporting, baskets)
    asked = (Decimal(support) / 10_000, Decimal(confidence) / 10_000)
    with reporting.read() as session:
        found = queries.pairs_in_orders(session, run_id, *asked)
    assert [vars(one) for one in found] == _by_hand(baskets, support, confidence)


def _told(database: Database, baskets: list[list[int]]) -> str:
    """A run that collected these orders; beside it lies an order of another run with all products."""
    run_id = new_id()
    with database.write() as session:
        for one, basket in [*((run_id, basket) for basket in baskets), (new_id(), range(len(PRODUCTS)))]:
            order_id = new_id()
            facts: Any = {"customer_id": new_id(), "ordered_on": UNTIL, "amount": Decimal(1)}
            session.add(MiningOrder(run_id=one, order_id=order_id, **facts))
            for product in basket:
                line: Any = {"quantity": 1, "amount": Decimal(1), "name": f"product {product}"}
                session.add(OrderLineFact(id=new_id(), order_id=order_id, product_id=PRODUCTS[product], **line))
    return run_id


def _by_hand(baskets: list[list[int]], support: int, confidence: int) -> list[dict[str, Any]]:
    held = [sorted(set(basket)) for basket in baskets if basket]
    each = Counter(product for basket in held for product in basket)
    together = Counter(pair for basket in held for pair in combinations(basket, 2))
    kept = [
        (pair, count)
        for pair, count in together.items()
        if count * 10_000 >= support * len(held)
        and any(count * 10_000 >= confidence * each[product] for product in pair)
    ]
    kept.sort(key=lambda one: (-one[1] / (each[one[0][0]] * each[one[0][1]]), -one[1], one[0]))
    return [
        {
            "first_id": PRODUCTS[first],
            "first_name": f"product {first}",
            "first_orders": each[first],
            "second_id": PRODUCTS[second],
            "second_name": f"product {second}",
            "second_orders": each[second],
            "orders": count,
            "of_orders": len(held),
        }
        for (first, second), count in kept
    ]


@pytest.mark.parametrize(
    ("support", "orders", "least"),
    [("0.01", 0, 1), ("0.01", 100, 1), ("0.01", 101, 2), ("0.2222", 9, 2), ("1", 7, 7), ("0.0001", 10_000, 1)],
)
def test_a_support_is_so_many_orders(support: str, orders: int, least: int) -> None:
    assert rules.least_orders(Decimal(support), orders) == least


def test_more_pairs_than_can_be_counted_are_refused(reporting: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = _told(reporting, [[0, 1, 2, 3], [0, 1]])
    monkeypatch.setattr(rules, "MOST_PAIRINGS", 6)
    with reporting.read() as session, pytest.raises(rules.RunIsTooLarge):
        queries.pairs_in_orders(session, run_id, Decimal("0.1"), Decimal(0))
    with reporting.read() as session:
        assert len(queries.pairs_in_orders(session, run_id, Decimal("0.6"), Decimal(0))) == 1


def test_only_so_many_pairs_are_kept(reporting: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = _told(reporting, [[0, 1, 2, 3], [0, 1]])
    monkeypatch.setattr(rules, "MOST_PAIRS", 2)
    with reporting.read() as session:
        found = queries.pairs_in_orders(session, run_id, Decimal("0.1"), Decimal(0))
    assert [(one.first_id, one.second_id, one.orders) for one in found] == [
        (PRODUCTS[2], PRODUCTS[3], 1),
        (PRODUCTS[0], PRODUCTS[1], 2),
    ]
