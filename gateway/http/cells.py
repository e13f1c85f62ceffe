"""From a record to the cells of a table, none of which a spreadsheet takes for a formula."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from shared.formulas import guarded

Cell = str | int | float | bool | Decimal | None


@dataclass(frozen=True)
class Column:
    """One column: the path to its value in the record, and whether its texts are numbers (money) and stay so."""

    path: tuple[str, ...]
    numeric: bool = False
    open_ended: bool = False

    @property
    def name(self) -> str:
        return ".".join(self.path)


def spread(columns: Sequence[Column], keys: Mapping[str, Iterable[str]]) -> list[Column]:
    """The columns with each open-ended one (a member whose members nobody declared) replaced by those it has."""
    found: list[Column] = []
    for column in columns:
        if column.open_ended:
            found += [Column((*column.path, key)) for key in sorted(keys.get(column.name, ()))]
        else:
            found.append(column)
    return found


def cell(column: Column, record: Mapping[str, Any]) -> Cell:
    value: Any = record
    for name in column.path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, (list, dict)):
        value = orjson.dumps(value).decode()
    if not isinstance(value, str):
        return value if isinstance(value, int | float) else None
    return Decimal(value) if column.numeric and _NUMBER.fullmatch(value) else guarded(value)


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
