"""Conditions on days, written as conditions on dates, and the moment at which each turns."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.reporting.segments import rules
from services.reporting.segments.rules import SegmentRuleIsBad

TODAY = date(2026, 6, 30)
NAME, ON = "days_without_order", "last_order_on"


def leaf(operator: str, value: Any) -> dict[str, Any]:
    return {"field": NAME, "op": operator, "value": value}


def holds(tree: Any, last: date | None, recorded: date) -> bool:
    """What the tree says of a customer that ordered last, and was recorded, on these days."""
    [(word, part)] = tree.items() if len(tree) == 1 else [("", tree)]
    if word in ("and", "or"):
        return (all if word == "and" else any)(holds(one, last, recorded) for one in part)
    if word == "not":
        return not holds(part, last, recorded)
    if tree["op"] == "null":
        return (last is None) == tree["value"]
    if tree["field"] == ON:
        return last is not None and last <= date.fromisoformat(tree["value"])
    return datetime.combine(recorded, datetime.min.time(), UTC) < datetime.fromisoformat(tree["value"])


@pytest.mark.parametrize(
    ("operator", "value", "days"),
    [
        ("gte", 3, {3, 4, 5, 6}),
        ("gt", 3, {4, 5, 6}),
        ("lt", 3, {0, 1, 2}),
        ("lte", 3, {0, 1, 2, 3}),
        ("between", [2, 4], {2, 3, 4}),
    ],
)
def test_a_condition_on_days_holds_for_these_days_and_turns_between_them(
    operator: str, value: Any, days: set[int]
) -> None:
    tree = rules.unfolded(leaf(operator, value), TODAY)
    ago = {count: TODAY - timedelta(days=count) for count in range(7)}
    assert {count for count, day in ago.items() if holds(tree, day, date(2020, 1, 1))} == days
    assert {count for count, day in ago.items() if holds(tree, None, day)} == days
    turning = rules.borders({"not": {"or": [leaf(operator, value)]}})
    held, turns = 0 in days, []
    for count in range(1, 7):
        if (count in days) != held:
            turns.append(count)
        held = count in days
    assert sorted(turning[ON] - {0}) == turns
    assert rules.next_turn(turning, {ON: TODAY}, TODAY) == rules.midnight(TODAY + timedelta(days=turns[0]))
    assert rules.next_turn(turning, {ON: date(2020, 1, 1)}, TODAY) is None


@pytest.mark.parametrize(
    "bad",
    [leaf("eq", 3), leaf("gte", "3"), leaf("gte", True), leaf("gte", -1), leaf("gte", 3661), leaf("gte", 1.5),
     leaf("between", [1]), leaf("between", 3), leaf("in", [3]), {"field": NAME}, {**leaf("gte", 3), "and": []}],
)  # fmt: skip
def test_what_is_no_number_of_days_is_refused(bad: Any) -> None:
    for tree in (bad, {"and": [{"not": bad}]}):
        with pytest.raises(SegmentRuleIsBad):
            rules.unfolded(tree, TODAY)


def test_what_is_no_tree_stays_for_whoever_reads_filters() -> None:
    endless: Any = leaf("gte", 1)
    for _ in range(2000):
        endless = {"not": endless}
    for strange in (None, 7, [], {"and": 7}, {"field": ["a"]}, {"field": {}}, endless):
        rules.unfolded(strange, TODAY)
        assert rules.borders(strange) == {}
