"""Running a built report over what its runner sees: its rows, totals, chart, and the records behind a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

import orjson
from sqlalchemy import Select
from sqlalchemy.orm import Session

from services.reporting.built_reports.model import BuiltReport
from services.reporting.built_reports.queries import composing
from services.reporting.built_reports.rules import CellIsUnknown, ReportDoesNotFit
from services.reporting.catalogue.queries import MOST_IN_FILE, ensure_fits
from services.reporting.parts.queries import Part, as_of, in_part, part_of
from services.reporting.questions.queries import QuestionIsRefused, Rows, rows_of
from services.reporting.questions.queries.selecting import Question
from services.reporting.questions.queries.tables import facts_of
from services.reporting.statements.queries import period_of
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.reporting.catalogue import CURRENCY, PAGING
from shared.contracts.reporting.questions import TABLES
from shared.visible import visible

Shown = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Run:
    """One report as one person runs it."""

    session: Session
    actor: Actor
    report: BuiltReport
    part: Part

    @cached_property
    def groups(self) -> Shown:
        return composing.groups_of(self.report)

    @cached_property
    def measures(self) -> Shown:
        return composing.measures_of(self.report)

    @property
    def shown(self) -> Shown:
        return composing.shown_of(self.report)

    @property
    def conditions(self) -> list[Any]:
        return composing.within_days(self.report, self.part.since, self.part.until)

    def start(self, model: Any) -> Select[Any]:
        """The facts in sight, narrowed to the part that is asked about."""
        return in_part(self.session, self.actor, facts_of(model), self.part)

    def answer(self, select: Any, limit: int, offset: int = 0) -> Rows:
        return rows_of(self.session, self.start, select, limit, offset)

    def rows(self, limit: int, offset: int) -> Rows:
        group = composing.grouped(len(self.groups))
        order = composing.order_of(self.report.sort, self.shown)
        select = composing.select_of(self.report, self.shown, self.conditions, group=group, order=order)
        return self.answer(select, limit, offset)

    def totals(self) -> list[Payload]:
        """Over all rows; one for each currency where these are told apart."""
        if self.report.columns:
            return []
        by_currency = [(name, node) for name, node in self.groups if name == CURRENCY.name]
        shown = [*by_currency, *self.measures]
        order = composing.order_of((), shown)
        group = composing.grouped(len(by_currency))
        return self.answer(composing.select_of(self.report, shown, self.conditions, group=group, order=order), 500).rows

    def records(self, cell: str | None, limit: int, offset: int) -> Rows:
        """The facts themselves, of one cell or of all."""
        keys = [] if cell is None else _read(cell, len(self.groups))
        of_cell = [composing.is_value(node, key) for (_, node), key in zip(self.groups, keys, strict=False)]
        names = TABLES[self.report.table].by_name
        shown = [(name, composing.column(name)) for name in names]
        order = composing.order_of((), shown[:1])
        select = composing.select_of(self.report, shown, [*self.conditions, *of_cell], order=order)
        try:
            return self.answer(select, limit, offset)
        except QuestionIsRefused as refusal:
            raise CellIsUnknown(refusal.detail) from refusal

    @property
    def grains(self) -> Mapping[str, str]:
        return {group["column"]: group["grain"] for group in self.report.groups if "grain" in group}


def ensure_answerable(actor: Actor, report: BuiltReport) -> None:
    """That it can be run, whatever facts there are. Raises `ReportDoesNotFit` or `ReportMixesCurrencies`."""
    composing.ensure_fits(report)
    shown, group = composing.shown_of(report), composing.grouped(len(report.groups))
    order = composing.order_of(report.sort, shown)
    try:
        select = composing.select_of(report, shown, [], group=group, order=order)
        Question(partial(visible, actor=actor), select).statement(1)
    except QuestionIsRefused as refusal:
        raise ReportDoesNotFit(refusal.detail) from refusal


def run_of(session: Session, actor: Actor, report: BuiltReport, form: Payload) -> Run:
    part = part_of(**{name: value for name, value in form.items() if name not in {*PAGING, "cell"}})
    return Run(session, actor, report, part)


def page(run: Run, form: Payload, query: Payload) -> Payload:
    fresh = as_of(run.session)
    start, limit = int(form["cursor"]), int(form["limit"])
    found = run.rows(limit, start)
    rows = _told(run, found.rows, query)
    return {
        "columns": found.columns,
        "rows": rows,
        "totals": run.totals(),
        "chart": _chart(run.report, rows),
        "next": None if found.complete else str(start + limit),
        "as_of": fresh,
    }


def whole(run: Run, query: Payload) -> Payload:
    """All rows, for a file. Raises `ReportIsTooLarge`."""
    found = run.rows(MOST_IN_FILE, 0)
    ensure_fits(len(found.rows) + (not found.complete), MOST_IN_FILE)
    return {"columns": found.columns, "rows": _told(run, found.rows, query)}


def records(run: Run, form: Payload) -> Payload:
    start, limit = int(form["cursor"]), int(form["limit"])
    found = run.records(form.get("cell"), limit, start)
    return {
        "columns": found.columns,
        "rows": found.rows,
        "next": None if found.complete else str(start + limit),
    }


def _told(run: Run, rows: list[Payload], query: Payload) -> list[Payload]:
    """Periods in words, and with each row of groups the query of the records that were counted in it."""
    if run.report.columns:
        return rows
    kept = {name: value for name, value in query.items() if name not in PAGING}
    for row in rows:
        cell = orjson.dumps([row[name] for name, _ in run.groups]).decode()
        for name, grain in run.grains.items():
            row[name] = None if row[name] is None else period_of(row[name], grain)
        row["drill"] = urlencode({**kept, "cell": cell})
    return rows


def _read(cell: str, groups: int) -> list[Any]:
    try:
        keys = orjson.loads(cell)
    except orjson.JSONDecodeError:
        keys = None
    if not isinstance(keys, list) or len(keys) != groups or not all(_is_key(key) for key in keys):
        raise CellIsUnknown("A cell is what `drill` of a row of this report says.")
    return keys


def _is_key(key: object) -> bool:
    return key is None or (isinstance(key, int | str) and not isinstance(key, bool))


def _chart(report: BuiltReport, rows: Sequence[Payload]) -> Payload | None:
    """The rows of the page, drawn. What has one place in one series is told apart by its currency."""
    chart = report.chart
    if chart is None:
        return None
    places: dict[Any, None] = {}
    series: dict[str, dict[Any, Any]] = {}
    others = [one["column"] for one in report.groups if one["column"] not in (chart["x"], chart.get("series"))]
    for row in rows:
        place = row[chart["x"]]
        called = [row[chart["series"]]] if chart.get("series") else [chart["y"]]
        name = " ".join(str(one) for one in [*called, *(row[other] for other in others)])
        places.setdefault(place)
        series.setdefault(name, {})[place] = row[chart["y"]]
    drawn = [{"name": name, "values": [values.get(place) for place in places]} for name, values in series.items()]
    return {"kind": chart["kind"], "x": list(places), "series": drawn}
