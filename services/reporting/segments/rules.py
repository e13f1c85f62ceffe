"""Conditions of segments that come to hold by time alone, in plain Python: no database, no wire, no clock."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.errors import Conflict, Fault, Malformed
from shared.segmenting import MOST_DAYS, MOST_SEGMENTS, QUIET, QUIET_OPERATORS

DEEPEST = 8
ONE_DAY = timedelta(days=1)
Tree = Any
"""A filter tree as it came over the wire."""


class SegmentRuleIsBad(Malformed):
    """A condition on days takes whole days."""

    code = "segment_rule_bad"


class TooManySegments(Conflict):
    """Each change of a customer is held against each segment, so there are not more than a hundred."""

    code = "segments_too_many"


def ensure_few(segments: int) -> None:
    if segments >= MOST_SEGMENTS:
        raise TooManySegments(f"There are {MOST_SEGMENTS} segments already; remove one first.")


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def unfolded(tree: Tree, today: date, depth: int = 0) -> Tree:
    """The tree with its conditions on days written as conditions on dates, as they are on this day. What is no tree
    stays as it is, for whoever reads filters to refuse. Raises `SegmentRuleIsBad`.
    """
    if not isinstance(tree, dict) or depth > DEEPEST:
        return tree
    if _is_quiet(tree):
        return _on_dates(QUIET[tree["field"]], *_bounds(tree), today)
    return {word: _unfolded_part(part, today, depth) if word in ("and", "or", "not") else part
            for word, part in tree.items()}  # fmt: skip


def borders(tree: Tree) -> dict[str, frozenset[int]]:
    """By the day that conditions count from, after how many days one of them turns."""
    found: dict[str, set[int]] = defaultdict(set)
    for leaf in _quiet_leaves(tree):
        found[QUIET[leaf["field"]]].update(bound for bound in _bounds(leaf) if bound is not None)
    return {name: frozenset(days) for name, days in found.items()}


def next_turn(turning: Mapping[str, frozenset[int]], since: Mapping[str, date], today: date) -> datetime | None:
    """The moment at which a condition turns next for a customer that has been quiet since these days."""
    turns = (since[name] + days * ONE_DAY for name, each in turning.items() for days in each)
    coming = min((turn for turn in turns if turn > today), default=None)
    return None if coming is None else midnight(coming)


def _unfolded_part(part: Any, today: date, depth: int) -> Any:
    if isinstance(part, list):
        return [unfolded(one, today, depth + 1) for one in part]
    return unfolded(part, today, depth + 1)


def _is_quiet(leaf: Mapping[str, Any]) -> bool:
    """A field that is no text is none of ours; a list cannot even be looked up."""
    return isinstance(leaf.get("field"), str) and leaf["field"] in QUIET


def _quiet_leaves(tree: Tree, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(tree, list):
        for one in tree:
            yield from _quiet_leaves(one, depth)
    elif isinstance(tree, dict) and depth <= DEEPEST:
        if _is_quiet(tree):
            yield tree
        for word in ("and", "or", "not"):
            yield from _quiet_leaves(tree.get(word), depth + 1)


def _bounds(leaf: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """From how many days on the condition holds, and from how many on it holds no more."""
    operator, value = leaf.get("op"), leaf.get("value")
    if operator not in QUIET_OPERATORS or not leaf.keys() <= {"field", "op", "value"}:
        raise _bad(f"{leaf['field']} takes {', '.join(QUIET_OPERATORS)}.")
    if operator == "between":
        if not isinstance(value, list) or len(value) != 2:
            raise _bad(f"{leaf['field']} lies between two numbers of days.")
        return _days(value[0]), _days(value[1]) + 1
    days = _days(value) + (operator in ("gt", "lte"))
    return (days, None) if operator in ("gt", "gte") else (None, days)


def _days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise _bad(f"Days are a whole number from 0 to {MOST_DAYS}.")
    return value


def _bad(sentence: str) -> SegmentRuleIsBad:
    return SegmentRuleIsBad(sentence, faults=[Fault("/rule", sentence)])


def _on_dates(name: str, least: int | None, beyond: int | None, today: date) -> Tree:
    held = [] if least is None else [_quiet_for(name, today - least * ONE_DAY)]
    over = [] if beyond is None else [{"not": _quiet_for(name, today - beyond * ONE_DAY)}]
    return {"and": [*held, *over]}


def _quiet_for(name: str, day: date) -> Tree:
    """Quiet since this day or longer. Each branch says whether there is a date, so that none of them is unknown."""
    dated = [{"field": name, "op": "null", "value": False}, {"field": name, "op": "lte", "value": day.isoformat()}]
    recorded = {"field": "created_at", "op": "lt", "value": midnight(day + ONE_DAY).isoformat()}
    return {"or": [{"and": dated}, {"and": [{"field": name, "op": "null", "value": True}, recorded]}]}
