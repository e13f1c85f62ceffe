"""What a list offers on the wire: its view, what can be filtered, sorted, summed and searched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from marshmallow import Schema


class FieldKind(StrEnum):
    """How a filter value is read and which operators make sense for it."""

    ID = "id"
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    DATE = "date"
    FLAG = "flag"
    POSITION = "position"
    DISTANCE = "distance"
    """No column: how far a row lies from the middle of the circle that the list is asked about, as its `near` says."""


_EQUAL = frozenset({"eq", "ne", "in", "null"})
_ORDERED = _EQUAL | {"lt", "lte", "gt", "gte", "between"}
OPERATORS: Mapping[FieldKind, frozenset[str]] = {
    FieldKind.ID: _EQUAL,
    FieldKind.TEXT: _EQUAL | {"like"},
    FieldKind.LONG_TEXT: frozenset({"like", "null"}),
    FieldKind.CHOICE: _EQUAL,
    FieldKind.NUMBER: _ORDERED,
    FieldKind.MONEY: _ORDERED,
    FieldKind.TIME: _ORDERED,
    FieldKind.DATE: _ORDERED,
    FieldKind.FLAG: frozenset({"eq", "ne", "null"}),
    FieldKind.POSITION: frozenset({"near", "null", "within"}),
    FieldKind.DISTANCE: frozenset(),
}


VALUES: Mapping[str, int] = {"between": 2, "near": 3, "within": 4}
"""How many values an operator takes at once, where it takes several and knows how many."""


@dataclass(frozen=True)
class Board:
    """How the records of a list stand on a board: a column for each value of `by`, its first `cards` of these fields,
    sorted (`closed_sort` where the column's records are closed), and what is summed over the whole column.
    """

    by: str
    cards: int
    fields: tuple[str, ...]
    totals: tuple[str, ...]
    sort: str
    closed_sort: str


@dataclass(frozen=True)
class Listing:
    """The contract of one list. `noun` is the plural in the path; `default_sort` as in `sort=` ("-created_at").

    A list with `as_of` says with each page, in this form, how fresh it is. A `customised` list also offers the fields
    that the company added to its records, as `custom.<code>`.
    `columns` are what a table of it begins with (none: everything), `picklists` the managed lists its fields follow.
    """

    noun: str
    view: type[Schema]
    fields: Mapping[str, FieldKind]
    sorts: tuple[str, ...] = ("created_at", "updated_at")
    default_sort: str = "-created_at"
    totals: tuple[str, ...] = ()
    searchable: bool = False
    expands: tuple[str, ...] = field(default=())
    customised: bool = False
    as_of: type[Schema] | None = None
    columns: tuple[str, ...] = ()
    picklists: Mapping[str, str] = field(default_factory=dict)
    board: Board | None = None
