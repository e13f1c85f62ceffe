"""A built report as the question that it stands for: its parts become those of a SELECT, and no text is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlglot import exp

from services.reporting.built_reports import rules
from services.reporting.built_reports.model import BuiltReport
from services.reporting.built_reports.rules import ReportDoesNotFit
from shared.contracts.reporting.catalogue import Column, Kind
from shared.contracts.reporting.questions import TABLES

COMPARED = {"eq": exp.EQ, "ne": exp.NEQ, "lt": exp.LT, "lte": exp.LTE, "gt": exp.GT, "gte": exp.GTE}
NUMBERS = frozenset({Kind.COUNT, Kind.MONEY, Kind.RATE})
SUMMED = {"sum": exp.Sum, "avg": exp.Avg, "min": exp.Min, "max": exp.Max}
WITHIN_YEAR = {"month": "MONTH", "quarter": "QUARTER"}


def groups_of(report: BuiltReport) -> list[tuple[str, Any]]:
    """The name of each group and what it is."""
    return [(group["column"], _group(report, group)) for group in report.groups]


def measures_of(report: BuiltReport) -> list[tuple[str, Any]]:
    """The name of each measure and what it is; a report that lists facts has none."""
    if report.columns:
        return []
    measures = report.measures or rules.COUNTED
    return [(rules.name_of(one), _measure(report, one)) for one in measures]


def shown_of(report: BuiltReport) -> list[tuple[str, Any]]:
    """The columns of a report that lists facts, with the id of each; or the groups and the measures."""
    if not report.columns:
        return [*groups_of(report), *measures_of(report)]
    named = [name for name in TABLES[report.table].by_name if name == "id" and "id" not in report.columns]
    return [(name, exp.column(name)) for name in (*named, *report.columns)]


def select_of(report: BuiltReport, shown: Sequence[tuple[str, Any]], conditions: Sequence[Any], **more: Any) -> Any:
    """A SELECT of these columns over the report's table, with its filters and these conditions."""
    select = exp.Select(
        expressions=[exp.alias_(node.copy(), name, quoted=True) for name, node in shown],
        from_=exp.From(this=exp.Table(this=exp.to_identifier(report.table))),
        **{name: value for name, value in more.items() if value is not None},
    )
    every = [*(_filter(report, one) for one in report.filters), *conditions]
    if every:
        select.set("where", exp.Where(this=exp.and_(*every, wrap=True)))
    return select


def grouped(places: int) -> Any:
    """By the first columns."""
    return exp.Group(expressions=[_number(place + 1) for place in range(places)]) if places else None


def order_of(sort: Sequence[str], shown: Sequence[tuple[str, Any]]) -> Any:
    """As asked, and then by all columns, so that pages do not overlap. Raises `ReportDoesNotFit`."""
    names = [name for name, _ in shown]
    unknown = [name for name in sort if name.removeprefix("-") not in names]
    if unknown:
        raise ReportDoesNotFit(f"Sort by what is shown: {', '.join(names)}.")
    asked = [(names.index(name.removeprefix("-")), name.startswith("-")) for name in sort]
    rest = [(place, False) for place in range(len(names)) if place not in {one for one, _ in asked}]
    terms = [exp.Ordered(this=_number(place + 1), desc=falling) for place, falling in (*asked, *rest)]
    return exp.Order(expressions=terms) if terms else None


def within_days(report: BuiltReport, since: date | None, until: date | None) -> list[Any]:
    """Raises `ReportHasNoDay`."""
    if since is None and until is None:
        return []
    if report.day is None:
        raise rules.ReportHasNoDay("This report names no day; ask for all of it.")
    bounds = ((exp.GTE, since), (exp.LTE, until))
    return [kind(this=exp.column(report.day), expression=_text(str(day))) for kind, day in bounds if day is not None]


def is_value(node: Any, value: Any) -> Any:
    """That a group has this value of a row."""
    if value is None:
        return exp.Is(this=node.copy(), expression=exp.Null())
    written = _number(value) if isinstance(value, int) else _text(str(value))
    return exp.EQ(this=node.copy(), expression=written)


def ensure_fits(report: BuiltReport) -> None:
    """Raises `ReportDoesNotFit` or `ReportMixesCurrencies` for what its table cannot say."""
    for name in (*report.columns, *(one["column"] for one in (*report.groups, *report.filters))):
        _column(report, name)
    if report.day is not None and _column(report, report.day).kind is not Kind.DAY:
        raise ReportDoesNotFit(f"{report.day} is no day.")
    summed = [_column(report, one["column"]) for one in report.measures if "column" in one]
    money = any(one.kind is Kind.MONEY for one in summed)
    rules.ensure_one_currency(report.definition, money, "currency" in TABLES[report.table].by_name)
    names = [name for name, _ in (*groups_of(report), *measures_of(report))] if not report.columns else []
    if len(set(names)) < len(names):
        raise ReportDoesNotFit("Each group and each measure is there once.")
    groups, measures = [name for name, _ in groups_of(report)], [name for name, _ in measures_of(report)]
    rules.ensure_chart_is_shown(report.chart, groups, measures)


def column(name: str) -> Any:
    return exp.column(name)


def _column(report: BuiltReport, name: str) -> Column:
    column = TABLES[report.table].by_name.get(name)
    if column is None:
        raise ReportDoesNotFit(f"{report.table} have no {name}; they have {', '.join(TABLES[report.table].by_name)}.")
    return column


def _group(report: BuiltReport, group: dict[str, Any]) -> Any:
    """A column, or the number of the period in which a day lies: its year and first month."""
    column, grain = _column(report, group["column"]), group.get("grain")
    node = exp.column(column.name)
    if grain is None:
        return node
    if column.kind is not Kind.DAY:
        raise ReportDoesNotFit(f"{column.name} is no day, so that it lies in no {grain}.")
    year = exp.Mul(this=_part("YEAR", node), expression=_number(100))
    if grain == "year":
        return exp.Add(this=year, expression=_number(1))
    within = _part(WITHIN_YEAR[grain], node)
    if grain == "month":
        return exp.Add(this=year, expression=within)
    first = exp.Sub(this=exp.Mul(this=within, expression=_number(3)), expression=_number(2))
    return exp.Add(this=year, expression=exp.Paren(this=first))


def _measure(report: BuiltReport, measure: Mapping[str, Any]) -> Any:
    if "column" not in measure:
        if measure["function"] != "count":
            raise ReportDoesNotFit(f"Say of which column the {measure['function']} is.")
        return exp.Count(this=exp.Star())
    node = exp.column(_column(report, measure["column"]).name)
    return exp.Count(this=node) if measure["function"] == "count" else SUMMED[measure["function"]](this=node)


def _filter(report: BuiltReport, one: dict[str, Any]) -> Any:
    column, values = _column(report, one["column"]), one["values"]
    node = exp.column(column.name)
    if one["op"] == "null":
        is_null = exp.Is(this=node, expression=exp.Null())
        return is_null if values[0] == "true" else exp.Not(this=is_null)
    if one["op"] == "like":
        plain = values[0].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return exp.ILike(this=node, expression=_text(f"%{plain}%"))
    written = [exp.Literal.number(value) if column.kind in NUMBERS else _text(value) for value in values]
    if one["op"] == "in":
        return exp.In(this=node, expressions=written)
    return COMPARED[one["op"]](this=node, expression=written[0])


def _part(name: str, node: Any) -> Any:
    return exp.Extract(this=exp.var(name), expression=node.copy())


def _number(value: int) -> Any:
    return exp.Literal(this=str(value), is_string=False)


def _text(value: str) -> Any:
    return exp.Literal.string(value)
