"""Commission forecasts page by page: the same rows as at once, each reckoned as if it were alone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.errors import Malformed
from tests.sales.branches import Branches
from tests.sales.commission_statements.test_books import defined, hear, ordered, paid


def a_year_on() -> date:
    return today() + timedelta(days=365)


def hope(branches: Branches, amount: str, day: str, who: str = "nils") -> None:
    request = {"name": "Mill", "stage": "negotiation", "amount": amount, "expected_close_date": day}
    branches.call(who, "open_opportunity", request=request)


def forecast(branches: Branches, who: str = "helen", **query: Any) -> dict[str, Any]:
    asked = {"until": a_year_on().isoformat(), **query}
    told: dict[str, Any] = branches.call(who, "get_commission_forecast", query=asked)
    return told


def walked(branches: Branches, limit: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page = forecast(branches, limit=limit)
    while True:
        assert 0 < len(page["rows"]) <= limit
        rows += page["rows"]
        if page["next"] is None:
            return rows
        page = forecast(branches, limit=limit, cursor=page["next"])


def test_pages_come_to_the_same_rows_as_one_answer(branches: Branches) -> None:
    for name in ("B plan", "A plan", "C plan"):
        defined(branches, name=name)
    defined(branches, name="For nobody here", person_ids=[branches.people["sara"].user_id])
    for month in (today(), a_year_on()):
        hope(branches, "1000", month.isoformat())
        hope(branches, "500", month.isoformat())
    hear(branches, paid(ordered(branches), "900"), 1)
    whole = forecast(branches)
    assert (len(whole["rows"]), whole["next"]) == (6, None)
    assert [row["plan"]["name"] for row in whole["rows"]] == ["A plan", "B plan", "C plan"] * 2
    first, later = whole["rows"][0], whole["rows"][3]
    assert first["weighted_amount"] == later["weighted_amount"]
    assert Decimal(first["commission"]) > Decimal(later["commission"]), (
        "what was earned in its period has used up the lower tier"
    )
    for limit in (1, 2, 4, 6):
        assert walked(branches, limit) == whole["rows"]


def test_a_cursor_is_for_one_forecast(branches: Branches) -> None:
    for _ in range(2):
        defined(branches)
    hope(branches, "1000", today().isoformat())
    cursor = forecast(branches, limit=1)["next"]
    assert cursor is not None
    for wrong in ({"until": today().isoformat(), "cursor": cursor}, {"cursor": "x"}, {"limit": 0}, {"limit": 201}):
        with pytest.raises(Malformed):
            forecast(branches, **wrong)
