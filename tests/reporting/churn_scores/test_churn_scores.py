"""Churn scores through the service: whose customers they are of, from whose records, and what they say."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from shared.clock import today
from shared.contracts.sales import opportunities as deals
from shared.contracts.sales import orders
from shared.errors import Malformed, NotFound
from tests.reporting.activities.telling import act
from tests.reporting.needs.telling import request_event
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import identity, order_event

HORIZON, SPACING = 30, 20
CUSTOMERS = 44


def day(ago: int) -> str:
    return (today() - timedelta(days=ago)).isoformat()


def ordered(room: Newsroom, customer: str, *days: int, **facts: Any) -> list[tuple[Any, int]]:
    told = []
    for ago in days:
        at = f"{day(ago)}T09:00:00+00:00"
        named = {"customer": customer, "confirmed_at": at, **facts}
        told.append(
            (order_event(room, orders.OrderConfirmed, f"{customer} {ago}", (("lamp", 1, "50.00"),), **named), 1)
        )
    return told


def history(room: Newsroom, owner: str = "nils") -> None:
    """Half of the customers order every 20 days, half do so only for a while, each for another."""
    told = []
    for place in range(CUSTOMERS):
        until = 0 if place % 2 else 8 * place
        days = [ago for ago in range(place % SPACING, 400, SPACING) if ago >= until]
        told += ordered(room, f"{owner} {'stays' if place % 2 else 'leaves'} {place}", *days, owner=owner)
    room.take(*told)


@pytest.fixture
def past(room: Newsroom) -> Newsroom:
    """On SQLite; the statements run on each engine in the tests of the whole catalogue, and below."""
    history(room)
    return room


@pytest.fixture
def past_anywhere(room_anywhere: Newsroom) -> Newsroom:
    history(room_anywhere)
    return room_anywhere


def ask(room: Newsroom, who: str, **query: Any) -> Any:
    return room.report(who, "churn-scores", **{"horizon_days": f"{HORIZON}", "limit": "200", **query})


def scores(answer: Any) -> dict[str, float]:
    return {row["customer"]: float(row["score"]) for row in answer["rows"]}


def test_who_has_stopped_scores_higher_than_who_stays_and_it_is_said_by_what(past_anywhere: Newsroom) -> None:
    past = past_anywhere
    answer = ask(past, "nils")
    (total,) = answer["totals"]
    assert (total["on"], total["horizon_days"], total["basis"]) == (today().isoformat(), HORIZON, "factors")
    assert total["held_out"] >= 100
    assert 0 < total["held_out_gone"] < total["held_out"]
    assert float(total["auc"]) > 0.9
    assert float(total["brier"]) < float(total["base_brier"]) / 2
    assert "nearer" in total["says"]
    found = scores(answer)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert found["nils stays 1"] < 0.2 < 0.8 < found["nils leaves 30"]
    row = next(row for row in answer["rows"] if row["customer"] == "nils leaves 30")
    assert (row["days_since_order"], row["usual_interval"], row["count"]) == (250, "20.0", 6)
    assert float(row["effect_of_recency"]) > 0
    assert row["raised_by"].split(": ")[0] in ("recency", "rhythm")
    assert {name for name in row if name.startswith("effect_of_")} >= {"effect_of_requests", "effect_of_value"}


def test_each_row_leads_to_the_orders_that_were_counted(past: Newsroom) -> None:
    answer = ask(past, "nils")
    assert answer["totals"][0]["count"] == sum(row["count"] for row in answer["rows"])
    for row in answer["rows"][:5]:
        query = dict(parse_qsl(row["drill"], keep_blank_values=True))
        behind = past.report("nils", "churn-scores", "list_report_records", **query, limit="200")
        assert behind["count"] == row["count"]
        assert {record["customer"]["name"] for record in behind["data"]} == {row["customer"]}


def test_requests_lost_deals_and_activities_in_sight_are_told(past: Newsroom) -> None:
    name, at = "nils stays 1", f"{day(3)}T08:00:00+00:00"
    customer = {"customer_id": identity(past, name)}
    lost = {"stage": "lost", "created_at": at, "closed_at": at, **customer}
    past.tell(past.event(deals.OpportunityRecorded, "gone", "nils", **lost))
    act(past, "call", day=day(5), result="agreed", **customer)
    past.take(request_event(past, "broken", **customer))
    (row,) = [row for row in ask(past, "nils")["rows"] if row["customer"] == name]
    assert (row["requests"], row["lost_deals"], row["days_since_contact"]) == (1, 1, 5)


def test_nobody_is_told_of_and_nobody_learns_from_what_is_out_of_sight(past: Newsroom) -> None:
    past.take(*ordered(past, "hers", 5, 20, owner="sara"))
    answer = ask(past, "sara")
    assert [(row["customer"], row["score"]) for row in answer["rows"]] == [("hers", None)]
    (total,) = answer["totals"]
    assert (total["count"], total["basis"], total["base_rate"], total["auc"]) == (2, "none", None, None)
    assert "Too little" in total["says"]
    assert ask(past, "olga")["rows"] == []
    for part in ({"owner": past.people["nils"].user_id}, {"org_unit": past.units["NORTH"]}):
        assert ask(past, "helen", **part)["totals"] == ask(past, "nils")["totals"], "the same, whoever asks"
        with pytest.raises(NotFound):
            ask(past, "sara", **part)


def test_a_customer_that_orders_elsewhere_too_is_told_of_by_what_is_in_sight(past: Newsroom) -> None:
    before = ask(past, "nils")["rows"]
    past.take(*ordered(past, "nils leaves 30", 1, owner="sara"))
    assert ask(past, "nils")["rows"] == before


def test_as_of_a_day_that_is_past_nothing_later_is_known(past: Newsroom) -> None:
    asked = {"until": day(45)}
    before = ask(past, "nils", **asked)
    past.take(*ordered(past, "nils leaves 30", 44, 10))
    after = ask(past, "nils", **asked)
    assert (after["rows"], after["totals"]) == (before["rows"], before["totals"])
    assert after["totals"][0]["on"] == day(45)


def test_pages_and_files_hold_the_same_rows(past: Newsroom) -> None:
    whole = ask(past, "nils")["rows"]
    pages: list[Any] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = ask(past, "nils", limit="20", cursor=cursor)
        pages, cursor = [*pages, *page["rows"]], page["next"]
    unpaged = [{name: value for name, value in row.items() if name != "drill"} for row in whole]
    assert [{name: value for name, value in row.items() if name != "drill"} for row in pages] == unpaged
    filed = past.report("nils", "churn-scores", "list_report_rows", horizon_days=f"{HORIZON}")["rows"]
    assert [row["score"] for row in filed] == [row["score"] for row in whole]
    shown = past.report("nils", "churn-scores", "get_report_sql")["statements"]
    assert [one["purpose"] for one in shown] == ["rows", "totals", "learnt from"]


@pytest.mark.parametrize(
    "query", [{"horizon_days": "6"}, {"horizon_days": "366"}, {"horizon_days": "soon"}, {"grain": "month"}]
)
def test_other_parameters_are_refused(room: Newsroom, query: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        ask(room, "nils", **query)


@pytest.mark.parametrize(
    "query", [{"until": "0001-01-01"}, {"period": "1000"}, {"since": "9999-12-31"}, {"until": "9999-12-31"}, {}]
)
def test_where_nothing_was_ordered_nothing_is_told(room: Newsroom, query: dict[str, Any]) -> None:
    answer = ask(room, "nils", **query)
    assert (answer["rows"], [total["basis"] for total in answer["totals"]]) == ([], ["none"])
