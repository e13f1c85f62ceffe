"""The list grammar (filter, sort, limit, cursor, count, totals, fields, expand, q), checked against the listing."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import Schema, fields
from werkzeug.datastructures import MultiDict

from shared.contracts.listing import OPERATORS, VALUES, Listing
from shared.contracts.payload import Payload
from shared.errors import Fault, Malformed

COUNTS = ("none", "estimate", "exact")
DEFAULT_LIMIT, LARGEST_LIMIT = 50, 200
MOST_CONDITIONS, DEEPEST_TREE, LONGEST_VALUE = 50, 8, 4000

ANY_OPERATOR = frozenset().union(*OPERATORS.values())
UPDATED_SINCE = "updated_since"
OVERLAP = timedelta(seconds=60)
"""A change is dated before it is saved, so that one which took long can appear behind a later one. No call lives longer
than this. What is told twice has the same id and version."""

_FILTER = re.compile(r"filter\[([^\[\]]+)\]\[([^\[\]]+)\]")
CUSTOM_NAME = r"custom\.[a-z][a-z0-9_]{0,39}"
_CUSTOM = re.compile(CUSTOM_NAME)
_SEQUENCE = re.compile(r"[0-9]{1,15}", re.ASCII)
_NAMED = ("sort", "limit", "cursor", "count", "totals", "fields", "expand", "q")


class MalformedQuery(Malformed):
    """The query asks for something that this list does not know; every such place is named."""

    code = "malformed_query"


class _Faults:
    """Gathers all that is wrong, so that the caller reads it at once."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, pointer: str, detail: str) -> None:
        self.found.append(Fault(pointer, detail))

    def raise_if_any(self) -> None:
        if self.found:
            raise MalformedQuery("The query is malformed.", faults=self.found)


def list_query(args: MultiDict[str, str], listing: Listing) -> Payload:
    """What `GET <list>?…` asks, as the service's list RPC takes it. Raises `MalformedQuery`."""
    faults = _Faults()
    query: Payload = {"filter": [], "limit": DEFAULT_LIMIT, "count": "none"}
    for name, values in args.lists():
        pointer = f"?{name}"
        if len(values) > 1:
            faults.add(pointer, "is given more than once")
        elif found := _FILTER.fullmatch(name):
            value = _condition_value(found[2], values[0])
            query["filter"].append([found[1], found[2], value])
            _check_condition(found[1], found[2], value, listing, pointer, faults)
        elif name == UPDATED_SINCE:
            query["filter"].append(_since(values[0], listing, pointer, faults))
            query.setdefault("sort", ["updated_at"])
        elif name in _NAMED:
            query[name] = _READERS[name](values[0], listing, pointer, faults)
        else:
            faults.add(pointer, "is no parameter of this list")
    if len(query["filter"]) > MOST_CONDITIONS:
        faults.add("?filter", f"has more than {MOST_CONDITIONS} conditions")
    faults.raise_if_any()
    return query


def search_query(body: Payload, listing: Listing) -> Payload:
    """The same from the body of `POST <list>/search`, whose `filter` is a tree of and, or, not and conditions."""
    faults = _Faults()
    query: Payload = {"filter": [], "limit": DEFAULT_LIMIT, "count": "none"}
    for name, value in body.items():
        pointer = f"/{name}"
        if name == "filter":
            query["filter"] = value
            _check_tree(value, listing, faults)
        elif name in _NAMED:
            text = _as_text(value)
            if text is None:
                faults.add(pointer, "has the wrong type")
            else:
                query[name] = _READERS[name](text, listing, pointer, faults)
        else:
            faults.add(pointer, "is no member of a search")
    faults.raise_if_any()
    return query


