"""Field limits: to some callers only some fields of a noun are open; the others can be neither read, used nor written.

This is the one place that says so, for every operation of every noun: the door asks it before and after each call. Who
has no limit (`limits_of` is None) never comes here. What it does not know how to read it closes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from shared.actor import Actor
from shared.errors import Fault, Forbidden, Malformed

ALWAYS_OPEN = frozenset({"id", "version", "created_at", "updated_at"})
"""By these a record is named and its copy held; they tell nothing else."""

_PAGING = frozenset({"limit", "cursor", "count", "after"})
_ENVELOPE = frozenset({"next", "prev", "count", "totals", "totals_by_currency"})
"""Beside the rows of a list; sums are only of fields that were asked for, and asking is checked."""

_ENTRY = frozenset({"sequence", "type", "at", "actor", "channel"})
"""Beside the changes of an entry of a history."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class AllBut:
    """Every field but these, each of which asks for a right of its own. None of them is searched by words, and no list
    is put in its order unasked.
    """

    closed: frozenset[str]


Fields = frozenset[str] | AllBut
"""The only fields that are open, or all but a few."""


def limits_of(actor: Actor) -> Fields | None:
    """Which fields of the noun are open to the caller; None where all are."""
    if actor.fields is not None:
        return actor.fields - actor.closed
    return AllBut(actor.closed) if actor.closed else None


class FieldIsClosed(Forbidden):
    """A field was written, or a whole answer asked for, that is not open to the caller."""

    code = "field_is_closed"


class FieldIsHidden(Malformed):
    """A filter, sort, total or search would tell what a hidden field holds."""

    code = "field_is_hidden"


def is_open(fields: Fields, name: str) -> bool:
    """A reference has two names, `customer` in a view and `customer_id` in a filter or a request: both or neither.
    Custom fields are named `custom.<code>` and open together, as `custom`.
    """
    name = name.partition(".")[0]
    if isinstance(fields, AllBut):
        return name not in fields.closed
    twin = name.removesuffix("_id") if name.endswith("_id") else f"{name}_id"
    return name in ALWAYS_OPEN or name in fields or twin in fields


def ensure_open(fields: Fields, arguments: Mapping[str, Any]) -> None:
    """Raise `FieldIsHidden` or `FieldIsClosed` where a call's arguments use a field that is not open.

    A list without a sort is put in the order of its ids: its own order might be that of a hidden field.
    """
    query = arguments.get("query")
    if isinstance(query, dict):
        _ensure_query(fields, query)
        if "limit" in query and not query.get("sort") and not isinstance(fields, AllBut):
            query["sort"] = ["-id"]
    written = arguments.get("request")
    rows = arguments.get("rows")
    for body in (written, *(rows if isinstance(rows, list) else ())):
        closed = [name for name in body if not is_open(fields, name)] if isinstance(body, dict) else []
        if closed:
            raise FieldIsClosed(f"These fields are not open to you: {', '.join(sorted(closed))}.", fields=closed)


def ensure_all_open(fields: Fields | None) -> None:
    """For what shows a record as a whole and cannot be cut, such as a document. Raises `FieldIsClosed`."""
    if fields is not None:
        raise FieldIsClosed("This shows more than the fields that are open to you.")


def _ensure_query(fields: Fields, query: Mapping[str, Any]) -> None:
    if query.get("q") and not isinstance(fields, AllBut):
        sentence = "Words are searched in all fields, and not all are open to you; use a filter."
        raise FieldIsHidden(sentence, faults=[Fault("?q", sentence)])
    used = dict.fromkeys(_used(query))
    hidden = [name for name in used if not is_open(fields, name)]
    if hidden:
        raise FieldIsHidden(
            f"These fields are not open to you: {', '.join(hidden)}.",
            faults=[Fault(f"?{name}", "is not open to you") for name in hidden],
        )


def _used(query: Mapping[str, Any]) -> Iterator[str]:
    """Every field that a list's or report's query names, wherever it names it."""
    for parameter, value in query.items():
        match parameter:
            case "filter":
                yield from _filtered(value)
            case "sort" | "totals" | "fields" | "expand":
                yield from (str(name).lstrip("-").partition(".")[0] for name in value or ())
            case "q":
                continue
            case _ if parameter not in _PAGING:
                yield parameter


def _filtered(tree: Any) -> Iterator[str]:
    """The fields of a list of conditions or of a tree of them. A part of no known shape is left to who reads it."""
    if isinstance(tree, dict):
        if "field" in tree:
            yield str(tree["field"])
        for part in tree.values():
            yield from _filtered(part) if isinstance(part, (dict, list)) else ()
    elif isinstance(tree, list):
        for part in tree:
            if isinstance(part, (list, tuple)) and part and isinstance(part[0], str):
                yield part[0]
            else:
                yield from _filtered(part)


def open_part(fields: Fields, answer: Answer) -> Answer:
    """What of an answer is open: of a record, of each row of a list, of the changes in a history."""
    if answer is None or answer == {}:
        return answer
    if isinstance(answer, list):
        return cast(Answer, [_row(fields, row) for row in answer])
    if not isinstance(answer, dict):
        raise FieldIsClosed("This shows more than the fields that are open to you.")
    rows = answer.get("data")
    if not isinstance(rows, list):
        return cast(Answer, _row(fields, answer))
    around = {name: value for name, value in answer.items() if name in _ENVELOPE}
    return cast(Answer, {"data": [_row(fields, row) for row in rows], **around})


def _row(fields: Fields, row: Any) -> Any:
    if not isinstance(row, dict):
        raise FieldIsClosed("This shows more than the fields that are open to you.")
    if {"sequence", "changes"} <= row.keys():
        entry = {name: value for name, value in row.items() if name in _ENTRY}
        return entry | {"changes": _only(fields, row["changes"])}
    return _only(fields, row)


def _only(fields: Fields, told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if is_open(fields, name)}


def open_event(fields: Fields, data: Mapping[str, Any]) -> dict[str, Any]:
    """What of an event's data is open; which record it is about, and its version, the envelope says."""
    told = _only(fields, data)
    return told | ({"changes": _only(fields, data["changes"])} if isinstance(data.get("changes"), dict) else {})


def common_to(limits: Iterable[Iterable[str]]) -> frozenset[str] | None:
    """A limit only ever takes away: of several limits what is open in all; None without any."""
    every = [frozenset(limit) for limit in limits]
    return frozenset.intersection(*every) if every else None
