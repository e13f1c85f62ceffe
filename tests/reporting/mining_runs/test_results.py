"""Segments and pairs equal those worked out by hand, hold what their owner sees and no more, and stay as counted."""

from typing import Any

import pytest

from shared.errors import NotFound, Refusal
from tests.reporting.mining_runs.miner import PAIRS, SEGMENTS, Miner, miner_at
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed, identity

Table = list[tuple[Any, ...]]


def customers_of(miner: Miner, who: str, run_id: str, **query: Any) -> Table:
    names = ("customer", "segment", "days", "orders", "amount", "recency", "frequency", "value")
    return [tuple(row[name] for name in names) for row in miner.customers(who, run_id, **query)["data"]]


def pairs_of(miner: Miner, who: str, run_id: str) -> Table:
    """Of each pair, by the names: together, the confidence either way, and the lift."""
    found = []
    for pair in miner.pairs(who, run_id):
        one, other = sorted((pair["first"], pair["second"]), key=lambda product: product["name"])
        confidence = (one["confidence"], other["confidence"])
        found.append((one["name"], other["name"], pair["orders"], pair["support"], *confidence, pair["lift"]))
    return found


def test_customers_are_segmented_by_how_lately_how_often_and_for_how_much_they_ordered(shop_anywhere: Miner) -> None:
    """Elms ordered last, Acme most often and for most."""
    run_id = shop_anywhere.count("helen", SEGMENTS, segments=2)
    assert customers_of(shop_anywhere, "helen", run_id) == [
        ("Acme", "A", 1, 3, "400.00", 4, 5, 5),
        ("Brown", "A", 10, 2, "300.00", 3, 4, 4),
        ("Elms", "A", 0, 1, "5.00", 5, 1, 1),
        ("Drew", "B", 31, 1, "80.00", 2, 1, 3),
        ("Crown", "B", 91, 1, "40.00", 1, 1, 2),
    ]
    best, rest = shop_anywhere.segments("helen", run_id)
    assert best == {
        "name": "A",
        "customers": 3,
        "share": "0.6000",
        "orders": 6,
        "amount": "705.00",
        "mean_amount": "235.00",
        "currency": "USD",
        "least_score": 7,
        "most_score": 14,
        "least_days": 0,
        "most_days": 10,
        "least_orders": 1,
        "most_orders": 3,
        "least_amount": "5.00",
        "most_amount": "400.00",
    }
    assert (rest["name"], rest["customers"], rest["share"], rest["amount"]) == ("B", 2, "0.4000", "120.00")
    assert customers_of(shop_anywhere, "helen", run_id, segment="B") == customers_of(shop_anywhere, "helen", run_id)[3:]
    shown = shop_anywhere.shown("helen", run_id)
    assert (shown["state"], shown["orders"], shown["results"]) == ("finished", 8, 2)
    assert shown["progress"] == {"done": 3, "total": 3}
    assert shown["as_of"]["position"] == shop_anywhere.room.position


def test_products_in_the_same_orders_are_paired(shop_anywhere: Miner) -> None:
    """Of 8 orders in dollars and one in euros lamps are in 4, bulbs in 4, desks in 4 and chairs in 4."""
    run_id = shop_anywhere.count("helen", PAIRS)
    assert pairs_of(shop_anywhere, "helen", run_id) == sorted(
        [
            ("bulb", "lamp", 3, "0.3333", "0.7500", "0.7500", "1.6875"),
            ("chair", "desk", 2, "0.2222", "0.5000", "0.5000", "1.1250"),
            ("bulb", "desk", 1, "0.1111", "0.2500", "0.2500", "0.5625"),
            ("desk", "lamp", 1, "0.1111", "0.2500", "0.2500", "0.5625"),
            ("chair", "lamp", 1, "0.1111", "0.2500", "0.2500", "0.5625"),
        ],
        key=lambda pair: (-float(pair[6]), sorted(identity(shop_anywhere.room, name) for name in pair[:2])),
    )
    [first, *_] = shop_anywhere.pairs("helen", run_id)
    assert first["of_orders"] == 9
    assert {first["first"]["orders"], first["second"]["orders"]} == {4}
    ids = [identity(shop_anywhere.room, name) for name in ("lamp", "bulb")]
    assert [first["first"]["id"], first["second"]["id"]] == sorted(ids)


