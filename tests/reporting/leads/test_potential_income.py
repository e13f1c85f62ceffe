"""What prospects may bring equals what is computed by hand, on each engine."""

from typing import Any

import pytest

from shared.contracts.sales import leads
from shared.contracts.sales import opportunities as deals
from shared.errors import NotFound
from shared.ids import new_id
from tests.reporting.customers.telling import hear
from tests.reporting.leads.telling import come, convert, lead_event
from tests.reporting.newsroom import Newsroom

ACME = new_id()


@pytest.fixture
def hoped(room_anywhere: Newsroom) -> Newsroom:
    """Nils has two open deals of Acme and one of nobody, and four leads, two of which are still open."""
    room, acme = room_anywhere, {"customer_id": ACME, "customer_name": "Acme"}
    day = {"expected_close_date": "2026-12-01"}
    opened, won = deals.OpportunityOpened, {"stage": "won", "closed_at": "2026-11-10T00:00:00+00:00"}
    room.tell(
        room.event(opened, "one", amount="1000.00", **acme, **day),
        room.event(opened, "two", amount="500.00", stage="negotiation", **acme),
        room.event(opened, "three", amount=None),
        room.event(deals.OpportunityWon, "over", amount="9.00", **acme, **won),
        room.event(opened, "other", "sara", amount="70.00", **acme),
    )
    come(room, "rich", "2026-10-01", budget="333.33")
    come(room, "poor", "2026-10-01")
    for name in ("bought", "lost"):
        come(room, name, "2026-10-01", budget="50.00")
    convert(room, "bought", 2, "2026-10-02", "Buyer", budget="50.00")
    lost = {"status": "lost", "version": 2, "reason": "price", "budget": "50.00"}
    hear(room, lead_event(room, leads.LeadLost, "lost", **lost), "2026-10-02")
    return room


def rows(answer: Any) -> list[tuple[Any, ...]]:
    names = ("prospect_kind", "prospect", "count", "amount", "weighted_amount")
    return [tuple(row[name] for name in names) for row in answer["rows"]]


def test_amounts_and_weighted_amounts_of_each_prospect(hoped: Newsroom) -> None:
    answer = hoped.report("nils", "potential-income")
    assert rows(answer) == [
        ("deal", "Acme", 2, "1500.00", "475.00"),
        ("lead", "rich", 1, "333.33", "33.3330"),
        ("deal", None, 1, "0.00", "0.00"),
        ("lead", "poor", 1, "0.00", "0.00"),
    ]
    assert answer["totals"] == [{"currency": "USD", "count": 5, "amount": "1833.33", "weighted_amount": "508.3330"}]
    assert answer["chart"]["x"][:2] == ["Acme", "rich"]
    cell = {name: answer["rows"][1][name] for name in ("prospect_kind", "prospect_id", "currency")}
    behind = hoped.report("nils", "potential-income", "list_report_records", **cell)["data"]
    assert [(one["kind"], one["name"]) for one in behind] == [("lead", "rich")]


def test_a_period_has_the_deals_expected_in_it_and_a_currency_its_own(hoped: Newsroom) -> None:
    come(hoped, "foreign", "2026-10-01", budget="10.00", currency="EUR")
    assert rows(hoped.report("nils", "potential-income", period="2026-12")) == [
        ("deal", "Acme", 1, "1000.00", "100.00")
    ]
    assert rows(hoped.report("nils", "potential-income", currency="EUR")) == [("lead", "foreign", 1, "10.00", "1.00")]


def test_another_branch_sees_its_own_alone(hoped: Newsroom) -> None:
    assert rows(hoped.report("sara", "potential-income")) == [("deal", "Acme", 1, "70.00", "7.00")]
    with pytest.raises(NotFound):
        hoped.report("sara", "potential-income", owner=hoped.people["nils"].user_id)
