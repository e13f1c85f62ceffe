"""Cells: counts and sums of a table's rows, one cell for each combination of a few columns.

The database keeps them by triggers, in the transaction of each change and whatever made the change: a command, a bulk
load, a hand at the database. What a list counts and sums over a million rows is then read from some thousand cells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy import BigInteger, ColumnElement, Connection, Dialect, MetaData, event
from sqlalchemy.orm import Mapped, mapped_column

from shared.persistence.types import Money

PART = 1_000_000
"""A sum is kept as its millions and the rest, so that neither passes 64 bits however many rows there are."""

MARIADB = ("mariadb", "mysql")
"""What SQLAlchemy may call it."""


def amount_of(high: Any, low: Any) -> Decimal:
    """What the two parts of a sum come to."""
    return Money().process_result_value(int(high) * PART + int(low), None) or Decimal(0)  # type: ignore[arg-type]


class Cell:
    """What every table of cells has beside its keys and sums: how many rows are in the cell, zero after the last."""

    counted: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True)
class Derived:
    """A column of cells that is worked out of the columns of a row, such as the month in which a day lies. As a key it
    must be told of every row: none stands for no value.
    """

    name: str
    worked_out: ColumnElement[Any]

    def of_row(self, table: str, row: str, dialect: Dialect) -> str:
        """As SQL of this engine, over the row that bears this name."""
        engine: Any = type(dialect)
        plain = engine(paramstyle="named")  # so that no % is doubled
        compiled = str(self.worked_out.compile(dialect=plain, compile_kwargs={"literal_binds": True}))
        return compiled.replace(f"{table}.", f"{row}.")


@dataclass(frozen=True)
class Kept:
    """The table `cells` keeps the rows of the table `of`, counted and summed over `sums`, by the columns `by`. `added`
    are whole numbers that are added up as they are; `emptied` cells go with their last row.

    All of these are names in our own code, and no statement here takes a value: nothing of a caller's gets into them.
    """

    cells: str
    of: str
    by: tuple[str | Derived, ...]
    sums: tuple[str, ...]
    added: tuple[Derived, ...] = ()
    emptied: bool = False

    def start(self, connection: Connection) -> None:
        """Fill the cells from the rows that are there, and keep them from now on."""
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"LOCK TABLE {self.of} IN SHARE ROW EXCLUSIVE MODE")
        self.follow(connection)
        connection.exec_driver_sql(f"DELETE FROM {self.cells}")  # nosec B608
        run_plain(connection, _Written(self, connection.dialect).fill())

    def follow(self, connection: Connection) -> None:
        """Make the triggers, which may be there already."""
        written = _Written(self, connection.dialect)
        make = {"postgresql": written.on_postgresql, **dict.fromkeys(MARIADB, written.on_mariadb)}
        for statement in make.get(connection.dialect.name, written.on_sqlite)():
            run_plain(connection, statement)

    def stop(self, connection: Connection) -> None:
        """Before the cells are dropped."""
        for verb in ("insert", "update", "delete"):
            name = f"{self.cells}_on_{verb}"
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name} CASCADE")
            else:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


@dataclass(frozen=True)
class _Written:
    """The statements that keep cells, for one engine."""

    kept: Kept
    dialect: Dialect

    @property
    def keys(self) -> list[str]:
        return [name_of(one) for one in self.kept.by]

    @property
    def by(self) -> str:
        return listed(self.keys)

    def fill(self) -> str:
        delta = self._delta(self.kept.of, "")
        return f"{self._into()} SELECT {self.by}, {self._summed()} FROM ({delta}) d GROUP BY {self.by}"  # nosec B608

    def on_postgresql(self) -> Iterator[str]:
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
            name, by = f"{self.kept.cells}_on_{verb}", self.by
            changed = f"SELECT {by}, {self._summed()} FROM ({delta}) d GROUP BY {by} HAVING {self._changed()}"  # nosec B608
            emptied = f"{self._empty_of_gone()}; " if self.kept.emptied and verb != "insert" else ""
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"{self._into()} {changed} ORDER BY {by} {self._or_add()}; {emptied}RETURN NULL; END $$"
            )
            yield f"DROP TRIGGER IF EXISTS {name} ON {self.kept.of}"
            yield (
                f"CREATE TRIGGER {name} AFTER {verb.upper()} ON {self.kept.of} {tables} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )

    def on_sqlite(self) -> Iterator[str]:
        add, take = self._one("NEW", "", self._or_add()), self._one("OLD", "-", self._or_add())
        pairs = zip(self._told("NEW"), self._told("OLD"), strict=True)
        differs = " OR ".join(f"{new} IS NOT {old}" for new, old in pairs)
        empty = f"; {self._empty_one()}" if self.kept.emptied else ""
        bodies = {"insert": ("", add), "delete": ("", f"{take}{empty}")}
        bodies["update"] = (f"WHEN {differs}", f"{take}; {add}{empty}")
        for verb, (condition, body) in bodies.items():
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {self.kept.cells}_on_{verb} AFTER {verb.upper()} ON {self.kept.of} "
                f"FOR EACH ROW {condition} BEGIN {body}; END"
            )

    def on_mariadb(self) -> Iterator[str]:
        add, take = self._one("NEW", "", self._or_add_there()), self._one("OLD", "-", self._or_add_there())
        same = " AND ".join(f"{new} <=> {old}" for new, old in zip(self._told("NEW"), self._told("OLD"), strict=True))
        empty = f" {self._empty_one()};" if self.kept.emptied else ""
        bodies = {"insert": f"{add};", "delete": f"{take};{empty}"}
        bodies["update"] = f"IF NOT ({same}) THEN {take}; {add};{empty} END IF;"
        for verb, body in bodies.items():
            yield (
                f"CREATE OR REPLACE TRIGGER {self.kept.cells}_on_{verb} AFTER {verb.upper()} ON {self.kept.of} "
                f"FOR EACH ROW BEGIN {body} END"
            )

    def _columns(self) -> list[str]:
        return ["counted", *columns_of_halves(self.kept.sums), *(one.name for one in self.kept.added)]

    def _value(self, of: str | Derived, row: str) -> str:
        return f"{row}.{of}" if isinstance(of, str) else of.of_row(self.kept.of, row, self.dialect)

    def _told(self, row: str) -> list[str]:
        """All that decides a row's cell and what it adds there."""
        return [self._value(one, row) for one in (*self.kept.by, *self.kept.sums, *self.kept.added)]

    def _keys_of(self, row: str) -> list[str]:
        return [self._value(one, row) for one in self.kept.by]

    def _into(self) -> str:
        return f"INSERT INTO {self.kept.cells} ({listed([*self.keys, *self._columns()])})"

    def _or_add(self) -> str:
        added = listed([f"{name} = {self.kept.cells}.{name} + excluded.{name}" for name in self._columns()])
        return f"ON CONFLICT ({self.by}) DO UPDATE SET {added}"  # nosec B608

    def _or_add_there(self) -> str:
        added = listed([f"{name} = {name} + VALUES({name})" for name in self._columns()])
        return f"ON DUPLICATE KEY UPDATE {added}"

    def _empty_of_gone(self) -> str:
        """The cells of the rows as they were, which the statement before has locked."""
        keys = listed([f"{value} AS {name}" for value, name in zip(self._keys_of("t"), self.keys, strict=True)])
        same = " AND ".join(f"c.{name} = g.{name}" for name in self.keys)
        return (
            f"DELETE FROM {self.kept.cells} c USING (SELECT DISTINCT {keys} FROM gone t) g "  # nosec B608
            f"WHERE c.counted = 0 AND {same}"
        )

    def _empty_one(self) -> str:
        same = " AND ".join(f"{name} = {value}" for name, value in zip(self.keys, self._keys_of("OLD"), strict=True))
        return f"DELETE FROM {self.kept.cells} WHERE counted = 0 AND {same}"  # nosec B608

    def _parts(self, row: str, sign: str) -> Iterator[str]:
        yield from halves_of(self.kept.sums, row, sign)
        for one in self.kept.added:
            yield f"{sign}coalesce({self._value(one, row)}, 0)"

    def _delta(self, rows: str, sign: str) -> str:
        keys = zip(self._keys_of("t"), self.keys, strict=True)
        values = zip([f"{sign}1", *self._parts("t", sign)], self._columns(), strict=True)
        named = listed([f"{value} AS {name}" for value, name in (*keys, *values)])
        return f"SELECT {named} FROM {rows} t"  # nosec B608

    def _one(self, row: str, sign: str, or_add: str) -> str:
        values = [*self._keys_of(row), f"{sign}1", *self._parts(row, sign)]
        return f"{self._into()} VALUES ({listed(values)}) {or_add}"

    def _summed(self) -> str:
        return listed([f"sum({name})" for name in self._columns()])

    def _changed(self) -> str:
        return " OR ".join(f"sum({name}) <> 0" for name in self._columns())


