"""Cells of the parts of records, such as the lines of orders, counted and summed by columns of part and whole.

As `shared.persistence.cells`, by triggers on both tables: a whole that changes moves all its parts, whatever changed
it. Each trigger reads the other table as it stands, so it does not matter which of the two is written first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Dialect

from shared.persistence.cells import MARIADB, Derived, columns_of_halves, halves_of, listed, name_of, run_plain

Keys = Sequence[str | Derived]
PART_ROW, WHOLE_ROW = "p", "w"


@dataclass(frozen=True)
class KeptParts:
    """The table `cells` keeps the rows of `parts`, counted and summed over `sums` and the whole numbers `added`, by the
    columns `by_whole` of the row of `wholes` to which `link` leads, and their own `by_part`. Cells go with their last
    row. The primary key of the cells begins with `by_whole`.

    All of these are names in our own code, and no statement here takes a value.
    """

    cells: str
    parts: str
    wholes: str
    link: str
    by_whole: tuple[str | Derived, ...]
    by_part: tuple[str | Derived, ...]
    sums: tuple[str, ...]
    added: tuple[str, ...] = ()

    def start(self, connection: Connection) -> None:
        """Fill the cells from the rows that are there, and keep them from now on."""
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"LOCK TABLE {self.wholes}, {self.parts} IN SHARE ROW EXCLUSIVE MODE")
        self.follow(connection)
        connection.exec_driver_sql(f"DELETE FROM {self.cells}")  # nosec B608
        run_plain(connection, _Written(self, connection.dialect).fill())

    def follow(self, connection: Connection) -> None:
        """Make the triggers, which may be there already."""
        written = _Written(self, connection.dialect)
        made = written.on_postgresql() if connection.dialect.name == "postgresql" else written.by_row()
        for statement in made:
            run_plain(connection, statement)

    def stop(self, connection: Connection) -> None:
        """Before the cells are dropped."""
        for side in ("part", "whole"):
            for verb in ("insert", "update", "delete"):
                name = f"{self.cells}_on_{side}_{verb}"
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name} CASCADE")
                else:
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


@dataclass(frozen=True)
class _Written:
    """The statements that keep cells of parts, for one engine."""

    kept: KeptParts
    dialect: Dialect

    @property
    def keys(self) -> list[str]:
        return [name_of(one) for one in (*self.kept.by_whole, *self.kept.by_part)]

    @property
    def columns(self) -> list[str]:
        return ["counted", *columns_of_halves(self.kept.sums), *self.kept.added]

    def fill(self) -> str:
        by = listed(self.keys)
        delta = self._delta(self.kept.parts, self.kept.wholes, "")
        return f"{self._into()} SELECT {by}, {self._summed()} FROM ({delta}) d GROUP BY {by}"  # nosec B608

    def on_postgresql(self) -> Iterator[str]:
        """One statement a changed statement, cells in one order, so that two never wait in a circle."""
        sides: dict[str, tuple[str, Callable[[str, str], str]]] = {
            "part": (self.kept.parts, lambda rows, sign: self._delta(rows, self.kept.wholes, sign)),
            "whole": (self.kept.wholes, lambda rows, sign: self._delta(self.kept.parts, rows, sign)),
        }
        for side, (table, delta) in sides.items():
            added, gone = delta("added", ""), delta("gone", "-")
            whole = {
                "insert": ("REFERENCING NEW TABLE AS added", added),
                "delete": ("REFERENCING OLD TABLE AS gone", gone),
                "update": (
                    "REFERENCING OLD TABLE AS gone NEW TABLE AS added",
                    f"{added} UNION ALL {gone}",
                ),
            }
            for verb, (tables, rows) in whole.items():
                yield from self._trigger(f"{self.kept.cells}_on_{side}_{verb}", table, verb, tables, rows, gone)

    def _trigger(self, name: str, table: str, verb: str, tables: str, rows: str, gone: str) -> Iterator[str]:
        by = listed(self.keys)
        changed = " OR ".join(f"sum({one}) <> 0" for one in self.columns)
        moved = f"SELECT {by}, {self._summed()} FROM ({rows}) d GROUP BY {by} HAVING {changed} ORDER BY {by}"  # nosec B608
        same = " AND ".join(f"c.{one} = g.{one}" for one in self.keys)
        empty = f"DELETE FROM {self.kept.cells} c USING ({gone}) g WHERE c.counted = 0 AND {same}; "  # nosec B608
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"{self._into()} {moved} {self._or_add()}; {'' if verb == 'insert' else empty}RETURN NULL; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (
            f"CREATE TRIGGER {name} AFTER {verb.upper()} ON {table} {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )

    def by_row(self) -> Iterator[str]:
        """Where triggers see a row at a time."""
        differs = {side: self._differs(side) for side in ("part", "whole")}
        for side, table in (("part", self.kept.parts), ("whole", self.kept.wholes)):
            add, take, empty = self._one(side, "NEW", ""), self._one(side, "OLD", "-"), self._empty(side)
            bodies = {"insert": [add], "delete": [take, empty], "update": [take, add, empty]}
            for verb, steps in bodies.items():
                name = f"{self.kept.cells}_on_{side}_{verb}"
                body, when = " ".join(f"{one};" for one in steps), differs[side] if verb == "update" else None
                if self.dialect.name in MARIADB:
                    told = body if when is None else f"IF {when} THEN {body} END IF;"
                    head = f"CREATE OR REPLACE TRIGGER {name} AFTER {verb.upper()} ON {table} FOR EACH ROW"
                    yield f"{head} BEGIN {told} END"
                else:
                    head = f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {verb.upper()} ON {table} FOR EACH ROW"
                    yield f"{head} {'' if when is None else f'WHEN {when} '}BEGIN {body} END"

    def _one(self, side: str, row: str, sign: str) -> str:
        """What a row of one side adds or takes, with the rows of the other side that belong to it."""
        part, whole = (row, WHOLE_ROW) if side == "part" else (PART_ROW, row)
        if side == "part":
            other = f"{self.kept.wholes} {WHOLE_ROW} WHERE {WHOLE_ROW}.id = {row}.{self.kept.link}"
        else:
            other = f"{self.kept.parts} {PART_ROW} WHERE {PART_ROW}.{self.kept.link} = {row}.id"
        told = listed([*self._keys_of(part, whole), f"{sign}1", *self._values(part, sign)])
        return f"{self._into()} SELECT {told} FROM {other} {self._or_add()}"  # nosec B608

    def _empty(self, side: str) -> str:
        """Drop the cells of the row as it was; those of a whole by the beginning of their key."""
        if side == "whole":
            pairs = zip(self.kept.by_whole, self._of(self.kept.by_whole, self.kept.wholes, "OLD"), strict=True)
            same = [f"{name_of(one)} = {value}" for one, value in pairs]
        else:
            values = self._of(self.kept.by_whole, self.kept.wholes, WHOLE_ROW)
            row = f"{self.kept.wholes} {WHOLE_ROW} WHERE {WHOLE_ROW}.id = OLD.{self.kept.link}"
            asked = [f"(SELECT {value} FROM {row})" for value in values]  # nosec B608
            asked += self._of(self.kept.by_part, self.kept.parts, "OLD")
            same = [f"{name} = {value}" for name, value in zip(self.keys, asked, strict=True)]
        return f"DELETE FROM {self.kept.cells} WHERE counted = 0 AND {' AND '.join(same)}"  # nosec B608

    def _differs(self, side: str) -> str:
        """Whether a changed row belongs elsewhere, or adds something else."""
        if side == "whole":
            told = [self._of((*self.kept.by_whole, "id"), self.kept.wholes, row) for row in ("NEW", "OLD")]
        else:
            names = (*self.kept.by_part, *self.kept.sums, *self.kept.added, self.kept.link)
            told = [self._of(names, self.kept.parts, row) for row in ("NEW", "OLD")]
        pairs = zip(*told, strict=True)
        if self.dialect.name in MARIADB:
            return f"NOT ({' AND '.join(f'{new} <=> {old}' for new, old in pairs)})"
        return " OR ".join(f"{new} IS NOT {old}" for new, old in pairs)

    def _of(self, names: Keys, table: str, row: str) -> list[str]:
        return [f"{row}.{one}" if isinstance(one, str) else one.of_row(table, row, self.dialect) for one in names]

    def _keys_of(self, part: str, whole: str) -> list[str]:
        of_whole = self._of(self.kept.by_whole, self.kept.wholes, whole)
        return [*of_whole, *self._of(self.kept.by_part, self.kept.parts, part)]

    def _values(self, part: str, sign: str) -> Iterator[str]:
        yield from halves_of(self.kept.sums, part, sign)
        for name in self.kept.added:
            yield f"{sign}coalesce({part}.{name}, 0)"

    def _delta(self, parts: str, wholes: str, sign: str) -> str:
        values = [*self._keys_of(PART_ROW, WHOLE_ROW), f"{sign}1", *self._values(PART_ROW, sign)]
        named = [f"{value} AS {name}" for value, name in zip(values, [*self.keys, *self.columns], strict=True)]
        joined = f"{parts} {PART_ROW} JOIN {wholes} {WHOLE_ROW} ON {WHOLE_ROW}.id = {PART_ROW}.{self.kept.link}"
        return f"SELECT {listed(named)} FROM {joined}"  # nosec B608

    def _into(self) -> str:
        return f"INSERT INTO {self.kept.cells} ({listed([*self.keys, *self.columns])})"

    def _or_add(self) -> str:
        cells = self.kept.cells
        if self.dialect.name in MARIADB:
            added = [f"{cells}.{name} = {cells}.{name} + VALUES({name})" for name in self.columns]
            return f"ON DUPLICATE KEY UPDATE {listed(added)}"
        added = [f"{name} = {cells}.{name} + excluded.{name}" for name in self.columns]
        return f"ON CONFLICT ({listed(self.keys)}) DO UPDATE SET {listed(added)}"  # nosec B608

    def _summed(self) -> str:
        return listed([f"sum({name})" for name in self.columns])
