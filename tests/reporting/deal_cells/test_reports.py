"""Reports that are made of cells say what they say of the facts."""

import random
from typing import Any

import pytest
from marshmallow import ValidationError

from services.reporting.catalogue import queries as catalogue
from services.reporting.reports.cube import KEYS, OF_CELLS
from shared.contracts.reporting.reports.cube import DIMENSIONS
from shared.contracts.sales import opportunities as told
from shared.errors import Malformed, NotFound
from tests.reporting.deal_cells.telling import askers, random_events
from tests.reporting.newsroom import Newsroom

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("won-trend", {"grain": grain}) for grain in ("month", "quarter", "year")),
    ("won-trend", {"period": "2026"}),
    ("period-comparison", {}),
    ("period-comparison", {"periods": "2026-Q3,2026-Q4", "since": "2026-10-01"}),
    ("seller-comparison", {"period": "2026-11"}),
    ("seller-comparison", {"since": "2026-11-02", "until": "2026-11-30"}),
    *(
        ("cube", {"rows": one, "columns": other})
        for one in ("status", "seller", "product")
        for other in ("stage", "unit")
    ),
    *(("opportunity-ranking", {"by": by, "n": "2"}) for by in ("amount", "weighted_amount", "age")),
    ("opportunity-ranking", {"period": "2026-10"}),
    ("cube", {"rows": "product", "columns": "month"}),
    ("cube", {"rows": "quarter", "columns": "year", "measure": "count", "period": "2026"}),
)


def answers(room: Newsroom, who: str, report: str, asked: dict[str, Any]) -> Any:
    query = {name: value.split(",") if name == "periods" else value for name, value in asked.items()}
    answer = room.report(who, report, limit="200", **query)
    return sorted(map(str, answer["rows"])), sorted(map(str, answer["totals"]))


@pytest.mark.feature("B-15")
@pytest.mark.parametrize("seed", [1, 2])
def test_they_say_what_the_facts_say_to_each_of_their_readers(
    room_anywhere: Newsroom, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    room = room_anywhere
    room.tell(*random_events(room, random.Random(seed), 12))
    room.people["director"] = director(room)
    readers = ("director", "helen", "nora", "nils", "sara", "stan")
    from_cells = {(who, at): answers(room, who, *one) for who in readers for at, one in enumerate(ASKED)}
    assert any(rows for rows, _ in from_cells.values())
    monkeypatch.setattr(catalogue, "cells_of", lambda *_: None)
    for (who, at), told_by_cells in from_cells.items():
        assert told_by_cells == answers(room, who, *ASKED[at]), (who, ASKED[at])


def director(room: Newsroom) -> Any:
    return askers(room)[0]


@pytest.mark.feature("B-15")
@pytest.mark.parametrize("rows", DIMENSIONS)
def test_any_two_dimensions_add_up_and_lead_to_the_deals(books: Newsroom, rows: str) -> None:
    for columns in (one for one in DIMENSIONS if one != rows):
        answer = books.report("helen", "cube", rows=rows, columns=columns, measure="weighted_amount")
        assert [(one["count"], one["amount"], one["weighted_amount"]) for one in answer["totals"]] == [
            (7, "13000.00", "9000.00")
        ]
        assert sum(one["count"] for one in answer["rows"]) == 7
        drill = {"rows": rows, "columns": columns}
        for one in answer["rows"]:
            cell = {"row": one["row"] or "", "column": one["column"] or "", "currency": "USD"}
            behind = books.report("helen", "cube", "list_report_records", **drill, **cell)
            assert behind["count"] == one["count"], (columns, one)


@pytest.mark.feature("B-15")
def test_cells_show_nothing_of_other_branches_but_what_is_shared(books: Newsroom) -> None:
    def seen(who: str) -> list[Any]:
        rows = books.report(who, "cube", rows="seller", columns="status")["rows"]
        return [(one["row_name"], one["column"], one["count"]) for one in rows]

    assert sorted(seen("sara")) == [("Sara", "lost", 1), ("Sara", "open", 1), ("Sara", "won", 1)]
    books.tell(books.share("one", 2, books.people["sara"].user_id))
    assert ("Nils", "open", 1) in seen("sara")
    with pytest.raises(NotFound):
        books.report("nils", "cube", org_unit=books.units["SOUTH"])
    books.tell(books.revoke("one", 3, books.people["sara"].user_id))
    assert len(seen("sara")) == 3


@pytest.mark.feature("B-15")
@pytest.mark.parametrize(
    "query",
    [
        {"rows": "colour"},
        {"rows": "stage", "columns": "stage"},
        {"measure": "price"},
        {"rows": "seller", "row": "Nils"},
        {"columns": "month", "column": "November"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(books: Newsroom, query: dict[str, str]) -> None:
    with pytest.raises((Malformed, ValidationError)):
        books.report("nils", "cube", "list_report_records", **query)


@pytest.mark.feature("B-14")
def test_an_answer_from_cells_says_how_fresh_it_is_and_has_what_was_told(books: Newsroom) -> None:
    for _ in range(2):  # the same event twice counts once
        books.tell(books.event(told.OpportunityOpened, "eight", "nils", amount="8.00"))
        answer = books.report("nils", "cube", rows="status", columns="stage")
        assert answer["as_of"]["position"] == books.position
        assert answer["as_of"]["stated_lag_seconds"] == 5
        assert answer["totals"][0]["count"] == 3


def test_which_dimensions_cells_know_is_declared_alike() -> None:
    assert KEYS.keys() <= OF_CELLS.keys() <= set(DIMENSIONS)


@pytest.mark.feature("S-026")
@pytest.mark.parametrize("by", ["amount", "weighted_amount", "age"])
def test_the_first_of_a_ranking_are_those_of_the_whole(room_anywhere: Newsroom, by: str) -> None:
    room = room_anywhere
    amounts = [None, "0.00", "5.00", "7.00", None, "5.00", "0.00", "3.00"]
    opened = [f"2026-09-0{1 + place % 3}T08:00:00+00:00" for place in range(len(amounts))]
    told_of = zip(amounts, opened, strict=True)
    room.tell(
        *(
            room.event(told.OpportunityOpened, str(place), amount=amount, created_at=created)
            for place, (amount, created) in enumerate(told_of)
        )
    )
    whole = room.report("nils", "opportunity-ranking", by=by, n="50")
    assert len(whole["rows"]) == len(amounts)
    for most in range(1, len(amounts)):
        first = room.report("nils", "opportunity-ranking", by=by, n=str(most))
        assert [one["deal_id"] for one in first["rows"]] == [one["deal_id"] for one in whole["rows"][:most]]
        assert first["totals"] == whole["totals"]
