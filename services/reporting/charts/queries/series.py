"""What of a report's rows is drawn, as the wire says it: texts over which values stand, as in the rows; or flows from
one name to another.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from services.reporting.charts import rules
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.catalogue import CURRENCY, OF_FILES, ChartView, Kind, Report

Row = dict[str, Any]


def told_apart(form: Payload) -> tuple[Payload, str | None]:
    """What a report is asked for, and as what it is to be drawn."""
    return {name: value for name, value in form.items() if name not in OF_FILES}, form.get("chart")


def with_chart(answer: Payload, report: Report, kind: str | None, rows: Callable[[], Sequence[Row]]) -> Payload:
    """The answer, with its chart where one is asked for."""
    return answer if kind is None else answer | {"chart": reply(ChartView, chart_of(report, rows(), kind))}


def chart_of(report: Report, rows: Sequence[Row], kind: str) -> Payload:
    """The rows, drawn: what has one place in one series is added up. Where the rows are in several currencies each has
    series of its own. Slices are those of all series of a currency together.

    Raises `ChartDoesNotFit` and `ChartIsTooLarge`.
    """
    rules.ensure_fits(kind, report.charts)
    if kind == rules.SANKEY:
        return {"kind": kind, "x": [], "series": [], "flows": _flows(report, rows)}
    chart, several = report.chart, _currencies(rows) > 1
    columns = {column.name: column.field() for column in report.columns}
    places: dict[Any, Any] = {}
    series: dict[tuple[Any, ...], tuple[str | None, dict[Any, Any]]] = {}
    for row in rows:
        place, (key, name) = _identity(report, row, chart.x), _series_of(report, row, kind, several)
        places.setdefault(place, columns[chart.x].serialize(chart.x, row))
        values = series.setdefault(key, (name, {}))[1]
        values[place] = values[place] + row[chart.y] if place in values else row[chart.y]
    rules.ensure_size(len(places), len(series))
    order = _widest_first(places, [values for _, values in series.values()]) if kind == rules.FUNNEL else list(places)
    drawn = [
        {"name": name, "values": [columns[chart.y].serialize(chart.y, {chart.y: values.get(one)}) for one in order]}
        for name, values in series.values()
    ]
    return {"kind": kind, "x": [places[one] for one in order], "series": drawn}


def without_gaps(report: Report, chart: Payload, between: Callable[[str, str], list[str]]) -> Payload:
    """A line over time with every period from the first to the last, in order; one in which there was nothing has what
    nothing comes to. Other charts stay as they are.
    """
    known = sorted(one for one in chart["x"] if one is not None)
    if chart["kind"] != rules.LINE or report.kind_of(report.chart.x) is not Kind.PERIOD or not known:
        return chart
    x, nothing = between(known[0], known[-1]), _nothing(report)
    rules.ensure_size(len(x), len(chart["series"]))
    filled = []
    for one in chart["series"]:
        values = dict(zip(chart["x"], one["values"], strict=True))
        told = [nothing if values.get(period) is None else values[period] for period in x]
        filled.append({"name": one["name"], "values": told})
    return {**chart, "x": x, "series": filled}


def _nothing(report: Report) -> Any:
    if not report.adds_up:
        return None
    field = next(column for column in report.measures if column.name == report.chart.y).field()
    return field.serialize("y", {"y": Decimal(0)})


def _series_of(report: Report, row: Row, kind: str, several: bool) -> tuple[tuple[Any, ...], str | None]:
    """What tells the series of a row from others, and what it is called."""
    chart = report.chart
    if kind in rules.SHARES:
        name = CURRENCY.name if report.by_currency and CURRENCY.name in row else chart.y
        told = row.get(name) if name == CURRENCY.name else name
        return (told,), None if told is None else str(told)
    key, names = [_identity(report, row, chart.series or chart.y)], [row[chart.series] if chart.series else chart.y]
    if several and chart.series != CURRENCY.name:
        key, names = [*key, row[CURRENCY.name]], [*names, row[CURRENCY.name]]
    return tuple(key), " ".join(str(one) for one in names if one is not None) or None


def _flows(report: Report, rows: Sequence[Row]) -> list[Payload]:
    """From each value of `x` to each of `series`; no flow runs across currencies."""
    chart, columns = report.chart, {column.name: column.field() for column in report.columns}
    target = str(chart.series)
    flows: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        ends = {"source": columns[chart.x].serialize(chart.x, row), "target": columns[target].serialize(target, row)}
        more = {CURRENCY.name: row[CURRENCY.name]} if CURRENCY.name in row else {}
        key = (_identity(report, row, chart.x), _identity(report, row, target), row.get(CURRENCY.name))
        flow = flows.setdefault(key, {**ends, **more, "value": None})
        flow["value"] = row[chart.y] if flow["value"] is None else flow["value"] + row[chart.y]
    return [flow | {"value": columns[chart.y].serialize("value", flow)} for flow in flows.values()]


def _currencies(rows: Sequence[Row]) -> int:
    return len({row[CURRENCY.name] for row in rows if CURRENCY.name in row})


def _widest_first(places: Iterable[Any], series: Sequence[dict[Any, Any]]) -> list[Any]:
    """The first currency decides; equal ones stay as they are in the rows."""
    return sorted(places, key=lambda place: tuple(-(values.get(place) or 0) for values in series))


def _identity(report: Report, row: Row, name: str) -> Any:
    """What tells a value from others that are called the same: its dimension, its id, or all that the row is of."""
    dimensions = {column.name for column in report.dimensions}
    if f"{name}_id" in dimensions:
        return row[f"{name}_id"]
    if name in dimensions:
        return row[name]
    if name in {column.name for column in report.labels}:
        return tuple(row[one] for one in sorted(dimensions))
    return name
