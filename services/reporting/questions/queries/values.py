"""Putting the values of a question together anew: of the parts that are known here, and of nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Double,
    String,
    case,
    cast,
    extract,
    func,
    literal,
    literal_column,
    null,
    type_coerce,
)
from sqlalchemy import Integer as WholeNumber
from sqlglot import exp

from services.reporting.questions.queries.parsing import DIALECT, only
from services.reporting.questions.queries.written import NUMBERS, number_of, text_of
from services.reporting.questions.rules import refused
from shared.contracts.reporting.catalogue import Kind
from shared.persistence.types import MONEY_PLACES, Id, Money

TYPES: Mapping[Kind, Any] = {
    Kind.ID: Id,
    Kind.TEXT: String,
    Kind.DAY: Date,
    Kind.COUNT: BigInteger,
    Kind.MONEY: Money,
    Kind.RATE: Double,
}
EXACT: ColumnElement[Any] = literal_column("1.0")
"""What a whole number is multiplied by so that its quotients have places."""
PARTS_OF_DAYS = ("YEAR", "QUARTER", "MONTH", "DAY")
FUNCTIONS = "count, sum, avg, min, max, coalesce, nullif, abs, round, lower, upper, length and extract"


@dataclass(frozen=True)
class Value:
    """What stands for a part of the question."""

    kind: Kind
    column: Any
    written: Decimal | None = None

    @property
    def number(self) -> Any:
        """To reckon with: money in its smallest part. An amount that is `written` in the question is made anew, since a
        parameter that is coerced to another type is sent as that.
        """
        if self.kind is not Kind.MONEY:
            return self.column
        if self.written is not None:
            return literal(int(self.written.scaleb(MONEY_PLACES)), BigInteger)
        return type_coerce(self.column, BigInteger)


@dataclass(frozen=True)
class Untyped:
    """A value that is written in the question: what it is, is said by what it stands beside."""

    text: str | None
    is_text: bool

    def as_kind(self, kind: Kind) -> Value:
        if self.text is None:
            return Value(kind, null())
        if self.is_text and kind in NUMBERS:
            raise refused(f"'{self.text[:40]}' stands beside a number; write numbers without quotes.")
        if not self.is_text and kind not in NUMBERS:
            raise refused(f"{self.text[:40]} stands beside a {kind}; write texts, days and ids in quotes.")
        read: Any = text_of(self.text, kind) if self.is_text else number_of(self.text, kind)
        return Value(kind, literal(read, TYPES[kind]), read if kind is Kind.MONEY else None)

    def by_itself(self) -> Value:
        if self.is_text:
            return self.as_kind(Kind.TEXT)
        return self.as_kind(Kind.COUNT if self.text is not None and self.text.lstrip("-").isdigit() else Kind.RATE)


Found = Callable[[exp.Column], Value]
"""Finds the column that a name stands for."""


@dataclass(frozen=True)
class Values:
    """The values of one question. `conditions` reads what stands behind WHEN."""

    find: Found
    condition: Callable[[exp.Expression], ColumnElement[bool]]

    def of(self, node: Any) -> Value:
        found = self.raw(node)
        return found.by_itself() if isinstance(found, Untyped) else found

    def alike(self, *nodes: Any) -> list[Value]:
        """Several values that stand side by side, so that they must be of one kind. Whole numbers are rates too."""
        found = [self.raw(node) for node in nodes]
        kinds = {one.kind for one in found if isinstance(one, Value)}
        if kinds == {Kind.COUNT, Kind.RATE}:
            kinds = {Kind.RATE}
        if len(kinds) > 1:
            raise refused(f"{' and '.join(sorted(kinds))} cannot stand side by side: {said(nodes[0])} …")
        if not kinds:
            own = {one.by_itself().kind for one in found if isinstance(one, Untyped) and one.text is not None}
            kinds = own if len(own) == 1 else {Kind.RATE if own <= NUMBERS and own else Kind.TEXT}
        kind = kinds.pop()
        return [one.as_kind(kind) if isinstance(one, Untyped) else replace(one, kind=kind) for one in found]

    def raw(self, node: Any) -> Value | Untyped:
        match node:
            case exp.Paren():
                only(node, "this")
                return self.raw(node.this)
            case exp.Column():
                return self.find(node)
            case exp.Null():
                return Untyped(None, True)
            case exp.Literal():
                return Untyped(node.this, node.is_string)
            case exp.Cast() if isinstance(node.this, exp.Literal) and node.to.is_type("date"):
                only(node, "this", "to")
                return Untyped(node.this.this, True).as_kind(Kind.DAY)
            case exp.Neg():
                return self._negative(node)
        maker = _MAKERS.get(type(node))
        if maker is None:
            raise refused(f"{said(node)} is not answered; there are {FUNCTIONS}, CASE, and + - * /.")
        return maker(self, node)

    def _negative(self, node: exp.Neg) -> Value | Untyped:
        only(node, "this")
        inner = self.raw(node.this)
        if isinstance(inner, Untyped):
            if inner.is_text:
                raise refused("Only numbers have a minus.")
            return Untyped(f"-{inner.text}" if not str(inner.text).startswith("-") else str(inner.text)[1:], False)
        _ensure_number(inner, node)
        return _made(inner.kind, -inner.number)


def said(node: Any) -> str:
    text: str = node.sql(dialect=DIALECT) if isinstance(node, exp.Expression) else str(node)
    return text[:60]


def _ensure_number(value: Value, node: Any) -> None:
    if value.kind not in NUMBERS:
        raise refused(f"One reckons with numbers and money; in {said(node)} there is a {value.kind}.")


def _made(kind: Kind, column: Any) -> Value:
    return Value(kind, type_coerce(column, TYPES[kind]()))


def _added(values: Values, node: exp.Binary) -> Value:
    only(node, "this", "expression")
    left, right = values.alike(node.this, node.expression)
    _ensure_number(left, node)
    sign = "+" if isinstance(node, exp.Add) else "-"
    return _made(left.kind, left.number.op(sign)(right.number))


def _times(values: Values, node: exp.Mul) -> Value:
    only(node, "this", "expression")
    left, right = values.of(node.this), values.of(node.expression)
    for one in (left, right):
        _ensure_number(one, node)
    kinds = {left.kind, right.kind}
    if Kind.MONEY in kinds and kinds != {Kind.MONEY, Kind.COUNT}:
        raise refused(f"Money is multiplied by whole numbers alone: {said(node)}.")
    kind = Kind.MONEY if Kind.MONEY in kinds else Kind.RATE if Kind.RATE in kinds else Kind.COUNT
    product = left.number.op("*")(right.number)
    return _made(kind, _rounded(product) if kind is Kind.RATE else product)


def _over(values: Values, node: exp.Div) -> Value:
    """Money over money and number over number are a rate of four places, money over a number is money; over zero there
    is nothing.
    """
    only(node, "this", "expression", "typed", "safe")
    left, right = values.of(node.this), values.of(node.expression)
    for one in (left, right):
        _ensure_number(one, node)
    if right.kind is Kind.MONEY and left.kind is not Kind.MONEY:
        raise refused(f"A number is not divided by money: {said(node)}.")
    exactly = left.number.op("*")(EXACT).op("/")(func.nullif(right.number, 0))
    if left.kind is Kind.MONEY and right.kind is not Kind.MONEY:
        return _made(Kind.MONEY, cast(func.round(exactly), BigInteger))
    return _made(Kind.RATE, _rounded(exactly))


def _rounded(number: Any) -> Any:
    return func.round(number, 4)


def _count(values: Values, node: exp.Count) -> Value:
    only(node, "this", "big_int")
    if isinstance(node.this, exp.Star):
        only(node.this)
        return Value(Kind.COUNT, func.count())
    what, distinct = _summed(values, node.this, node)
    return Value(Kind.COUNT, func.count(what.column.distinct() if distinct else what.column))


def _sum(values: Values, node: exp.Sum) -> Value:
    only(node, "this")
    what, distinct = _summed(values, node.this, node)
    _ensure_number(what, node)
    return _made(what.kind, func.sum(_once(what.number, distinct)))


def _mean(values: Values, node: exp.Avg) -> Value:
    only(node, "this")
    what, distinct = _summed(values, node.this, node)
    _ensure_number(what, node)
    mean = func.avg(_once(what.number, distinct))
    if what.kind is Kind.MONEY:
        return _made(Kind.MONEY, cast(func.round(mean), BigInteger))
    return _made(Kind.RATE, _rounded(mean))


def _end(values: Values, node: exp.Min | exp.Max) -> Value:
    only(node, "this")
    what, _ = _summed(values, node.this, node)
    if what.kind is Kind.ID:
        raise refused("Ids have no order: no least and no greatest.")
    end = (func.min if isinstance(node, exp.Min) else func.max)(what.column)
    return _made(what.kind, end)


def _summed(values: Values, inner: Any, node: Any) -> tuple[Value, bool]:
    """What is counted or summed, and whether each value only once."""
    distinct = isinstance(inner, exp.Distinct)
    if distinct:
        only(inner, "expressions")
        if len(inner.expressions) != 1:
            raise refused("DISTINCT is of one value here.")
        inner = inner.expressions[0]
    what = values.of(inner)
    if inner.find(exp.AggFunc):
        raise refused(f"A sum of sums is not answered: {said(node)}.")
    return what, distinct


def _once(column: Any, distinct: bool) -> Any:
    return column.distinct() if distinct else column


def _coalesce(values: Values, node: exp.Coalesce) -> Value:
    only(node, "this", "expressions", "is_nvl", "is_null")
    found = values.alike(node.this, *node.expressions)
    return _made(found[0].kind, func.coalesce(*(one.column for one in found)))


def _nullif(values: Values, node: exp.Nullif) -> Value:
    only(node, "this", "expression")
    left, right = values.alike(node.this, node.expression)
    return _made(left.kind, func.nullif(left.column, right.column))


def _abs(values: Values, node: exp.Abs) -> Value:
    only(node, "this")
    what = values.of(node.this)
    _ensure_number(what, node)
    return _made(what.kind, func.abs(what.number))


def _round(values: Values, node: exp.Round) -> Value:
    """To whole numbers: of money, to whole units of it."""
    only(node, "this")
    what = values.of(node.this)
    _ensure_number(what, node)
    if what.kind is Kind.MONEY:
        units = cast(func.round(what.number.op("*")(EXACT).op("/")(literal_column("10000"))), BigInteger)
        return _made(Kind.MONEY, units.op("*")(literal_column("10000")))
    return _made(Kind.COUNT, cast(func.round(what.number), BigInteger))


def _of_text(function: Callable[[Any], Any], kind: Kind) -> Callable[[Values, Any], Value]:
    def made(values: Values, node: Any) -> Value:
        only(node, "this")
        (what,) = values.alike(node.this)
        if what.kind is not Kind.TEXT:
            raise refused(f"{said(node)} is of texts alone.")
        return _made(kind, function(what.column))

    return made


def _part_of_day(values: Values, node: exp.Extract) -> Value:
    only(node, "this", "expression")
    part, day = str(node.this.name).upper(), values.of(node.expression)
    if part not in PARTS_OF_DAYS or day.kind is not Kind.DAY:
        raise refused(f"EXTRACT gives {', '.join(PARTS_OF_DAYS)} of a day.")
    if part == "QUARTER":
        months = cast(extract("month", day.column), WholeNumber)
        return _made(Kind.COUNT, (months + 2) // 3)
    return _made(Kind.COUNT, cast(extract(part.lower(), day.column), WholeNumber))


def _case(values: Values, node: exp.Case) -> Value:
    only(node, "ifs", "default")
    ifs, default = node.args["ifs"], node.args.get("default")
    results = values.alike(*(one.args["true"] for one in ifs), *([] if default is None else [default]))
    whens = [(values.condition(one.this), result.column) for one, result in zip(ifs, results, strict=False)]
    made = case(*whens, else_=results[-1].column if default is not None else None)
    return _made(results[0].kind, made)


_MAKERS: Mapping[type[Any], Callable[[Values, Any], Value]] = {
    exp.Add: _added,
    exp.Sub: _added,
    exp.Mul: _times,
    exp.Div: _over,
    exp.Count: _count,
    exp.Sum: _sum,
    exp.Avg: _mean,
    exp.Min: _end,
    exp.Max: _end,
    exp.Coalesce: _coalesce,
    exp.Nullif: _nullif,
    exp.Abs: _abs,
    exp.Round: _round,
    exp.Lower: _of_text(func.lower, Kind.TEXT),
    exp.Upper: _of_text(func.upper, Kind.TEXT),
    exp.Length: _of_text(func.length, Kind.COUNT),
    exp.Extract: _part_of_day,
    exp.Case: _case,
}