def name_of(key: str | Derived) -> str:
    """Of the column in the table of cells."""
    return key if isinstance(key, str) else key.name


def listed(names: Sequence[str]) -> str:
    """As SQL has them, one beside the other."""
    return ", ".join(names)


def columns_of_halves(sums: Sequence[str]) -> list[str]:
    """In which cells keep the sums, in the order of `halves_of`."""
    return [f"{name}_{half}" for name in sums for half in ("high", "low")]


def halves_of(sums: Sequence[str], row: str, sign: str) -> Iterator[str]:
    """What a row adds to these, as SQL; with "-" as its sign what it takes."""
    for name in sums:
        yield f"{sign}coalesce({row}.{name} / {PART}, 0)"
        yield f"{sign}coalesce({row}.{name} % {PART}, 0)"


def run_plain(connection: Connection, statement: str) -> None:
    """Their drivers take a % for the place of a parameter even where there is none; MariaDB's / leaves fractions."""
    if connection.dialect.name in MARIADB:
        statement = statement.replace(" / ", " DIV ")
    if connection.dialect.name != "sqlite":
        statement = statement.replace("%", "%%")
    connection.exec_driver_sql(statement)


class Follows(Protocol):
    """What keeps a table of cells by triggers."""

    def follow(self, connection: Connection) -> None: ...


def keep_in(metadata: MetaData, *kept: Follows) -> None:
    """Whoever makes the tables without migrations, as tests do, gets the triggers with them."""

    @event.listens_for(metadata, "after_create")
    def _follow(_: Any, connection: Connection, **__: Any) -> None:
        for one in kept:
            one.follow(connection)
