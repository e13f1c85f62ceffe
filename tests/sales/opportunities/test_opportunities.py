"""Opportunities through the door: what each verb changes, answers, announces and refuses."""

from dataclasses import replace
from typing import Any

import pytest

from services.sales.opportunities import rules
from services.sales.products.rules import ProductIsNotOffered
from services.sales.stages.rules import StageIsOutcome, StageIsUnknown
from shared.contracts.sales.customers import CustomerChanged
from shared.errors import Malformed, NotFound, Refusal, Stale
from shared.ids import new_id
from shared.owners import NewOwnerUnknown
from tests.sales.branches import Branches


@pytest.fixture
def deal(branches: Branches) -> dict[str, Any]:
    return open_deal(branches, "nils", amount="1000.00")


def open_deal(branches: Branches, who: str = "nils", **fields: Any) -> dict[str, Any]:
    opened: dict[str, Any] = branches.call(who, "open_opportunity", request={"name": "Rebuild", **fields})
    return opened


def act(branches: Branches, who: str, verb: str, deal: dict[str, Any], **request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = branches.call(who, f"{verb}_opportunity", opportunity_id=deal["id"], request=request)
    return answer


def see(branches: Branches, who: str, deal: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = branches.call(who, "get_opportunity", opportunity_id=deal["id"])
    return seen


def ids_listed(branches: Branches, who: str, **query: Any) -> set[str]:
    answer = branches.call(who, "list_opportunities", query={"count": "exact", **query})
    assert answer["count"] == len(answer["data"])
    return {row["id"] for row in answer["data"]}


def test_a_new_deal_stands_in_the_first_stage_with_its_rate(branches: Branches, deal: dict[str, Any]) -> None:
    assert (deal["stage"], deal["status"], deal["probability"], deal["version"]) == ("prospecting", "open", 10, 1)
    assert (deal["amount"], deal["weighted_amount"], deal["currency"]) == ("1000.00", "100.00", "USD")
    assert deal["number"].startswith("OP-NORTH-")
    assert deal["owner"]["login"] == "nils"
    assert deal["org_unit"]["code"] == "NORTH"
    assert deal["customer"] is None
    assert branches.told(deal["id"]) == ["opened"]


def test_a_deal_shows_its_customer_by_name_and_is_found_by_it(branches: Branches) -> None:
    customer = branches.call("nils", "create_customer", request={"name": "Bluth Company"})
    deal = open_deal(branches, customer_id=customer["id"])
    assert deal["customer"] == {"id": customer["id"], "name": "Bluth Company"}
    assert branches.events(deal["id"])[0].data["customer_name"] == "Bluth Company"
    assert ids_listed(branches, "nils", q="blut") == {deal["id"]}
    branches.call("nils", "change_customer", customer_id=customer["id"], request={"name": "Sitwell"})
    changed = CustomerChanged.from_data(branches.events(customer["id"])[-1].data)
    branches.hear("follow_customer_name", changed)
    assert ids_listed(branches, "nils", q="sitwell") == {deal["id"]}
    assert ids_listed(branches, "nils", q="bluth") == set()


def test_a_customer_out_of_sight_is_as_good_as_none(branches: Branches) -> None:
    customer = branches.call("sara", "create_customer", request={"name": "Of the south"})
    with pytest.raises(rules.CustomerIsUnknown):
        open_deal(branches, "nils", customer_id=customer["id"])


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"stage": "won"}, StageIsOutcome),
        ({"stage": "nowhere"}, StageIsUnknown),
        ({"product_id": "01990000-0000-7000-8000-000000000001"}, ProductIsNotOffered),
        ({"owner_id": "01990000-0000-7000-8000-000000000001"}, Malformed),
        ({"status": "won"}, Malformed),
        ({"probability": 50}, Malformed),
        ({"version": 7}, Malformed),
        ({"amount": "-1"}, Malformed),
        ({"amount": 1.5}, Malformed),
        ({"currency": "usd"}, Malformed),
        ({"name": ""}, Malformed),
        ({"expected_close_date": "tomorrow"}, Malformed),
    ],
)
def test_no_deal_is_opened_with_this(branches: Branches, fields: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        open_deal(branches, "nils", **fields)
    assert ids_listed(branches, "helen") == set()


def test_an_external_id_names_one_deal_even_out_of_sight(branches: Branches) -> None:
    open_deal(branches, "sara", external_id="X-1")
    with pytest.raises(rules.ExternalIdIsTaken):
        open_deal(branches, "nils", external_id="X-1")


def test_the_probability_follows_the_stage_until_the_seller_sets_another(
    branches: Branches, deal: dict[str, Any]
) -> None:
    deal = act(branches, "nils", "advance", deal, stage="engaging")
    assert (deal["probability"], deal["weighted_amount"]) == (30, "300.00")
    deal = act(branches, "nils", "change", deal, probability=90)
    deal = act(branches, "nils", "advance", deal, stage="negotiation")
    assert (deal["probability"], deal["probability_overridden"], deal["weighted_amount"]) == (90, True, "900.00")
    deal = act(branches, "nils", "change", deal, probability=None, amount="10.00")
    assert (deal["probability"], deal["probability_overridden"], deal["weighted_amount"]) == (75, False, "7.50")
    assert branches.told(deal["id"]) == ["opened", "stage_changed", "changed", "stage_changed", "changed"]
    assert [event.sequence for event in branches.events(deal["id"])] == [1, 2, 3, 4, 5]


def test_a_stage_change_tells_whether_the_deal_has_risen(branches: Branches, deal: dict[str, Any]) -> None:
    act(branches, "nils", "advance", deal, stage="negotiation")
    act(branches, "nils", "advance", deal, stage="engaging")
    _, up, down = branches.events(deal["id"])
    assert (up.data["from_stage"], up.data["to_stage"], up.data["risen"]) == ("prospecting", "negotiation", True)
    assert (down.data["risen"], down.data["changes"]["stage"]) == (
        False,
        {"before": "negotiation", "after": "engaging"},
    )


def test_exit_criteria_are_named_when_they_are_unmet(branches: Branches) -> None:
    deal = open_deal(branches)
    [stage] = [row for row in branches.call("nils", "list_stages", query={})["data"] if row["code"] == "prospecting"]
    demands = {"exit_criteria": ["customer", "expected_close_date"]}
    branches.call("helen", "change_stage", stage_id=stage["id"], request=demands)
    with pytest.raises(rules.CriteriaAreUnmet) as refusal:
        act(branches, "nils", "advance", deal, stage="engaging")
    assert refusal.value.extra["unmet"] == {"prospecting": ["customer", "expected_close_date"]}
    assert see(branches, "nils", deal)["stage"] == "prospecting"


def test_winning_closes_the_deal_at_a_hundred(branches: Branches, deal: dict[str, Any]) -> None:
    won = act(branches, "nils", "win", deal, amount="1200.00", closed_on="2026-01-31")
    assert (won["stage"], won["status"], won["probability"], won["amount"]) == ("won", "won", 100, "1200.00")
    assert won["closed_at"] == "2026-01-31T00:00:00+00:00"
    assert branches.told(deal["id"])[-1] == "won"


def test_losing_keeps_the_reason_and_the_winner(branches: Branches, deal: dict[str, Any]) -> None:
    lost = act(branches, "nils", "lose", deal, reason="Too dear", competitor="Acme")
    assert (lost["stage"], lost["status"], lost["probability"], lost["weighted_amount"]) == ("lost", "lost", 0, "0.00")
    assert (lost["lost_reason"], lost["winner_competitor"]) == ("Too dear", "Acme")
    assert branches.events(deal["id"])[-1].data["reason"] == "Too dear"


@pytest.mark.parametrize("close", [("win", {}), ("lose", {"reason": "Gone"})])
@pytest.mark.parametrize(
    "verb",
    [("change", {"name": "New"}), ("advance", {"stage": "engaging"}), ("win", {}), ("lose", {"reason": "No"})],
)
def test_a_closed_deal_is_immutable_until_it_is_reopened(
    branches: Branches, deal: dict[str, Any], close: tuple[str, Any], verb: tuple[str, Any]
) -> None:
    act(branches, "nils", "advance", deal, stage="engaging")
    closed = act(branches, "nils", close[0], deal, **close[1])
    with pytest.raises(rules.OpportunityCannotDoThis):
        act(branches, "nils", verb[0], deal, **verb[1])
    assert see(branches, "nils", deal) == closed
    reopened = act(branches, "nils", "reopen", deal)
    assert (reopened["stage"], reopened["status"], reopened["probability"]) == ("engaging", "open", 30)
    assert (reopened["closed_at"], reopened["lost_reason"]) == (None, None)


def test_a_deal_without_an_amount_cannot_be_won(branches: Branches) -> None:
    with pytest.raises(rules.AmountIsMissing):
        act(branches, "nils", "win", open_deal(branches))


def test_a_transferred_deal_leaves_the_old_owner_and_keeps_its_history(
    branches: Branches, deal: dict[str, Any]
) -> None:
    sara = branches.people["sara"].user_id
    handed = act(branches, "nils", "transfer", deal, owner_id=sara)
    assert (handed["owner"]["login"], handed["org_unit"]["code"]) == ("sara", "SOUTH")
    for gone in ("nils", "nora"):
        with pytest.raises(NotFound):
            see(branches, gone, deal)
        assert ids_listed(branches, gone) == set()
    assert ids_listed(branches, "sara") == {deal["id"]}
    history = branches.call("sara", "list_opportunity_history", opportunity_id=deal["id"])["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["opened", "transferred"]
    assert history[1]["changes"]["owner_id"] == {"before": branches.people["nils"].user_id, "after": sara}


@pytest.mark.parametrize(("to", "refusal"), [("nils", rules.OwnerIsTheSame), (None, NewOwnerUnknown)])
def test_a_deal_is_handed_to_somebody_else_who_exists(
    branches: Branches, deal: dict[str, Any], to: str | None, refusal: type[Refusal]
) -> None:
    owner_id = branches.people[to].user_id if to else new_id()
    with pytest.raises(refusal):
        act(branches, "nils", "transfer", deal, owner_id=owner_id)


@pytest.mark.parametrize("who", ["nina", "sara"])
def test_a_deal_of_somebody_else_does_not_exist(branches: Branches, deal: dict[str, Any], who: str) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("change", {"name": "Mine"}),
        ("advance", {"stage": "engaging"}),
        ("win", {}),
        ("transfer", {"owner_id": branches.people[who].user_id}),
        ("share", {"person_id": branches.people[who].user_id}),
    ]
    for verb, request in calls:
        with pytest.raises(NotFound):
            act(branches, who, verb, deal, **request)
    with pytest.raises(NotFound):
        see(branches, who, deal)
    assert ids_listed(branches, who) == set()
    assert ids_listed(branches, who, q="rebuild") == set()


@pytest.mark.parametrize("who", ["nora", "helen"])
def test_those_above_see_a_deal(branches: Branches, deal: dict[str, Any], who: str) -> None:
    assert see(branches, who, deal)["id"] == deal["id"]
    assert ids_listed(branches, who) == {deal["id"]}


def test_a_list_filters_sorts_and_sums(branches: Branches) -> None:
    small, big = open_deal(branches, amount="10.50"), open_deal(branches, amount="20.25", stage="engaging")
    query = {"sort": ["-weighted_amount"], "totals": ["amount", "weighted_amount"], "count": "exact"}
    listed = branches.call("nils", "list_opportunities", query=query)
    assert [row["id"] for row in listed["data"]] == [big["id"], small["id"]]
    assert listed["totals"] == {"amount": "30.75", "weighted_amount": "7.1250"}
    assert ids_listed(branches, "nils", filter=[["stage", "eq", "engaging"]]) == {big["id"]}


def test_a_change_that_names_an_old_version_is_stale(branches: Branches, deal: dict[str, Any]) -> None:
    act(branches, "nils", "change", deal, name="First")
    branches.people["late"] = replace(branches.people["nils"], expects_version=1)
    with pytest.raises(Stale):
        act(branches, "late", "change", deal, name="Second")
