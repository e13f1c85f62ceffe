"""Reports on orders that are made of cells say what they say of the facts, and read no facts for it."""

import random
from typing import Any

import pytest

from services.reporting.order_cells import queries as cells
from shared.errors import NotFound
from tests.reporting.deal_cells.telling import askers
from tests.reporting.newsroom import Newsroom
from tests.reporting.order_cells.telling import random_orders
from tests.reporting.orders.telling import confirmed, product
from tests.sales.plans import analyze, heard, ways_to

REPORTS = ("orders", "product-sales", "product-mix")
READERS = ("director", "helen", "nora", "nils", "sara", "stan")
TABLES = ("order_facts", "order_line_facts")


def asked_of(room: Newsroom) -> list[dict[str, Any]]:
    north = {"org_unit": room.units["NORTH"]}
    return [
        {},
        {"grain": "quarter", "period": "2026"},
        {"period": "2026-11", "currency": "USD"},
        {"since": "2026-10-02"},
        {"until": "2026-10-31", **north},
        {"grain": "year", "include_children": True, **north},
        {"owner": room.people["nils"].user_id},
    ]


def answers(room: Newsroom, who: str, report: str, asked: dict[str, Any]) -> Any:
    told = {name: value for name, value in asked.items() if report != "product-mix" or name != "grain"}
    try:
        answer = room.report(who, report, limit="200", **told)
    except NotFound:
        return NotFound
    return sorted(map(str, answer["rows"])), sorted(map(str, answer["totals"]))


@pytest.mark.feature("S-089", "S-085", "S-086")
@pytest.mark.parametrize("seed", [1, 2])
def test_they_say_what_the_facts_say_to_each_of_their_readers(
    room_anywhere: Newsroom, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    room = room_anywhere
    for name, category in (("lamp", "light"), ("chair", "seats"), ("rope", None)):
        product(room, name, category)
    room.take(*random_orders(room, random.Random(seed), 12))
    room.people["director"] = askers(room)[0]
    every = [(who, report, at) for who in READERS for report in REPORTS for at in range(len(asked_of(room)))]
    from_cells = {one: answers(room, one[0], one[1], asked_of(room)[one[2]]) for one in every}
    assert any(told is not NotFound and told[0] for told in from_cells.values())
    monkeypatch.setattr(cells, "are_whole_months", lambda *_: False)
    for (who, report, at), told in from_cells.items():
        assert told == answers(room, who, report, asked_of(room)[at]), (who, report, asked_of(room)[at])


def test_a_period_that_cuts_a_month_is_answered_by_the_facts(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    confirmed(room, "one", "2026-10-05", ("lamp", 2, "20.00"))
    confirmed(room, "two", "2026-10-25", ("lamp", 1, "10.00"))
    for asked, amount in (({"period": "2026-10"}, "30.00"), ({"since": "2026-10-06", "until": "2026-10-31"}, "10.00")):
        for report in REPORTS:
            assert [one["amount"] for one in room.report("nils", report, **asked)["totals"]] == [amount]


def test_another_branch_sees_nothing_of_the_cells_and_is_refused_their_unit(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    confirmed(room, "one", "2026-10-05", ("lamp", 2, "20.00"))
    for report in REPORTS:
        assert room.report("sara", report)["rows"] == []
        with pytest.raises(NotFound):
            room.report("sara", report, org_unit=room.units["NORTH"])


@pytest.mark.parametrize("who", ["director", "helen", "nils"])
def test_whole_months_read_no_order_and_no_line(room_anywhere: Newsroom, who: str) -> None:
    """So what they cost does not grow with the orders. What is shared is found by its own id, where there is any."""
    room = room_anywhere
    room.people["director"] = askers(room)[0]
    for place in range(120):
        lines = [(name, 1, "1.00") for name in ("lamp", "chair")]
        confirmed(room, f"{place}", f"2026-{1 + place % 9:02}-05", *lines, owner=("nils", "sara")[place % 2])
    if room.database.dialect == "postgresql":
        analyze(room.database)
    for report in REPORTS:
        with heard() as ran:
            answer = room.report(who, report, period="2026")
        assert answer["rows"]
        asking = [(sql, given) for sql, given in ran if sql.lstrip().startswith("SELECT")]
        whole = [sql for sql, _ in asking if any(f"FROM {table}" in sql for table in TABLES)]
        assert [sql for sql in whole if "shares" not in sql] == []
        if room.database.dialect == "postgresql":
            for table in TABLES:
                ways = ways_to(table, room.database, asking)
                assert [way for way in ways if "Seq Scan" in way] == []
