"""What history says of one deal."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom

ACME = {"customer_id": new_id(), "customer_name": "Acme"}
JUDGED = ("status", "basis", "ended_before", "chance", "expected_days_left", "judgement")


def moment(days_ago: int) -> str:
    return f"{(today() - timedelta(days=days_ago)).isoformat()}T00:00:00+00:00"


def recorded(room: Newsroom, name: str, stage: str, began: int, closed: int, **more: Any) -> Any:
    days = {"created_at": moment(began), "closed_at": moment(closed)}
    return room.event(deals.OpportunityRecorded, name, stage=stage, **days, **more)


@pytest.fixture
def past(room_anywhere: Newsroom) -> Newsroom:
    """Of 40 deals of Nils 24 were won after ten days and 16 lost after thirty; two of the won and one were Acme's."""
    ended = []
    for place in range(40):
        stage, closed = ("won", 90) if place < 24 else ("lost", 70)
        ended.append(recorded(room_anywhere, f"{place}", stage, 100, closed, **(ACME if place in (0, 1, 30) else {})))
    room_anywhere.tell(*ended)
    return room_anywhere


def outlook(room: Newsroom, name: str, who: str = "nils") -> Any:
    return room.ask(who, "get_deal_outlook", opportunity_id=room.ids[name])


def test_a_deal_has_its_stage_its_days_its_chance_and_its_customers_past(past: Newsroom) -> None:
    past.tell(past.event(deals.OpportunityOpened, "young", created_at=moment(5), stage="engaging", **ACME))
    answer = outlook(past, "young")
    assert [answer[name] for name in JUDGED] == ["open", "age", 40, "0.6000", 5, "likely"]
    assert (answer["stage"], answer["stage_label"], answer["probability"]) == ("engaging", "Engaging", 30)
    assert (answer["stage_entered_at"], answer["days_in_stage"], answer["age_days"]) == (moment(5), 5, 5)
    customer = answer["past_of_customer"]
    assert (customer["customer"]["name"], customer["won"], customer["lost"]) == ("Acme", 2, 1)
    assert (customer["win_rate"], customer["won_amounts"]) == ("0.6667", [{"currency": "USD", "amount": "2000.00"}])
    assert customer["latest"][0]["name"] == "30"


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (20, ["open", "age", 40, "0.0000", 10, "unlikely"]),
        (40, ["open", "age", 40, None, None, "beyond_history"]),
    ],
)
def test_a_deal_that_grows_old_loses_its_chance(past: Newsroom, age: int, expected: list[Any]) -> None:
    past.tell(past.event(deals.OpportunityOpened, "old", created_at=moment(age)))
    answer = outlook(past, "old")
    assert [answer[name] for name in JUDGED] == expected
    assert answer["past_of_customer"] is None


def test_a_closed_deal_and_one_without_history_are_told_as_such(past: Newsroom) -> None:
    assert [outlook(past, "0")[name] for name in JUDGED] == ["won", "age", 40, None, None, "closed"]
    past.tell(past.event(deals.OpportunityOpened, "first", "sara"))
    assert [outlook(past, "first", "sara")[name] for name in JUDGED] == ["open", "none", 0, None, None, "no_history"]


def test_days_in_a_stage_run_from_when_the_deal_came_to_it(past: Newsroom) -> None:
    past.tell(past.event(deals.OpportunityOpened, "moved", created_at=moment(9)))
    changes = {"stage": {"before": "prospecting", "after": "engaging"}}
    step = {"from_position": 10, "to_position": 20, "risen": True, "shared_people": [], "shared_units": []}
    names = {"from_stage": "prospecting", "to_stage": "engaging", "stage": "engaging", "created_at": moment(9)}
    past.tell(past.event(deals.OpportunityStageChanged, "moved", "nils", 2, changes=changes, **step, **names))
    assert outlook(past, "moved")["stage_entered_at"] == past.log[-1].time


def test_a_deal_out_of_sight_is_none_and_so_is_the_past_of_others(past: Newsroom) -> None:
    past.tell(past.event(deals.OpportunityOpened, "sara's", "sara", **ACME))
    with pytest.raises(NotFound):
        outlook(past, "0", "sara")
    customer = outlook(past, "sara's", "sara")["past_of_customer"]
    assert (customer["won"], customer["lost"], customer["win_rate"], customer["latest"]) == (0, 0, None, [])
    for query in ({}, {"opportunity_id": "1"}):
        with pytest.raises(Malformed):
            past.ask("nils", "get_deal_outlook", **query)
