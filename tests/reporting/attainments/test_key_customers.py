"""The customers above a level or a revenue, with their margins: the figures equal those computed by hand."""

from typing import Any

import pytest

from shared.errors import Malformed
from shared.persistence.database import Database
from tests.reporting.attainments.telling import sell
from tests.reporting.customers.telling import enter, level, touch
from tests.reporting.newsroom import Newsroom, told_newsroom

COLUMNS = ("customer", "level", "last_touch_on", "orders", "amount", "costed_amount", "margin", "margin_rate")
ACME = ("Acme", "A", "2026-10-20", 2, "150.00", "80.00", "7.50", "0.0938")
BROWN = ("Brown", "B", None, 1, "140.00", "0.00", "0.00", None)
SMALL = ("Small", "C", None, 1, "10.00", "10.00", "6.00", "0.6000")
SOUTH = ("South", "A", None, 1, "99.00", "0.00", "0.00", None)
OCTOBER = {"period": "2026-10", "currency": "USD"}


def tell(room: Newsroom) -> None:
    for rank, code in enumerate("CBA", start=1):
        level(room, code, None, rank=rank)
    for name, code, owner in (
        ("Acme", "A", "nils"),
        ("Brown", "B", "nils"),
        ("Small", "C", "nils"),
        ("South", "A", "sara"),
    ):
        enter(room, name, level=code, owner=owner)
    for version, day in ((2, "2026-10-20"), (3, "2026-09-01")):
        touch(room, "Acme", version, day, level="A")
    sell(room, "one", "2026-10-05", ("lamp", 2, "30.00"), ("chair", 1, "70.00"), costs={"lamp": "12.50"})
    sell(room, "two", "2026-10-06", ("lamp", 4, "50.00"), costs={"lamp": "60.00"})
    sell(room, "three", "2026-10-09", ("chair", 2, "140.00"), customer="Brown")
    sell(room, "four", "2026-10-09", ("chair", 1, "10.00"), costs={"chair": "4.00"}, customer="Small")
    sell(room, "five", "2026-10-09", ("chair", 1, "99.00"), customer="South", owner="sara")
    sell(room, "later", "2026-11-09", ("chair", 1, "900.00"), customer="Small")
    sell(room, "euros", "2026-10-10", ("chair", 1, "600.00"), customer="Small", currency="EUR")


@pytest.fixture
def known(database_anywhere: Database) -> Newsroom:
    return told_newsroom(database_anywhere, tell)[0]


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


@pytest.mark.feature("S-058")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [ACME, BROWN, SOUTH, SMALL]),
        ({"level": "A"}, [ACME, SOUTH]),
        ({"level": "B"}, [ACME, BROWN, SOUTH]),
        ({"level": "unheard of"}, []),
        ({"revenue": "140.00"}, [ACME, BROWN]),
        ({"revenue": "140.01"}, [ACME]),
        ({"revenue": "100", "level": "A"}, [ACME, BROWN, SOUTH]),
        ({"revenue": "99999999999999"}, []),
    ],
    ids=str,
)
def test_customers_above_a_level_or_a_revenue(known: Newsroom, asked: Any, expected: Any) -> None:
    answer = known.report("helen", "key-customer-margins", **OCTOBER, **asked)
    assert table(answer, *COLUMNS) == expected
    behind = known.report("helen", "key-customer-margins", "list_report_records", **OCTOBER, **asked)["data"]
    assert len(behind) == sum(row[3] for row in expected)


def test_a_revenue_is_reached_in_one_currency_and_by_orders_in_sight(known: Newsroom) -> None:
    both = known.report("helen", "key-customer-margins", period="2026-10", revenue="500")
    assert table(both, "customer", "currency", "amount") == [("Small", "EUR", "600.00")]
    sell(known, "hidden", "2026-10-11", ("chair", 1, "500.00"), customer="Brown", owner="sara")
    of_nils = known.report("nils", "key-customer-margins", **OCTOBER, revenue="141")
    assert table(of_nils, "customer", "amount") == [("Acme", "150.00")]
    of_helen = known.report("helen", "key-customer-margins", **OCTOBER, revenue="141")
    assert table(of_helen, "customer", "amount") == [("Brown", "640.00"), ("Acme", "150.00")]


@pytest.mark.parametrize("query", [{"revenue": "much"}, {"revenue": "-1"}, {"level": ""}, {"level": "A" * 101}])
def test_what_is_no_threshold_is_refused(known: Newsroom, query: Any) -> None:
    with pytest.raises(Malformed):
        known.report("helen", "key-customer-margins", **query)
