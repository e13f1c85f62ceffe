"""Putting the conditions of a question together anew."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true
from sqlglot import exp

from services.reporting.questions.queries.parsing import only
from services.reporting.questions.queries.values import Found, Value, Values, said
from services.reporting.questions.rules import refused
from shared.contracts.reporting.catalogue import Kind

COMPARED: Mapping[type[Any], Callable[[Any, Any], ColumnElement[bool]]] = {
    exp.EQ: lambda left, right: left == right,
    exp.NEQ: lambda left, right: left != right,
    exp.LT: lambda left, right: left < right,
    exp.LTE: lambda left, right: left <= right,
    exp.GT: lambda left, right: left > right,
    exp.GTE: lambda left, right: left >= right,
}
ORDERED = (exp.LT, exp.LTE, exp.GT, exp.GTE)
MOST_NAMED = 100


class Conditions:
    """The conditions of one question."""

    def __init__(self, find: Found) -> None:
        self.values = Values(find, self.of)

    def of(self, node: Any) -> ColumnElement[bool]:
        match node:
            case exp.Paren() | exp.Where() | exp.Having():
                only(node, "this")
                return self.of(node.this)
            case exp.And() | exp.Or():
                parts = [self.of(part) for part in node.flatten()]
                return and_(*parts) if isinstance(node, exp.And) else or_(*parts)
            case exp.Not():
                only(node, "this")
                return not_(self.of(node.this))
            case exp.Boolean():
                return true() if node.this else false()
            case exp.Is():
                return self._is_null(node)
            case exp.In():
                return self._among(node)
            case exp.Between():
                only(node, "this", "low", "high")
                what, low, high = self._ordered(node, node.this, node.args["low"], node.args["high"])
                return and_(what.number >= low.number, what.number <= high.number)
            case exp.Like() | exp.ILike():
                return self._like(node)
        if type(node) not in COMPARED:
            raise refused(f"{said(node)} is no condition that is answered; compare a column with a value.")
        only(node, "this", "expression")
        left, right = self._pair(node)
        return COMPARED[type(node)](left.number, right.number)

    def _pair(self, node: Any) -> list[Value]:
        if isinstance(node.this, exp.Null) or isinstance(node.expression, exp.Null):
            raise refused("Nothing equals NULL; write IS NULL or IS NOT NULL.")
        both = node.this, node.expression
        return self._ordered(node, *both) if isinstance(node, ORDERED) else self.values.alike(*both)

    def _ordered(self, node: Any, *parts: Any) -> list[Value]:
        found = self.values.alike(*parts)
        if found[0].kind is Kind.ID:
            raise refused(f"Ids have no order: {said(node)}.")
        return found

    def _is_null(self, node: exp.Is) -> ColumnElement[bool]:
        only(node, "this", "expression", "negate")
        if not isinstance(node.expression, exp.Null):
            raise refused("IS stands before NULL and NOT NULL alone.")
        column = self.values.of(node.this).column
        is_null: ColumnElement[bool] = column.is_not(None) if node.args.get("negate") else column.is_(None)
        return is_null

    def _among(self, node: exp.In) -> ColumnElement[bool]:
        only(node, "this", "expressions")
        if not 0 < len(node.expressions) <= MOST_NAMED:
            raise refused(f"IN takes a list of 1 to {MOST_NAMED} values.")
        what, *named = self.values.alike(node.this, *node.expressions)
        return or_(*(what.number == one.number for one in named))

    def _like(self, node: Any) -> ColumnElement[bool]:
        """No engine agrees with another about small and capital letters here: they are the same."""
        only(node, "this", "expression", "negate")
        what, pattern = self.values.alike(node.this, node.expression)
        if what.kind is not Kind.TEXT or not isinstance(node.expression, exp.Literal):
            raise refused(f"LIKE compares a text with a pattern in quotes: {said(node)}.")
        if str(node.expression.this).endswith("\\"):
            raise refused("A pattern does not end in a backslash.")
        found = func.lower(what.column).like(func.lower(pattern.column), escape="\\")
        return not_(found) if node.args.get("negate") else found
