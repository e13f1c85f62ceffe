"""The forecast from history equals figures computed by hand, and knows nothing of later days."""

from decimal import Decimal
from typing import Any

import pytest

from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed, NotFound
from tests.reporting.customers.telling import hear
from tests.reporting.newsroom import Newsroom

ON = {"on": "2025-06-10", "period": "2025-06"}


def moment(day: str) -> str:
    return f"{day}T00:00:00+00:00"


def recorded(room: Newsroom, name: str, owner: str, stage: str, began: str, closed: str, amount: str = "100.00") -> Any:
    facts = {"stage": stage, "created_at": moment(began), "closed_at": moment(closed), "amount": amount}
    return room.event(deals.OpportunityRecorded, name, owner, **facts)


@pytest.fixture
def past(room_anywhere: Newsroom) -> Newsroom:
    """Twenty deals won after ten days, ten lost after twenty, one won at once in May, and one that is open in June."""
    room = room_anywhere
    room.tell(*(recorded(room, f"won {place}", "nils", "won", "2025-04-01", "2025-04-11") for place in range(20)))
    lost = ("nils", "lost", "2025-04-01", "2025-04-21", "0.00")
    room.tell(*(recorded(room, f"lost {place}", *lost) for place in range(10)))
    room.tell(recorded(room, "quick", "nils", "won", "2025-05-21", "2025-05-25", "300.00"))
    room.tell(room.event(deals.OpportunityOpened, "open", created_at=moment("2025-06-05")))
    return room


def sums(answer: Any) -> list[tuple[Any, ...]]:
    names = ("currency", "won", "pipeline", "new_business", "total")
    return [tuple(one[name] for name in names) for one in answer["amounts_by_currency"]]


def test_open_deals_and_new_business_are_expected_to_do_as_those_of_before(past: Newsroom) -> None:
    """Of 30 deals as old 20 were won in time, for 109.52 on average; one of three weeks brought 300 of new deals.
    From the first day on it is 1 of 32, and then 20 of 30 of the rest.
    """
    answer = past.ask("helen", "get_history_forecast", **ON)
    assert sums(answer) == [("USD", "0.00", "73.02", "100.00", "173.02")]
    assert (answer["since"], answer["until"], answer["on"]) == ("2025-06-01", "2025-06-30", "2025-06-10")
    (stage,) = answer["stages"]
    told = ("stage", "basis", "ended_before", "chance", "count", "expected_won", "estimated", "beyond_history")
    assert [stage[name] for name in told] == ["prospecting", "age", 31, "0.6771", 1, "0.7", 1, 0]
    assert answer["new_business_from"] == [
        {"since": "2025-05-20", "until": "2025-06-09", "currency": "USD", "amount": "300.00"}
    ]
    assert answer["history"] == {"since": "2022-06-11", "won": 21, "lost": 10, "still_open": 1}
    assert answer["explanation"]


def test_what_happened_later_changes_no_forecast_of_before(past: Newsroom) -> None:
    before = past.ask("helen", "get_history_forecast", **ON)
    won = {"stage": "won", "amount": "9999.00", "closed_at": moment("2025-06-12")}
    past.tell(past.event(deals.OpportunityWon, "open", "nils", 2, created_at=moment("2025-06-05"), **won))
    past.tell(recorded(past, "later", "nils", "won", "2025-06-11", "2025-06-12"))
    after = past.ask("helen", "get_history_forecast", **ON)
    told_when = {"as_of": None, "learnt": None}
    assert {**after, **told_when} == {**before, **told_when}
    whole = past.ask("helen", "get_history_forecast", on="2025-07-01", period="2025-06")
    assert sums(whole) == [("USD", "10099.00", "0.00", "0.00", "10099.00")]


def test_a_stage_from_which_enough_deals_have_ended_speaks_for_itself(past: Newsroom) -> None:
    opened, left = {"stage": "engaging", "created_at": moment("2025-04-01")}, {"before": "engaging", "after": "won"}
    for place in range(30):
        name, won = f"engaged {place}", {"stage": "won", "closed_at": moment("2025-04-11"), "changes": {"stage": left}}
        past.tell(past.event(deals.OpportunityOpened, name, **opened))
        past.tell(past.event(deals.OpportunityWon, name, "nils", 2, created_at=opened["created_at"], **won))
    past.tell(past.event(deals.OpportunityOpened, "fresh", stage="engaging", created_at=moment("2025-06-09")))
    stages = past.ask("helen", "get_history_forecast", **ON)["stages"]
    told = [(one["stage"], one["basis"], one["ended_before"], one["chance"], one["days_to_end"]) for one in stages]
    assert told == [("engaging", "stage", 30, "1.0000", 10), ("prospecting", "age", 61, "0.8360", 10)]


def test_from_too_few_deals_nothing_is_concluded(room: Newsroom) -> None:
    room.tell(recorded(room, "one", "nils", "won", "2025-04-01", "2025-04-11"))
    room.tell(room.event(deals.OpportunityOpened, "open", created_at=moment("2025-06-05")))
    answer = room.ask("helen", "get_history_forecast", **ON)
    assert sums(answer) == [("USD", "0.00", None, "0.00", None)]
    assert [(one["basis"], one["chance"], one["expected_won"]) for one in answer["stages"]] == [("none", None, None)]


def test_nobody_is_told_of_what_is_out_of_sight(past: Newsroom) -> None:
    for who in ("sara", "olga"):
        answer = past.ask(who, "get_history_forecast", **ON)
        assert (answer["amounts_by_currency"], answer["stages"], answer["new_business_from"]) == ([], [], [])
        assert answer["history"]["won"] == 0
        assert past.ask(who, "get_forecast_errors", on="2025-07-01")["quarters"] == []
    with pytest.raises(NotFound):
        past.ask("sara", "get_history_forecast", owner=past.people["nils"].user_id)
    below = {"org_unit": past.units["NORTH"], "include_children": "true"}
    assert sums(past.ask("helen", "get_history_forecast", **ON, **below))[0][-1] == "173.02"
    assert past.ask("helen", "get_history_forecast", **ON, org_unit=past.units["SOUTH"])["stages"] == []


