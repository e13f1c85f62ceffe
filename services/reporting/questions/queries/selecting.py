"""Putting a whole question together anew: over tables in sight, with columns that are called by numbers."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, literal_column
from sqlglot import exp

from services.reporting.questions import rules
from services.reporting.questions.queries.conditions import Conditions
from services.reporting.questions.queries.parsing import only
from services.reporting.questions.queries.tables import Start, table_in_sight
from services.reporting.questions.queries.values import Value, said
from services.reporting.questions.rules import refused
from shared.contracts.reporting.catalogue import Kind
from shared.contracts.reporting.questions import TABLES

JOINED = {("", ""): False, ("INNER", ""): False, ("", "LEFT"): True, ("OUTER", "LEFT"): True}
"""Kind and side of a join, and whether rows without a partner stay."""


@dataclass(frozen=True)
class Shown:
    """A column of the answer: its name, and the part of the question that it is."""

    name: str
    node: Any
    value: Value

    @property
    def sums_up(self) -> bool:
        return self.node.find(exp.AggFunc) is not None


class Question:
    """One SELECT as one caller asks it, whose facts are those that `start` gives."""

    def __init__(self, start: Start, select: exp.Select) -> None:
        self._start, self._select = start, select
        self._kinds: dict[str, str] = {}
        self._parts: dict[str, Any] = {}
        self._conditions = Conditions(self._find)
        self._source = self._from()

    @cached_property
    def shown(self) -> list[Shown]:
        found = [one for node in self._select.expressions for one in self._columns(node)]
        rules.ensure_named_once(Counter(one.name for one in found))
        return found

    def statement(self, limit: int, skip: int = 0) -> Select[Any]:
        """At most so many rows, and one more that tells that there are others."""
        labelled = [one.value.column.label(f"c{place}") for place, one in enumerate(self.shown)]
        rows = self._source.select().with_only_columns(*labelled, maintain_column_froms=True)
        where, having = self._select.args.get("where"), self._select.args.get("having")
        if where is not None:
            if where.find(exp.AggFunc):
                raise refused("WHERE is asked of each row; put a condition on sums into HAVING.")
            rows = rows.where(self._conditions.of(where))
        groups = self._groups()
        if groups:
            rows = rows.group_by(*(literal_column(f"c{place}") for place in groups))
        if having is not None:
            self._ensure_of_sums(having)
            rows = rows.having(self._conditions.of(having))
        if self._select.args.get("distinct"):
            only(self._select.args["distinct"])
            rows = rows.distinct()
        return self._cut(rows, limit, skip)

    def _cut(self, rows: Select[Any], limit: int, skip: int) -> Select[Any]:
        """Sorted, those without a value last, and cut to the page."""
        inner = rows.subquery("answer")
        terms: list[ColumnElement[Any]] = []
        order = self._select.args.get("order")
        for node in order.expressions if order is not None else ():
            only(node, "this", "desc", "nulls_first")
            column = inner.c[f"c{self._place_of(node.this)}"]
            terms += [column.is_(None), column.desc() if node.args.get("desc") else column.asc()]
        asked, offset = self._number("limit"), self._number("offset")
        most = limit + 1 if asked is None else min(limit + 1, asked)
        return inner.select().order_by(*terms).limit(most).offset((offset or 0) + skip)

    def _number(self, name: str) -> int | None:
        node = self._select.args.get(name)
        if node is None:
            return None
        only(node, "expression")
        text = node.expression.this if isinstance(node.expression, exp.Literal) else ""
        if not str(text).isdigit() or not str(text).isascii() or len(text) > 9 or int(text) > rules.FARTHEST:
            raise refused(f"{name.upper()} is followed by a number up to {rules.FARTHEST}.")
        return int(text)

    def _from(self) -> FromClause:
        """The tables, each joined to those before it by an id: without one, each row would meet each other."""
        start = self._select.args.get("from_")
        if start is None:
            raise refused(f"Say FROM which table; there are {', '.join(sorted(TABLES))}.")
        only(start, "this")
        joins = self._select.args.get("joins") or []
        if len(joins) >= rules.MOST_TABLES:
            raise refused(f"At most {rules.MOST_TABLES} tables are joined at once.")
        source: FromClause = self._table(start.this)
        for join in joins:
            only(join, "this", "on", "kind", "side")
            way = (str(join.args.get("kind") or ""), str(join.args.get("side") or ""))
            if way not in JOINED or join.args.get("on") is None:
                raise refused("Tables are joined by JOIN … ON or LEFT JOIN … ON, with a condition on their ids.")
            table, name = self._table(join.this), join.this.alias_or_name
            if join.args["on"].find(exp.AggFunc):
                raise refused("Tables are joined by what stands in their rows, not by sums.")
            condition = self._conditions.of(join.args["on"])
            self._ensure_by_id(join.args["on"], name)
            source = source.join(table, condition, isouter=JOINED[way])
        return source

    def _table(self, node: Any) -> FromClause:
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
            raise refused(f"{said(node)} is no table; there are {', '.join(sorted(TABLES))}.")
        if node.db or node.catalog:
            raise refused(f"Name the table alone, without anything before it: {said(node)}.")
        only(node, "this", "alias")
        alias = node.args.get("alias")
        if alias is not None:
            only(alias, "this")
        name = node.alias_or_name
        if name in self._parts:
            raise refused(f"Give each table a name of its own; {name[:60]} is there twice.")
        made = table_in_sight(self._start, node.name, f"t{len(self._parts)}")
        self._parts[name], self._kinds[name] = made, node.name
        return made

    def _ensure_by_id(self, on: Any, name: str) -> None:
        """One of the conditions, all of which hold, says that an id of the new table is one of an earlier table."""
        while isinstance(on, exp.Paren):
            on = on.this
        for part in on.flatten() if isinstance(on, exp.And) else (on,):
            both = [part.this, part.expression] if isinstance(part, exp.EQ) else []
            if both and all(isinstance(one, exp.Column) for one in both):
                owners = [self._owner_of(one) for one in both]
                kinds = {self._find(one).kind for one in both}
                if kinds == {Kind.ID} and owners.count(name) == 1:
                    return
        raise refused(f"Join {name[:60]} by an id: ON {name[:60]}.… = ….id, or each row would meet each other.")

    def _find(self, node: exp.Column) -> Value:
        only(node, "this", "table")
        if not isinstance(node.this, exp.Identifier):
            raise refused(f"{said(node)} stands alone; name the columns.")
        owner = self._owner_of(node)
        return Value(TABLES[self._kinds[owner]].by_name[node.name].kind, self._parts[owner].c[node.name])

    def _owner_of(self, node: exp.Column) -> str:
        """The table in which the column is, by the name that it has here."""
        named = [node.table] if node.table else list(self._parts)
        owners = [name for name in named if name in self._parts and node.name in TABLES[self._kinds[name]].by_name]
        if not owners:
            known = sorted({name for table in self._kinds.values() for name in TABLES[table].by_name})
            raise refused(f"There is no column {said(node)}; there are {', '.join(known)}.")
        if len(owners) > 1:
            raise refused(f"{node.name} is in several tables; write {owners[0][:60]}.{node.name}.")
        return owners[0]

    def _columns(self, node: Any) -> list[Shown]:
        if isinstance(node, exp.Star):
            only(node)
            if len(self._parts) > 1:
                raise refused("Name the columns where there are several tables.")
            (table,) = self._kinds.values()
            return [
                Shown(column, one, self._find(one)) for column in TABLES[table].by_name for one in [exp.column(column)]
            ]
        inner = node
        if isinstance(node, exp.Alias):
            only(node, "this", "alias")
            inner = node.this
        name = node.alias_or_name if isinstance(node, exp.Alias | exp.Column) else type(inner).__name__.lower()
        return [Shown(name, inner, self._conditions.values.of(inner))]

    def _groups(self) -> list[int]:
        """The places of the columns that are grouped by. Every column that is no sum must be one of them."""
        group = self._select.args.get("group")
        having = self._select.args.get("having")
        sums = [one.sums_up for one in self.shown]
        if group is None and having is None and not any(sums):
            return []
        if group is not None:
            only(group, "expressions")
        places = {self._place_of(node) for node in (group.expressions if group is not None else ())}
        for place, one in enumerate(self.shown):
            if one.sums_up and place in places:
                raise refused(f"{one.name[:60]} is a sum; group by what is none.")
            if place not in places and (not one.sums_up or _loose(one.node)) and one.node.find(exp.Column):
                raise refused(f"Sum {one.name[:60]} up, or put it into GROUP BY.")
        return sorted(places)

    def _ensure_of_sums(self, having: Any) -> None:
        if _loose(having):
            raise refused("HAVING is asked of sums; put a condition on single rows into WHERE.")

    def _place_of(self, node: Any) -> int:
        """Of the column of the answer that is meant: by its number, its name, or by what it is."""
        if isinstance(node, exp.Literal) and not node.is_string:
            if str(node.this).isdigit() and 1 <= int(str(node.this)[:9]) <= len(self.shown):
                return int(node.this) - 1
            raise refused(f"There are {len(self.shown)} columns, and {said(node)} is none of them.")
        for place, one in enumerate(self.shown):
            if one.node == node or (isinstance(node, exp.Column) and not node.table and node.name == one.name):
                return place
        raise refused(f"Group and sort by columns that are shown; add {said(node)} behind SELECT.")


def _loose(node: Any) -> bool:
    """Whether it shows a column as it stands in a row, outside of any sum."""
    return any(column.find_ancestor(exp.AggFunc) is None for column in node.find_all(exp.Column))