def history_query(args: MultiDict[str, str]) -> Payload:
    """Where a record's history is read on: `cursor` is the sequence number of the last entry seen."""
    cursors = args.getlist("cursor")
    refuse_any({name: "" for name in args if name != "cursor"})
    if not cursors:
        return {}
    if len(cursors) > 1 or not _SEQUENCE.fullmatch(cursors[0]):
        raise MalformedQuery("The query is malformed.", faults=[Fault("?cursor", "is no cursor of a history")])
    return {"after": int(cursors[0])}


def report_query(args: MultiDict[str, str], schema: type[Schema]) -> Payload:
    """The parameters of a report as its schema's RPC takes them; the service validates the values."""
    faults = _Faults()
    declared = schema().fields
    query: Payload = {}
    for name, values in args.lists():
        if name not in declared:
            faults.add(f"?{name}", "is no parameter of this report")
        elif isinstance(declared[name], fields.List):
            query[name] = [part for value in values for part in value.split(",")]
        elif len(values) > 1:
            faults.add(f"?{name}", "is given more than once")
        else:
            query[name] = values[0]
    faults.raise_if_any()
    return query


def refuse_any(args: Mapping[str, str]) -> None:
    """For operations that take no query."""
    if args:
        raise MalformedQuery(
            "This operation takes no query.", faults=[Fault(f"?{name}", "is no parameter here") for name in args]
        )


def _as_text(value: object) -> str | None:
    """A member of a search body in the form that the query string would have it."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def _condition_value(operator: str, text: str) -> Any:
    if operator == "in" or operator in VALUES:
        return text.split(",")
    if operator == "null":
        return {"true": True, "false": False}.get(text, text)
    return text


def _check_condition(
    field: object, operator: object, value: object, listing: Listing, pointer: str, faults: _Faults
) -> None:
    if not isinstance(field, str) or (field not in listing.fields and not _is_custom(field, listing)):
        faults.add(pointer, f"{_shown(field)} is no field to filter by")
        return
    allowed = OPERATORS[listing.fields[field]] if field in listing.fields else ANY_OPERATOR
    if not isinstance(operator, str) or operator not in allowed:
        faults.add(pointer, f"{_shown(operator)} does not apply to {field}; there are {', '.join(sorted(allowed))}")
    elif operator == "null":
        if not isinstance(value, bool):
            faults.add(pointer, "null takes true or false")
    elif operator == "in" or operator in VALUES:
        _check_values(operator, value, pointer, faults)
    elif not _is_scalar(value):
        faults.add(pointer, "takes one value")


def _is_custom(name: str, listing: Listing) -> bool:
    """Whether this has the form of a field that the company added; whether it did, the service knows."""
    return listing.customised and _CUSTOM.fullmatch(name) is not None


def _check_values(operator: str, values: object, pointer: str, faults: _Faults) -> None:
    if not isinstance(values, list) or not all(_is_scalar(value) for value in values):
        faults.add(pointer, "takes a list of values")
    elif operator in VALUES and len(values) != VALUES[operator]:
        faults.add(pointer, f"{operator} takes {VALUES[operator]} values")
    elif not 0 < len(values) <= LARGEST_LIMIT:
        faults.add(pointer, f"takes 1 to {LARGEST_LIMIT} values")


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float | bool) and len(str(value)) <= LONGEST_VALUE


def _shown(value: object) -> str:
    return repr(value)[:60]


def _check_tree(tree: object, listing: Listing, faults: _Faults) -> None:
    waiting: list[tuple[object, str, int]] = [(tree, "/filter", 1)]
    seen = 0
    while waiting:
        node, pointer, depth = waiting.pop()
        seen += 1
        if seen > MOST_CONDITIONS or depth > DEEPEST_TREE:
            faults.add(pointer, f"a tree has at most {MOST_CONDITIONS} nodes and {DEEPEST_TREE} levels")
            return
        waiting.extend((child, below, depth + 1) for child, below in _branches(node, pointer, listing, faults))


def _branches(node: object, pointer: str, listing: Listing, faults: _Faults) -> Iterable[tuple[object, str]]:
    """The children of a tree's node, after checking the node itself."""
    match node:
        case {"and": [*children], **rest} if children and not rest:
            return [(child, f"{pointer}/and/{place}") for place, child in enumerate(children)]
        case {"or": [*children], **rest} if children and not rest:
            return [(child, f"{pointer}/or/{place}") for place, child in enumerate(children)]
        case {"not": child, **rest} if not rest:
            return [(child, f"{pointer}/not")]
        case {"field": field, "value": value, **rest} if rest.keys() <= {"op"}:
            _check_condition(field, rest.get("op", "eq"), value, listing, pointer, faults)
        case _:
            faults.add(pointer, 'is none of {"and": […]}, {"or": […]}, {"not": …}, {"field", "op", "value"}')
    return []