@pytest.mark.parametrize(
    ("least", "orders"),
    [
        ({"min_support": "0.2222"}, [3, 2]),
        ({"min_support": "0.2223"}, [3]),
        ({"min_support": "0.3334"}, []),
        ({"min_confidence": "0.5"}, [3, 2]),
        ({"min_confidence": "0.5001"}, [3]),
        ({"min_confidence": "0.7501"}, []),
        ({"min_support": "0.3", "min_confidence": "0.75"}, [3]),
        ({"currency": "USD"}, [3, 2, 1, 1, 1]),
        ({"currency": "EUR"}, []),
    ],
)
def test_pairs_below_the_least_are_left_out(shop: Miner, least: dict[str, str], orders: list[int]) -> None:
    assert [pair["orders"] for pair in shop.pairs("helen", shop.count("helen", PAIRS, **least))] == orders


@pytest.mark.parametrize(
    ("who", "asked", "segments", "pairs"),
    [
        ("nils", {}, {"Acme", "Brown"}, 3 + 1 + 1 + 1),
        ("nora", {}, {"Acme", "Brown", "Crown", "Elms"}, 3 + 2 + 1 + 1),
        ("sara", {}, {"Drew"}, 1),
        ("helen", {"unit": "SOUTH"}, {"Drew"}, 1),
        ("helen", {"unit": "NORTH"}, {"Acme", "Brown", "Crown", "Elms"}, 3 + 2 + 1 + 1),
        ("helen", {"unit": "NORTH", "include_children": False}, {"Acme", "Brown", "Crown"}, 3 + 2 + 1 + 1),
    ],
)
def test_a_run_counts_what_its_owner_sees_of_the_unit(
    shop: Miner, who: str, asked: dict[str, Any], segments: set[str], pairs: int
) -> None:
    more = {name: value for name, value in asked.items() if name != "unit"}
    more |= {"org_unit_id": shop.room.units[asked["unit"]]} if "unit" in asked else {}
    run_id = shop.count(who, SEGMENTS, **more)
    assert {row[0] for row in customers_of(shop, who, run_id)} == segments
    assert sum(pair["orders"] for pair in shop.pairs(who, shop.count(who, PAIRS, **more))) == pairs


def test_an_order_in_sight_of_a_customer_out_of_sight_is_in_no_segment(shop: Miner) -> None:
    """Nina sold to Brown, who is of Nils."""
    run_id = shop.count("nina", SEGMENTS)
    assert {row[0] for row in customers_of(shop, "nina", run_id)} == {"Crown"}
    assert shop.shown("nina", run_id)["orders"] == 1
    assert [pair["orders"] for pair in shop.pairs("nina", shop.count("nina", PAIRS))] == [1]


def test_results_stay_as_they_were_counted(shop: Miner) -> None:
    segments, pairs = shop.count("helen", SEGMENTS), shop.count("helen", PAIRS)
    before = (shop.results("helen", segments), shop.customers("helen", segments), shop.results("helen", pairs))
    confirmed(shop.room, "more", "2026-10-02", ("lamp", 1, "1.00"), ("chair", 1, "9000.00"), customer="Crown")
    confirmed(shop.room, "a1", "2026-08-10", ("lamp", 1, "1.00"), version=2, status="voided")
    assert before == (shop.results("helen", segments), shop.customers("helen", segments), shop.results("helen", pairs))
    assert shop.results("helen", shop.count("helen", PAIRS))["data"] != before[2]["data"]


@pytest.mark.parametrize("asked", [SEGMENTS, PAIRS])
def test_where_nothing_was_sold_a_run_ends_well_with_nothing(room_anywhere: Newsroom, asked: dict[str, Any]) -> None:
    miner = miner_at(room_anywhere)
    run_id = miner.count("helen", asked)
    shown = miner.shown("helen", run_id)
    assert (shown["state"], shown["orders"], shown["results"], shown["error"]) == ("finished", 0, 0, None)
    assert miner.results("helen", run_id)["data"] == []


def test_results_and_customers_come_in_pages(shop: Miner) -> None:
    pairs, segments = shop.count("helen", PAIRS), shop.count("helen", SEGMENTS)
    for ask in (
        lambda **query: shop.results("helen", pairs, **query),
        lambda **query: shop.customers("helen", segments, **query),
    ):
        whole, places, page = ask(limit="200"), [], ask(limit="2")
        assert whole["next"] is None
        assert len(whole["data"]) == 5
        while page["data"]:
            places += page["data"]
            page = ask(limit="2", cursor=page["next"]) if page["next"] else {"data": []}
        assert places == whole["data"]


def test_only_a_segmentation_has_customers(shop: Miner) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.customers("helen", shop.count("helen", PAIRS))
    assert refusal.value.code == "mining_run_without_customers"


def test_a_unit_out_of_sight_is_not_there(shop: Miner) -> None:
    with pytest.raises(NotFound):
        shop.queue("nils", PAIRS, org_unit_id=shop.room.units["SOUTH"])
