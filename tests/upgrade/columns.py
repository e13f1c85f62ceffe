"""What a version that does not know a column runs into when it writes a row."""

import sqlite3
from pathlib import Path
from typing import NamedTuple


class Column(NamedTuple):
    table: str
    """With the name of its service."""
    name: str


def columns_in(folder: Path) -> dict[Column, bool]:
    """The columns of all databases below this folder; true where a row must say it: neither empty nor a default."""
    found: dict[Column, bool] = {}
    for database in folder.rglob("*.db"):
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                for _, name, _, is_required, default, _ in connection.execute(
                    f'PRAGMA table_info("{table}")'
                ).fetchall():
                    found[Column(f"{database.stem}.{table}", name)] = bool(is_required) and default is None
        connection.close()
    return found


def demanding(before: dict[Column, bool], after: dict[Column, bool]) -> list[Column]:
    """Columns of tables that were there before, without which no row is saved any more: the version before cannot."""
    tables = {column.table for column in before}
    return [
        column
        for column, is_required in after.items()
        if is_required and column.table in tables and not before.get(column, False)
    ]
