"""From the filter grammar of the API to conditions on columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt
from typing import Any, cast

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, not_, or_, true

from shared.contracts.listing import OPERATORS, FieldKind, Listing
from shared.errors import Fault, Malformed
from shared.listing.areas import read_box, read_circle
from shared.listing.values import read_value
from shared.located import Position

DEEPEST = 8
MOST_LEAVES = 50
MOST_VALUES = 200

_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": eq,
    "lt": lt,
    "lte": le,
    "gt": gt,
    "gte": ge,
}

Columns = Mapping[str, SQLColumnExpression[Any]]


class BadFilter(Malformed):
    """The filter names a field or an operator that the list does not offer, or a value that is none."""

    code = "bad_filter"


@dataclass(frozen=True)
class _Offer:
    """What can be asked about; see `condition`."""

    listing: Listing
    columns: Columns
    named_by: Columns

    def is_empty(self, name: str) -> ColumnElement[bool]:
        return self.named_by.get(name, self.columns[name]).is_(None)


def condition(listing: Listing, columns: Columns, tree: Any, named_by: Columns | None = None) -> ColumnElement[bool]:
    """The condition that a filter asks for.

    `named_by` tells of the columns of other records by which column the rows name these: where it is empty, so is what
    is told of them, and of the rows an index knows that.

    `tree` is a list of `[field, operator, value]` that must all hold, or a tree of `{"and": […]}`, `{"or": […]}`,
    `{"not": …}` and `{"field", "op", "value"}`. Raises `BadFilter` with every fault found in a list.
    """
    if not tree:
        return true()
    offer = _Offer(listing, columns, named_by or {})
    if isinstance(tree, list):
        return _all_of(offer, tree)
    return _Tree(offer).read(tree, 0)


def fields_of(tree: Any) -> set[str]:
    """The fields that a filter asks about, as far as it can be read."""
    if isinstance(tree, list):
        return {str(leaf[0]) for leaf in tree if leaf}
    if not isinstance(tree, dict):
        return set()
    parts = [part for word in ("and", "or") for part in tree.get(word) or ()]
    below = [fields_of(part) for part in (*parts, tree.get("not"))]
    return {str(tree["field"])}.union(*below) if "field" in tree else set().union(*below)


def _all_of(offer: _Offer, leaves: list[Any]) -> ColumnElement[bool]:
    if len(leaves) > MOST_LEAVES:
        raise _bad("filter", f"at most {MOST_LEAVES} conditions")
    conditions: list[ColumnElement[bool]] = []
    faults: list[Fault] = []
    for leaf in leaves:
        try:
            conditions.append(_leaf(offer, *leaf))
        except BadFilter as refusal:
            faults.extend(refusal.faults)
    if faults:
        raise BadFilter("The filter cannot be read.", faults=faults)
    return and_(true(), *conditions)


class _Tree:
    """Reads a JSON filter tree, bounded in depth and size."""

    def __init__(self, offer: _Offer) -> None:
        self.offer = offer
        self.leaves = 0

    def read(self, node: Any, depth: int) -> ColumnElement[bool]:
        if not isinstance(node, dict) or depth > DEEPEST:
            raise _bad("filter", f"a tree of objects at most {DEEPEST} deep")
        if node.keys() == {"and"} or node.keys() == {"or"}:
            [(word, parts)] = node.items()
            if not isinstance(parts, list) or not parts:
                raise _bad("filter", f'"{word}" takes a list of conditions')
            read = [self.read(part, depth + 1) for part in parts]
            return and_(*read) if word == "and" else or_(*read)
        if node.keys() == {"not"}:
            return not_(self.read(node["not"], depth + 1))
        return self._leaf(node)

    def _leaf(self, node: dict[str, Any]) -> ColumnElement[bool]:
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise _bad("filter", f"at most {MOST_LEAVES} conditions")
        if not node.keys() <= {"field", "op", "value"} or "field" not in node:
            raise _bad("filter", 'a condition is {"field", "op", "value"}')
        return _leaf(self.offer, node["field"], node.get("op", "eq"), node.get("value"))


def _leaf(offer: _Offer, name: Any, operator: Any, value: Any) -> ColumnElement[bool]:
    listing = offer.listing
    kind = listing.fields.get(name) if isinstance(name, str) else None
    if kind is None:
        raise _bad(f"filter[{name}]", f"{listing.noun} have no field {name!r} to filter by")
    if operator not in OPERATORS[kind]:
        raise _bad(f"filter[{name}][{operator}]", f"{name} takes {', '.join(sorted(OPERATORS[kind]))}")
    column = offer.columns[name]
    try:
        if operator == "null":
            return offer.is_empty(name) if read_value(FieldKind.FLAG, value) else column.is_not(None)
        if operator == "ne":
            return or_(column != read_value(kind, value), offer.is_empty(name))
        return _compare(column, kind, operator, value)
    except ValueError as fault:
        raise _bad(f"filter[{name}][{operator}]", str(fault)) from None


def _compare(column: SQLColumnExpression[Any], kind: FieldKind, operator: str, value: Any) -> ColumnElement[bool]:
    match operator:
        case "in":
            return column.in_([read_value(kind, one) for one in _many(value)])
        case "between":
            low, high = _pair(value)
            return column.between(read_value(kind, low), read_value(kind, high))
        case "like":
            return _like(column, read_value(kind, value))
        case "within":
            return cast(Position, column).within(read_box(value))
        case "near":
            return cast(Position, column).near(read_circle(value))
    compared: ColumnElement[bool] = _COMPARISONS[operator](column, read_value(kind, value))
    return compared


def _like(column: SQLColumnExpression[Any], pattern: str) -> ColumnElement[bool]:
    """`acme*`: texts that begin so. A leading wildcard could use no index; `q=` finds words inside a text."""
    start = pattern.rstrip("*%")
    if not start or "*" in start or "%" in start:
        raise ValueError("a beginning followed by *, such as acme*; use q= to find words inside")
    return column.startswith(start, autoescape=True)


def _many(value: Any) -> list[Any]:
    values = value.split(",") if isinstance(value, str) else value
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_VALUES:
        raise ValueError(f"1 to {MOST_VALUES} values")
    return values


def _pair(value: Any) -> tuple[Any, Any]:
    values = _many(value)
    if len(values) != 2:
        raise ValueError("two values, the lower and the upper")
    return values[0], values[1]


def _bad(where: str, what: str) -> BadFilter:
    sentence = f"{what[0].upper()}{what[1:]}."
    return BadFilter(sentence, faults=[Fault(f"?{where}", sentence)])
