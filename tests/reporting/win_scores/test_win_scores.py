"""Scores of open deals through the service: whose they are, from whose deals, and what they say of themselves."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.reporting.customers.telling import customer
from tests.reporting.newsroom import Newsroom

BANK, MILL = new_id(), new_id()


def moment(days_ago: int) -> str:
    return f"{(today() - timedelta(days=days_ago)).isoformat()}T00:00:00+00:00"


@pytest.fixture
def past(room_anywhere: Newsroom) -> Newsroom:
    """Banks buy from Nils and mills do not, now as a year ago; he has one open deal with each, and Sara has one."""
    room = room_anywhere
    room.take(customer(BANK, "finance"), customer(MILL, "paper"))
    ended = []
    for place in range(160):
        of, stage = (BANK, "won") if place % 2 else (MILL, "lost")
        days = {"created_at": moment(110 + place * 2), "closed_at": moment(10 + place * 2)}
        ended.append(room.event(deals.OpportunityRecorded, f"{place}", "nils", stage=stage, customer_id=of, **days))
    room.tell(*ended)
    room.tell(room.event(deals.OpportunityOpened, "bank", "nils", customer_id=BANK, created_at=moment(2)))
    room.tell(room.event(deals.OpportunityOpened, "mill", "nils", customer_id=MILL, created_at=moment(1)))
    room.tell(room.event(deals.OpportunityOpened, "sara's", "sara", customer_id=BANK, created_at=moment(1)))
    return room


def test_what_sold_before_scores_higher_and_the_factor_is_named(past: Newsroom) -> None:
    answer = past.ask("nils", "get_win_scores")
    mill, bank = answer["rows"]
    assert (mill["name"], bank["name"]) == ("mill", "bank")
    assert bank["factors"][0]["factor"] == mill["factors"][0]["factor"] == "sector"
    assert (bank["factors"][0]["value"], bank["factors"][0]["deals"]) == ("finance", 80)
    assert bank["factors"][0]["effect"].startswith("+")
    assert mill["factors"][0]["effect"].startswith("-")
    assert float(mill["score"]) < 0.4 < 0.6 < float(bank["score"])
    assert {factor["factor"] for factor in bank["factors"]} == {"age", "seller", "product", "sector", "channel"}
    assert (answer["base_rate"], answer["learnt_from"]) == ("0.5000", 160)
    accuracy = answer["accuracy"]
    assert accuracy["better"]
    assert float(accuracy["auc"]) > 0.9
    assert sum(one["deals"] for one in accuracy["calibration"]) == accuracy["deals"] >= 100


def test_without_proof_every_deal_is_given_the_base_rate(room: Newsroom) -> None:
    for place, stage in enumerate(["won", "won", "lost"]):
        days = {"created_at": moment(40), "closed_at": moment(9)}
        room.tell(room.event(deals.OpportunityRecorded, f"{place}", "nils", stage=stage, **days))
    room.tell(room.event(deals.OpportunityOpened, "open"))
    answer = room.ask("nils", "get_win_scores")
    assert (answer["rows"][0]["score"], answer["base_rate"], answer["accuracy"]["better"]) == (
        "0.6000",
        "0.6000",
        False,
    )
    assert "Too few" in answer["accuracy"]["says"]


def test_nobody_learns_from_what_is_out_of_sight(past: Newsroom) -> None:
    answer = past.ask("sara", "get_win_scores")
    assert (answer["learnt_from"], answer["base_rate"], answer["learnt_until"]) == (0, None, None)
    assert [row["name"] for row in answer["rows"]] == ["sara's"]
    with pytest.raises(NotFound):
        past.ask("sara", "get_win_scores", opportunity_id=past.ids["bank"])
    with pytest.raises(NotFound):
        past.ask("nils", "get_win_scores", opportunity_id=past.ids["1"])
    assert past.ask("olga", "get_win_scores")["rows"] == []


def test_deals_come_page_by_page_and_one_by_its_id(past: Newsroom) -> None:
    first = past.ask("nils", "get_win_scores", limit="1")
    second = past.ask("nils", "get_win_scores", limit="1", cursor=first["next"])
    assert [first["rows"][0]["name"], second["rows"][0]["name"], second["next"]] == ["mill", "bank", None]
    one = past.ask("nils", "get_win_scores", opportunity_id=past.ids["bank"])["rows"]
    assert one == second["rows"]


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "201"}, {"cursor": "x"}, {"opportunity_id": "1"}])
def test_other_parameters_are_refused(room: Newsroom, query: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        room.ask("nils", "get_win_scores", **query)