def test_the_error_of_a_quarter_is_that_of_the_forecast_at_its_beginning(past: Newsroom) -> None:
    past.tell(recorded(past, "early", "nils", "lost", "2025-03-01", "2025-03-02", "0.00"))
    past.tell(recorded(past, "third", "nils", "won", "2025-07-02", "2025-08-12", "200.00"))
    answer = past.ask("helen", "get_forecast_errors", on="2025-10-01", quarters="2")
    assert [(one["period"], one["naive"], one["actual"], one["naive_error"]) for one in answer["quarters"]] == [
        ("2025-Q2", None, "2300.00", None),
        ("2025-Q3", "2300.00", "200.00", "10.5000"),
    ]
    third = past.ask("helen", "get_history_forecast", on="2025-07-01", period="2025-Q3")
    assert answer["quarters"][1]["forecast"] == sums(third)[0][-1]
    error = (Decimal(sums(third)[0][-1]) - 200) / 200
    assert Decimal(answer["quarters"][1]["error"]) == round(error, 4)
    means = {"currency": "USD", "quarters": 1, "naive_mean_error": "10.5000", "better": error < 10.5}
    (found,) = answer["means"]
    assert {name: value for name, value in found.items() if name != "cases"} == {
        **means,
        "mean_error": str(round(error, 4)),
    }


def test_best_case_commit_and_weighted_are_measured_by_what_was_written_down_then(past: Newsroom) -> None:
    """In July a deal of 400 was in negotiation (75 %) and one of 1,000 in prospecting (10 %); both changed since."""
    for name, stage, amount in (("near", "negotiation", "400.00"), ("far", "prospecting", "1000.00")):
        opened = {"stage": stage, "amount": amount, "created_at": moment("2025-06-20")}
        hear(past, past.event(deals.OpportunityOpened, name, **opened), "2025-06-20")
        closed = {"before": stage, "after": "won"}
        won = {"stage": "won", "amount": "500.00", "closed_at": moment("2025-08-01"), "changes": {"stage": closed}}
        event = past.event(deals.OpportunityWon, name, "nils", 2, created_at=opened["created_at"], **won)
        hear(past, event, "2025-08-01")
    hear(past, past.event(deals.OpportunityLost, "open", "nils", 2, **lost_in_june()), "2025-06-25")
    (quarter,) = past.ask("helen", "get_forecast_errors", on="2025-10-01", quarters="1")["quarters"]
    assert quarter["actual"] == "1000.00"
    assert quarter["open_at_beginning"] == {"open_count": 2, "stage_unknown": 0, "estimated": 0, "unvalued": 0}
    assert [tuple(one.values()) for one in quarter["cases"]] == [
        ("best_case", "1400.00", "0.4000"),
        ("commit", "400.00", "-0.6000"),
        ("weighted", "400.00", "-0.6000"),
    ]
    (mean,) = past.ask("helen", "get_forecast_errors", on="2025-10-01", quarters="1")["means"]
    assert [tuple(one.values()) for one in mean["cases"]] == [
        ("best_case", 1, "0.4000"), ("commit", 1, "0.6000"), ("weighted", 1, "0.6000"),
    ]  # fmt: skip


def lost_in_june() -> dict[str, Any]:
    changes = {"stage": {"before": "prospecting", "after": "lost"}}
    facts = {"stage": "lost", "reason": "price", "competitor": None, "changes": changes}
    return {**facts, "created_at": moment("2025-06-05"), "closed_at": moment("2025-06-25")}


def test_where_the_stage_of_then_is_not_known_only_the_best_case_is(past: Newsroom) -> None:
    past.tell(recorded(past, "late", "nils", "won", "2025-06-20", "2025-08-01", "500.00"))
    (quarter,) = past.ask("helen", "get_forecast_errors", on="2025-10-01", quarters="1")["quarters"]
    assert quarter["open_at_beginning"]["stage_unknown"] >= 1
    assert [(one["case"], one["forecast"] is None, one["error"] is None) for one in quarter["cases"]] == [
        ("best_case", False, False), ("commit", True, True), ("weighted", True, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {"period": "9999"},
        {"since": "9999-12-15"},
        {"until": "9999-12-31"},
        {"until": "0001-01-01"},
        {"since": "2025-06-30", "until": "2025-06-01"},
        {"on": "9999-12-31"},
        {"on": "2000-01-01", "period": "2000-01"},
    ],
)
def test_a_period_beyond_all_that_is_known_brings_no_new_business(past: Newsroom, query: dict[str, str]) -> None:
    answer = past.ask("helen", "get_history_forecast", **{"on": "2025-06-10", **query})
    for one in answer["amounts_by_currency"]:
        assert one["new_business"] in (None, "0.00")


@pytest.mark.parametrize(
    ("rpc", "query"),
    [
        ("get_history_forecast", {"on": "soon"}),
        ("get_history_forecast", {"period": "2025-06", "since": "2025-06-01"}),
        ("get_history_forecast", {"on": "0001-01-01"}),
        ("get_forecast_errors", {"on": "1999-12-31"}),
        ("get_forecast_errors", {"quarters": "0"}),
        ("get_forecast_errors", {"quarters": "13"}),
        ("get_forecast_errors", {"period": "2025"}),
    ],
)
def test_other_parameters_are_refused(room: Newsroom, rpc: str, query: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        room.ask("helen", rpc, **query)
