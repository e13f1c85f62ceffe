"""Saved mappings: which files of a folder become which records, in which order."""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "mappings"


class MappingUnusable(Exception):
    """There is no such mapping, or the folder lacks a file of it."""


@dataclass(frozen=True)
class Step:
    """One import: a file, what its rows are, and how columns become fields."""

    name: str
    file: str
    entity: str
    mapping: dict[str, Any]
    distinct: bool = False
    password: bool = False
    mode: str = "upsert"


@dataclass(frozen=True)
class Unused:
    """Values of one file's column that no row of another file names; worth a line in the report."""

    file: str
    column: str
    in_file: str
    in_column: str
    text: str


@dataclass(frozen=True)
class Mapping:
    name: str
    about: str
    steps: tuple[Step, ...]
    unused: tuple[Unused, ...] = field(default=())

    def files(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.file for step in self.steps))


def list_mappings(folder: Path = FOLDER) -> list[Mapping]:
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def find_mapping(name: str, folder: Path = FOLDER) -> Mapping:
    """Raises `MappingUnusable`."""
    found = {mapping.name: mapping for mapping in list_mappings(folder)}
    if name not in found:
        raise MappingUnusable(f"There is no mapping {name}. There are: {', '.join(found)}.")
    return found[name]


def ensure_files(mapping: Mapping, folder: Path) -> None:
    """Raises `MappingUnusable` when the folder lacks a file."""
    missing = [name for name in mapping.files() if not (folder / name).is_file()]
    if missing:
        raise MappingUnusable(f"{folder} has no {', '.join(missing)}.")


def find_unused(mapping: Mapping, folder: Path) -> list[str]:
    """A sentence for each kind of value that nothing refers to."""
    sentences = []
    for unused in mapping.unused:
        named = _column(folder / unused.in_file, unused.in_column)
        left = [value for value in _column(folder / unused.file, unused.column) if value not in named]
        if left:
            sentences.append(f"{len(left)} {unused.text}: {', '.join(left)}")
    return sentences


def _column(path: Path, column: str) -> dict[str, None]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return dict.fromkeys(row[column].strip() for row in csv.DictReader(file) if row.get(column))


def _read(path: Path) -> Mapping:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Mapping(
        name=path.stem,
        about=told["about"],
        steps=tuple(Step(**step) for step in told["steps"]),
        unused=tuple(Unused(**unused) for unused in told.get("unused", ())),
    )