def _since(text: str, listing: Listing, pointer: str, faults: _Faults) -> list[str]:
    """What has changed since then, and a little before: see `OVERLAP`."""
    try:
        since = datetime.fromisoformat(text).astimezone(UTC) - OVERLAP
    except (ValueError, OverflowError):
        faults.add(pointer, "is a moment such as 2026-01-31T12:00:00Z")
        since = datetime.now(UTC)
    if not can_sync(listing):
        faults.add(pointer, "this list does not tell when its records changed")
    return ["updated_at", "gte", since.isoformat()]


def can_sync(listing: Listing) -> bool:
    return "updated_at" in listing.fields and "updated_at" in listing.sorts


def _sort(text: str, listing: Listing, pointer: str, faults: _Faults) -> list[str]:
    names = text.split(",")
    for name in names:
        plain = name.removeprefix("-")
        if plain not in {*listing.sorts, "id"} and not _is_custom(plain, listing):
            faults.add(pointer, f"{_shown(name)} is nothing to sort by; there are {', '.join((*listing.sorts, 'id'))}")
    return names


def _limit(text: str, pointer: str, faults: _Faults) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= LARGEST_LIMIT:
        return int(text)
    faults.add(pointer, f"is a whole number from 1 to {LARGEST_LIMIT}")
    return DEFAULT_LIMIT


def _count(text: str, pointer: str, faults: _Faults) -> str:
    if text not in COUNTS:
        faults.add(pointer, f"is one of {', '.join(COUNTS)}")
    return text


def _totals(text: str, listing: Listing, pointer: str, faults: _Faults) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in listing.totals and not _is_custom(name, listing):
            faults.add(pointer, f"{_shown(name)} is nothing to sum; there are: {', '.join(listing.totals) or 'none'}")
    return names


def _fields(text: str, listing: Listing, pointer: str, faults: _Faults) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in listing.view().fields and not _is_custom(name, listing):
            faults.add(pointer, f"{_shown(name)} is no field of this list's records")
    return names


def _expand(text: str, listing: Listing, pointer: str, faults: _Faults) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in listing.expands:
            faults.add(
                pointer, f"{_shown(name)} is nothing to expand; there are: {', '.join(listing.expands) or 'none'}"
            )
    return names


def _text(text: str, pointer: str, faults: _Faults) -> str:
    if not 0 < len(text) <= LONGEST_VALUE:
        faults.add(pointer, f"has 1 to {LONGEST_VALUE} characters")
    return text


def _free_text(text: str, listing: Listing, pointer: str, faults: _Faults) -> str:
    if not listing.searchable:
        faults.add(pointer, "this list has no free-text search")
    return _text(text, pointer, faults)


_READERS: dict[str, Callable[[str, Listing, str, _Faults], Any]] = {
    "sort": _sort,
    "limit": lambda text, _, pointer, faults: _limit(text, pointer, faults),
    "cursor": lambda text, _, pointer, faults: _text(text, pointer, faults),
    "count": lambda text, _, pointer, faults: _count(text, pointer, faults),
    "totals": _totals,
    "fields": _fields,
    "expand": _expand,
    "q": _free_text,
}
