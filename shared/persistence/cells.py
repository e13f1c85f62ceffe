"""Cells: counts and sums of a table's rows, one cell for each combination of a few columns.

The database keeps them by triggers, in the transaction of each change and whatever made the change: a command, a bulk
load, a hand at the database. What a list counts and sums over a million rows is then read from some thousand cells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, MetaData, event
from sqlalchemy.orm import Mapped, mapped_column

PART = 1_000_000
"""A sum is kept as its millions and the rest, so that neither passes 64 bits however many rows there are."""

MARIADB = ("mariadb", "mysql")
"""What SQLAlchemy may call it."""


class Cell:
    """What every table of cells has beside its keys and sums: how many rows are in the cell, zero after the last."""

    counted: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True)
class Kept:
    """The table `cells` keeps the rows of the table `of`, counted and summed over `sums`, by the columns `by`.

    All of these are names in our own code, and no statement here takes a value: nothing of a caller's gets into them.
    """

    cells: str
    of: str
    by: tuple[str, ...]
    sums: tuple[str, ...]

    def start(self, connection: Connection) -> None:
        """Fill the cells from the rows that are there, and keep them from now on."""
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"LOCK TABLE {self.of} IN SHARE ROW EXCLUSIVE MODE")
        self.follow(connection)
        connection.exec_driver_sql(f"DELETE FROM {self.cells}")  # nosec B608
        _run(connection, self._fill())

    def follow(self, connection: Connection) -> None:
        """Make the triggers, which may be there already."""
        make = {"postgresql": self._on_postgresql, **dict.fromkeys(MARIADB, self._on_mariadb)}
        for statement in make.get(connection.dialect.name, self._on_sqlite)():
            _run(connection, statement)

    def stop(self, connection: Connection) -> None:
        """Before the cells are dropped."""
        for verb in ("insert", "update", "delete"):
            name = f"{self.cells}_on_{verb}"
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name} CASCADE")
            else:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")

    def _fill(self) -> str:
        by = self._listed(self.by)
        delta = self._delta(self.of, "")
        return f"{self._into()} SELECT {by}, {self._summed()} FROM ({delta}) d GROUP BY {by}"  # nosec B608

    def _on_postgresql(self) -> Iterator[str]:
        """One statement a changed statement, not one a row; cells in one order, so that two never wait in a circle."""
        whole = {
            "insert": ("REFERENCING NEW TABLE AS added", self._delta("added", "")),
            "delete": ("REFERENCING OLD TABLE AS gone", self._delta("gone", "-")),
            "update": (
                "REFERENCING OLD TABLE AS gone NEW TABLE AS added",
                f"{self._delta('added', '')} UNION ALL {self._delta('gone', '-')}",
            ),
        }
        for verb, (tables, delta) in whole.items():
            name = f"{self.cells}_on_{verb}"
            by = self._listed(self.by)
            changed = f"SELECT {by}, {self._summed()} FROM ({delta}) d GROUP BY {by} HAVING {self._changed()}"  # nosec B608
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"{self._into()} {changed} ORDER BY {by} {self._or_add()}; RETURN NULL; END $$"
            )
            yield f"DROP TRIGGER IF EXISTS {name} ON {self.of}"
            yield (
                f"CREATE TRIGGER {name} AFTER {verb.upper()} ON {self.of} {tables} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )

    def _on_sqlite(self) -> Iterator[str]:
        add, take = self._one("NEW", "", self._or_add()), self._one("OLD", "-", self._or_add())
        differs = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in (*self.by, *self.sums))
        bodies = {"insert": ("", add), "delete": ("", take), "update": (f"WHEN {differs}", f"{take}; {add}")}
        for verb, (condition, body) in bodies.items():
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {self.cells}_on_{verb} AFTER {verb.upper()} ON {self.of} "
                f"FOR EACH ROW {condition} BEGIN {body}; END"
            )

    def _on_mariadb(self) -> Iterator[str]:
        add, take = self._one("NEW", "", self._or_add_there()), self._one("OLD", "-", self._or_add_there())
        same = " AND ".join(f"NEW.{name} <=> OLD.{name}" for name in (*self.by, *self.sums))
        bodies = {"insert": f"{add};", "delete": f"{take};", "update": f"IF NOT ({same}) THEN {take}; {add}; END IF;"}
        for verb, body in bodies.items():
            yield (
                f"CREATE OR REPLACE TRIGGER {self.cells}_on_{verb} AFTER {verb.upper()} ON {self.of} "
                f"FOR EACH ROW BEGIN {body} END"
            )

    def _columns(self) -> list[str]:
        return ["counted", *(f"{name}_{part}" for name in self.sums for part in ("high", "low"))]

    def _into(self) -> str:
        return f"INSERT INTO {self.cells} ({self._listed([*self.by, *self._columns()])})"

    def _or_add(self) -> str:
        added = self._listed([f"{name} = {self.cells}.{name} + excluded.{name}" for name in self._columns()])
        return f"ON CONFLICT ({self._listed(self.by)}) DO UPDATE SET {added}"  # nosec B608

    def _or_add_there(self) -> str:
        added = self._listed([f"{name} = {name} + VALUES({name})" for name in self._columns()])
        return f"ON DUPLICATE KEY UPDATE {added}"

    def _parts(self, row: str, sign: str) -> Iterator[str]:
        for name in self.sums:
            yield f"{sign}coalesce({row}.{name} / {PART}, 0)"
            yield f"{sign}coalesce({row}.{name} % {PART}, 0)"

    def _delta(self, rows: str, sign: str) -> str:
        values = zip([f"{sign}1", *self._parts("t", sign)], self._columns(), strict=True)
        named = self._listed([*(f"t.{name}" for name in self.by), *(f"{value} AS {name}" for value, name in values)])
        return f"SELECT {named} FROM {rows} t"  # nosec B608

    def _one(self, row: str, sign: str, or_add: str) -> str:
        values = [*(f"{row}.{name}" for name in self.by), f"{sign}1", *self._parts(row, sign)]
        return f"{self._into()} VALUES ({self._listed(values)}) {or_add}"

    def _summed(self) -> str:
        return self._listed([f"sum({name})" for name in self._columns()])

    def _changed(self) -> str:
        return " OR ".join(f"sum({name}) <> 0" for name in self._columns())

    @staticmethod
    def _listed(names: Sequence[str]) -> str:
        return ", ".join(names)


def _run(connection: Connection, statement: str) -> None:
    """Their drivers take a % for the place of a parameter even where there is none; MariaDB's / leaves fractions."""
    if connection.dialect.name in MARIADB:
        statement = statement.replace(" / ", " DIV ")
    if connection.dialect.name != "sqlite":
        statement = statement.replace("%", "%%")
    connection.exec_driver_sql(statement)


def keep_in(metadata: MetaData, *kept: Kept) -> None:
    """Whoever makes the tables without migrations, as tests do, gets the triggers with them."""

    @event.listens_for(metadata, "after_create")
    def _follow(_: Any, connection: Connection, **__: Any) -> None:
        for one in kept:
            one.follow(connection)
