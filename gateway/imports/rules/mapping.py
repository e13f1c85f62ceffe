"""From the columns of a file to the fields of records, with a note of every value that was mended or left open."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from gateway.imports.rules import ColumnIsUnknown
from gateway.imports.rules.tables import Table
from shared.errors import Fault

_NO_LOGIN = re.compile(r"[^a-z0-9._-]+")
_YEAR = re.compile(r"%[YyGcx]")

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class MappedRow:
    """One record of the file. `row` is its number there; `faults` say what could not be read."""

    row: int
    key: str | None
    record: dict[str, Any]
    faults: tuple[str, ...] = ()


@dataclass
class Mapped:
    """What a file became. `notes` count rows by what was done to them."""

    rows: list[MappedRow] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


def map_table(
    table: Table, mapping: Mapping[str, Rule], *, key: str, parent: str | None, distinct: bool, noun: str
) -> Mapped:
    """Raises `ColumnIsUnknown` when the mapping names a column that the file lacks."""
    _ensure_columns(table.head, mapping)
    mapped = Mapped()
    seen: dict[str, dict[str, Any]] = {}
    for number, cells in enumerate(table.rows, 2):
        row = _mapped_row(number, dict(zip(table.head, cells, strict=True)), mapping, key, mapped.notes)
        earlier = seen.get(row.key) if row.key is not None else None
        if earlier is None:
            mapped.rows.append(row)
            if row.key is not None:
                seen[row.key] = row.record
        elif not (distinct and earlier == row.record):
            twice = f"{key}: {row.key} stands in an earlier row too"
            mapped.rows.append(MappedRow(number, row.key, row.record, (*row.faults, twice)))
    if distinct:
        mapped.notes = (
            Counter({f"{len(table.rows)} rows name {len(mapped.rows)} {noun}": len(table.rows)}) + mapped.notes
        )
    if parent is not None:
        mapped.rows = parents_first(mapped.rows, parent)
    return mapped


def parents_first(rows: Iterable[MappedRow], parent: str) -> list[MappedRow]:
    """The same rows, each after the row it names as its parent; who stand in a circle come last."""
    listed = list(rows)
    keys = {row.key for row in listed}
    below: dict[str, list[MappedRow]] = defaultdict(list)
    wave: list[MappedRow] = []
    for row in listed:
        above = row.record.get(parent)
        (below[above] if isinstance(above, str) and above in keys else wave).append(row)
    placed: list[MappedRow] = []
    while wave:
        placed += wave
        found = {row.key for row in wave if row.key is not None}
        wave = sorted((row for key in found for row in below.pop(key, ())), key=lambda row: row.row)
    return placed + sorted((row for circle in below.values() for row in circle), key=lambda row: row.row)


def _ensure_columns(head: Sequence[str], mapping: Mapping[str, Rule]) -> None:
    faults = [
        Fault(f"/mapping/{name}", f"the file has no column {column}")
        for name, rule in mapping.items()
        for column in _columns(rule)
        if column not in head
    ]
    if faults:
        raise ColumnIsUnknown("The mapping names columns that the file does not have.", faults=faults, columns=[*head])


def _columns(rule: Rule) -> list[str]:
    return [rule["column"]] if "column" in rule else list(rule.get("columns", ()))


def _mapped_row(
    number: int, cells: dict[str, str], mapping: Mapping[str, Rule], key: str, notes: Counter[str]
) -> MappedRow:
    record: dict[str, Any] = {}
    faults: list[str] = []
    said: set[str] = set()
    for name, rule in mapping.items():
        try:
            record[name] = _value(name, rule, cells, said)
        except ValueError as fault:
            faults.append(f"{name}: {fault}")
    notes.update(said)
    named = record.get(key)
    return MappedRow(number, str(named) if named not in (None, "") else None, record, tuple(faults))


def _value(name: str, rule: Rule, cells: dict[str, str], said: set[str]) -> Any:
    if "constant" in rule:
        return rule["constant"]
    texts = [_mended(column, rule, cells[column], said) for column in _columns(rule)]
    text = str(rule.get("joined_by", " ")).join(part for part in texts if part)
    if not text and rule.get("empty_as_null"):
        said.add(f"column {_columns(rule)[0]} is empty: {name} left open")
        return None
    if rule.get("split_by"):
        parts = [part.strip() for part in text.split(rule["split_by"])]
        return [_translated(rule, part) for part in parts if part]
    return _translated(rule, text)


def _translated(rule: Rule, text: str) -> Any:
    values = rule.get("values")
    if values is None:
        return _shaped(rule, text)
    if text not in values:
        raise ValueError(f"{text} is not among the values of the mapping")
    return values[text]


def _mended(column: str, rule: Rule, text: str, said: set[str]) -> str:
    table: Mapping[str, str] = rule.get("replace") or {}
    if text not in table:
        return text
    said.add(f"column {column}: {text} read as {table[text]}")
    return table[text]


def _shaped(rule: Rule, text: str) -> str:
    if rule.get("login_of"):
        return login_of(text)
    if rule.get("times") and text:
        return str(_times(text, rule["times"]))
    if rule.get("date") and text:
        return _day(text, rule["date"])
    if rule.get("upper"):
        return text.upper()
    return text.lower() if rule.get("lower") else text


def login_of(name: str) -> str:
    """The login of a person's name: Moses Frase is moses.frase, Zoë Ångström zoe.angstrom."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return _NO_LOGIN.sub("", ".".join(plain.lower().split()))


def _times(text: str, factor: str) -> Decimal:
    try:
        return Decimal(text) * Decimal(factor)
    except ArithmeticError:
        raise ValueError(f"{text} is no number") from None


def _day(text: str, form: str) -> str:
    if not _YEAR.search(form):  # strptime would take 1900 for the year, and newer Pythons refuse
        raise ValueError(f"{text} is no day: its form {form} has no year")
    try:
        return datetime.strptime(text, form).date().isoformat()
    except (ValueError, re.error):  # re.error: the form has the same part twice
        raise ValueError(f"{text} is no day of the form {form}") from None
