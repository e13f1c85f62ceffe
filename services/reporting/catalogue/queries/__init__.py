"""Asking the statements of the catalogue. Their rows always come from `in_part`, which starts at what is in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from services.reporting.catalogue import rules
from services.reporting.catalogue.queries.whole import TABLES, WholeReport, whole_view
from services.reporting.catalogue.rules import MOST_IN_FILE as MOST_IN_FILE
from services.reporting.catalogue.rules import ensure_fits as ensure_fits
from services.reporting.charts.queries.series import chart_of, without_gaps
from services.reporting.deal_cells.queries import cells_of
from services.reporting.order_cells.queries import line_cells_of, order_cells_of
from services.reporting.parts.queries import Facts, Part, as_of, in_part, part_of
from services.reporting.reports import statements
from services.reporting.statements.queries import (
    IDENTITY,
    Asked,
    Dimensions,
    FromCells,
    Measure,
    Median,
    Mixed,
    Row,
    Statement,
    code_of_period,
    grouped,
    mean,
    middle,
    ordered,
    period_of,
    periods_between,
    told,
)
from shared.actor import Actor
from shared.clock import today
from shared.contracts.listing import FieldKind
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.catalogue import CURRENCY, PAGING, ChartView, Kind
from shared.contracts.reporting.counted import LISTING as COUNTED
from shared.listing import list_records
from shared.listing.cursors import read_cursor, write_cursor
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.visible import visible

PART = frozenset({"period", "since", "until", "org_unit", "include_children", "owner", "currency"})
ROWS, TOTALS, LESSONS = "rows", "totals", "learnt from"


@dataclass(frozen=True)
class _Question:
    """One report as one caller asks it: the rows are those of the statement within the caller's sight. `summed` is what
    the totals are made of, where that is not the rows; `lessons` selects what it learns from.
    """

    session: Session
    statement: Statement
    asked: Asked
    scoped: Select[Any]
    summed: "_Question | None" = None
    lessons: Select[Any] | None = None

    @cached_property
    def rows(self) -> Select[Any]:
        return self.statement.rows(self.scoped, self.asked)

    @cached_property
    def dimensions(self) -> Dimensions:
        return self.statement.dimensions(self.asked)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        return self.statement.measures(self.asked)

    @cached_property
    def labels(self) -> Dimensions:
        return self.statement.labels_for(self.asked)

    @property
    def of_totals(self) -> Dimensions:
        return {name: self.dimensions[name] for name in (CURRENCY.name,) if name in self.dimensions}

    def plain(self) -> Select[Any]:
        """The rows of the report, in its order."""
        first = self.statement.first(self.rows, self.asked)
        found = grouped(first, self.dimensions, self.labels, self.measures)
        return ordered(found, self.dimensions, self.labels, self.measures, self.statement.order(self.asked))

    def totals(self) -> Select[Any]:
        if self.summed is not None:
            return self.summed.totals()
        return ordered(grouped(self.rows, self.of_totals, {}, self.measures), self.of_totals, {}, {}, ())

    def medians(self, dimensions: Dimensions) -> dict[str, Select[Any]]:
        each = {name: measure for name, measure in self.measures.items() if isinstance(measure, Median)}
        return {name: middle(self.rows, dimensions, measure.column) for name, measure in each.items()}


def get_report(session: Session, actor: Actor, report: str, query: Payload) -> Payload:
    """A page of the rows with their chart, and the totals of all of them."""
    statement, form = _asked_for(report, query)
    fresh = as_of(session)
    question = _question(session, actor, statement, form)
    start, limit = int(form["cursor"]), _limit(statement, question.asked, form)
    totals = _totals(question)
    rows, more = _page(question, start, limit, totals)
    _say_how_to_drill(question, rows, query)
    answer = {
        "rows": rows,
        "totals": totals,
        "chart": _chart(question, rows, totals, form),
        "next": str(start + limit) if more else None,
        "as_of": fresh,
    }
    return reply(statement.report.view, answer)


def list_report_rows(session: Session, actor: Actor, report: str, query: Payload) -> Payload:
    """All rows. Raises `ReportIsTooLarge`."""
    statement, form = _asked_for(report, query)
    question = _question(session, actor, statement, form)
    rows = _every_row(question, _totals(question))
    _say_how_to_drill(question, rows, query)
    return {"rows": reply(statement.report.view, {"rows": rows})["rows"]}


def whole_report(session: Session, actor: Actor, report: str, query: Payload) -> WholeReport:
    """All rows with their chart, to be drawn or written down. Raises `ReportIsTooLarge` and `ChartDoesNotFit`."""
    if report in TABLES:
        return whole_view(session, actor, report, query)
    statement, form = _asked_for(report, query)
    question, fresh = _question(session, actor, statement, form), as_of(session)
    totals = _totals(question)
    rows = _every_row(question, totals)
    told = reply(statement.report.view, {"rows": rows, "totals": totals})
    chart = reply(ChartView, _drawn(question, rows, form.get("chart") or statement.report.chart.kind))
    asked = {name: value for name, value in query.items() if name not in PAGING}
    template = form.get("report_template_id")
    return WholeReport(statement.report, told["rows"], told["totals"], chart, asked, fresh.at, template)


def list_report_records(session: Session, actor: Actor, report: str, query: Payload) -> Payload:
    """The facts that were counted: of the whole report, or of the cell that the dimensions name."""
    statement = _statement(report)
    form = statement.report.records_query().load(query)
    question = _of_facts(session, actor, statement, _asked(form))
    cell = question.rows
    for column in statement.report.dimensions:
        if column != CURRENCY and column.name in form:
            value = _read(column.kind, form[column.name], question.asked)
            expression = question.dimensions[column.name]
            cell = cell.where(expression.is_(None) if value is None else expression == value)
    facts = statement.facts
    if isinstance(facts, Mixed):
        return _counted(session, facts, cell, form["limit"], query.get("cursor"))
    behind = cell.with_only_columns(facts.model.id, maintain_column_froms=True)
    page = {"limit": form["limit"], "cursor": query.get("cursor"), "count": "exact"}
    records = visible(facts.model, actor).where(facts.model.id.in_(behind))
    return list_records(session, records, facts.model, facts.listing, facts.columns, page)


def _counted(session: Session, facts: Mixed, cell: Select[Any], limit: int, cursor: str | None) -> Payload:
    """Records of several kinds, by kind and id, each once however often it was counted."""
    told = [facts.told(name).label(name) for name in IDENTITY]
    found = cell.with_only_columns(*told, maintain_column_froms=True).distinct().subquery("counted")
    kind, identity = found.c.kind, found.c.id
    page = select(found, OrgPersonReplica, OrgUnitReplica).order_by(kind, identity).limit(limit + 1)
    page = page.outerjoin(OrgPersonReplica, OrgPersonReplica.id == found.c.owner_id)
    page = page.outerjoin(OrgUnitReplica, OrgUnitReplica.id == found.c.org_unit_id)
    if cursor is not None:
        after = read_cursor(cursor, COUNTED.noun, (FieldKind.TEXT, FieldKind.ID)).keys
        page = page.where(or_(kind > after[0], and_(kind == after[0], identity > after[1])))
    rows = [
        {
            "kind": row.kind,
            "id": row.id,
            "name": row.name,
            "owner": row.OrgPersonReplica,
            "org_unit": row.OrgUnitReplica,
        }
        for row in session.execute(page)
    ]
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    following = None if last is None else write_cursor(COUNTED.noun, (last["kind"], last["id"]), backwards=False)
    count = session.scalar(select(func.count()).select_from(found))
    return {"data": [reply(COUNTED.view, row) for row in shown], "next": following, "prev": None, "count": count}


def get_report_sql(session: Session, actor: Actor, report: str, query: Payload) -> Payload:
    """The statements as `get_report` runs them for this caller, with their parameters."""
    statement, form = _asked_for(report, query)
    question = _question(session, actor, statement, form)
    start, limit = int(form["cursor"]), _limit(statement, question.asked, form)
    ran = {ROWS: _paged(question, start, limit), **_named(question, ROWS, question.dimensions)}
    ran |= {TOTALS: question.totals(), **_named(question, TOTALS, question.of_totals)}
    ran |= {} if question.lessons is None else {LESSONS: question.lessons}
    shown = [told(session, purpose, one) for purpose, one in ran.items()]
    return {"dialect": session.get_bind().dialect.name, "statements": shown}


def _named(question: _Question, purpose: str, dimensions: Dimensions) -> dict[str, Select[Any]]:
    return {f"{purpose}: {name}": one for name, one in question.medians(dimensions).items()}


def _statement(report: str) -> Statement:
    statement = statements().get(report)
    if statement is None:
        raise rules.ReportIsUnknown(f"There is no report {report}.")
    return statement


def _asked_for(report: str, query: Payload) -> tuple[Statement, Payload]:
    statement = _statement(report)
    return statement, statement.report.query().load(query)


def _asked(form: Payload) -> Asked:
    part = part_of(**{name: value for name, value in form.items() if name in PART})
    return Asked(part, today(), {name: value for name, value in form.items() if name not in PART})


def _question(session: Session, actor: Actor, statement: Statement, form: Payload) -> _Question:
    """Of cells where they know enough, else of the facts."""
    asked = _asked(form)
    made = statement.cells(asked)
    cells = None if made is None else _cells(session, actor, asked.part, made)
    if made is None or cells is None:
        return _of_facts(session, actor, statement, asked)
    how = {"rows": made.rows, "dimensions": made.dimensions, "measures": made.measures, "labels": made.labels}
    question = _Question(session, replace(statement, **how), asked, select(cells))  # type: ignore[arg-type]
    return replace(_of_facts(session, actor, statement, asked), summed=question) if made.totals_only else question


def _cells(session: Session, actor: Actor, part: Part, made: FromCells) -> Subquery | None:
    match made.of:
        case "orders":
            return order_cells_of(session, actor, part, made.keys)
        case "lines":
            return line_cells_of(session, actor, part, made.keys)
    return cells_of(session, actor, part, made.keys)


def _of_facts(session: Session, actor: Actor, statement: Statement, asked: Asked) -> _Question:
    question = _Question(session, statement, asked, _scoped(session, actor, statement.facts, asked))
    lessons = statement.lessons
    if lessons is None:
        return question
    return replace(question, lessons=lessons.records(_scoped(session, actor, lessons.facts, asked), asked))


def _scoped(session: Session, actor: Actor, facts: Facts | Mixed, asked: Asked) -> Select[Any]:
    if isinstance(facts, Facts):
        return in_part(session, actor, facts, asked.part)
    scoped = {branch.kind: in_part(session, actor, branch.facts, asked.part) for branch in facts.branches}
    return facts.one_below_the_other(asked, scoped)


def _every_row(question: _Question, totals: list[Row]) -> list[Row]:
    most = question.statement.most(question.asked)
    rows, more = _page(question, 0, most or rules.MOST_IN_FILE, totals)
    if most is None:
        rules.ensure_fits(len(rows) + more, rules.MOST_IN_FILE)
    return rows


def _limit(statement: Statement, asked: Asked, form: Payload) -> int:
    most = statement.most(asked)
    return int(form["limit"] if most is None else min(form["limit"], max(most - int(form["cursor"]), 0)))


def _paged(question: _Question, start: int, limit: int) -> Select[Any]:
    """A report without gaps is made whole before it is cut into pages."""
    if _needs_all(question.statement):
        return question.plain().limit(question.statement.most(question.asked) or rules.MOST_IN_FILE + 1)
    return question.plain().limit(limit + 1).offset(start)


def _page(question: _Question, start: int, limit: int, totals: list[Row]) -> tuple[list[Row], bool]:
    statement = question.statement
    rows = _rows(question, _paged(question, start, limit), question.dimensions, question.labels)
    if _needs_all(statement):
        rules.ensure_fits(len(rows), rules.MOST_IN_FILE)
        rows = _finished(question, rows, totals)[start : start + limit + 1]
    most = statement.most(question.asked)
    more = len(rows) > limit and (most is None or start + limit < most)
    return [_shown(statement, row, question.asked) for row in rows[:limit]], more


def _needs_all(statement: Statement) -> bool:
    """Whether all rows are needed to tell any."""
    return any(one is not None for one in (statement.fills, statement.finish, statement.lessons))


def _finished(question: _Question, rows: list[Row], totals: list[Row]) -> list[Row]:
    statement = question.statement
    if statement.fills is not None:
        rows = _filled(question, statement.fills, rows)
    if statement.finish is not None:
        rows = statement.finish(rows, question.asked, totals)
    if statement.lessons is not None and question.lessons is not None:
        records = question.session.execute(question.lessons).all()
        rows = statement.lessons.taught(rows, question.asked, totals, records)
    return rows


def _rows(question: _Question, found: Select[Any], dimensions: Dimensions, labels: Mapping[str, Any]) -> list[Row]:
    medians = {
        name: {tuple(row[:-2]): mean(row.total, row.values) for row in question.session.execute(one)}
        for name, one in question.medians(dimensions).items()
    }
    rows: list[Row] = []
    for row in question.session.execute(found):
        keys, place = tuple(row[: len(dimensions)]), len(dimensions) + len(labels)
        made: Row = dict(zip((*dimensions, *labels), row, strict=False))
        for name, measure in question.measures.items():
            width = len(measure.columns())
            made[name] = measure.value(*row[place : place + width])
            place += width
        rows.append(made | {name: of.get(keys) for name, of in medians.items()})
    return rows


def _totals(question: _Question) -> list[Row]:
    summed = question.summed or question
    return _rows(summed, summed.totals(), summed.of_totals, {})


def _filled(question: _Question, name: str, rows: list[Row]) -> list[Row]:
    """With a row of zeros for each period of the part in which there was nothing; without a period named, from the
    first to the last in which there was something.
    """
    if not rows:
        return rows
    grain, part = question.asked["grain"], question.asked.part
    known = [row[name] for row in rows]
    periods = periods_between(part.since or min(known), part.until or max(known), grain)
    others = [other for other in question.dimensions if other != name]
    found = {(row[name], *(row[other] for other in others)): row for row in rows}
    labels = {tuple(row[one] for one in others): {one: row[one] for one in question.labels} for row in rows}
    groups = sorted(labels, key=str)
    nothing = {one: measure.value(*(None for _ in measure.columns())) for one, measure in question.measures.items()}
    rules.ensure_fits(len(periods) * len(groups), rules.MOST_IN_FILE)
    return [
        found.get((code, *group), {name: code, **dict(zip(others, group, strict=True)), **labels[group], **nothing})
        for code in periods
        for group in groups
    ]


def _shown(statement: Statement, row: Row, asked: Asked) -> Row:
    periods = [column.name for column in statement.report.dimensions if column.kind is Kind.PERIOD]
    return row | {name: period_of(row[name], asked["grain"]) for name in periods if isinstance(row[name], int)}


def _say_how_to_drill(question: _Question, rows: list[Row], query: Payload) -> None:
    kept = {name: value for name, value in query.items() if name not in PAGING}
    for row in rows:
        told = [name for name in question.dimensions if name != CURRENCY.name or row[name] is not None]
        cell = {name: "" if row[name] is None else str(row[name]) for name in told}
        named = {name: ",".join(value) if isinstance(value, list) else value for name, value in (kept | cell).items()}
        row["drill"] = urlencode(named)


def _read(kind: Kind, text: str, asked: Asked) -> Any:
    """A dimension's value as it stands in the address of a cell."""
    if text == "":
        return None
    return code_of_period(text, asked["grain"]) if kind is Kind.PERIOD else text


def _chart(question: _Question, rows: list[Row], totals: list[Row], form: Payload) -> Payload:
    """The page as the report draws it by itself; or, in the way that is asked for, all rows."""
    kind = form.get("chart")
    if kind is None:
        return chart_of(question.statement.report, rows, question.statement.report.chart.kind)
    return _drawn(question, _every_row(question, totals), kind)


def _drawn(question: _Question, rows: list[Row], kind: str) -> Payload:
    report = question.statement.report
    return without_gaps(report, chart_of(report, rows, kind), partial(_periods_between, question.asked.get("grain")))


def _periods_between(grain: str, first: str, last: str) -> list[str]:
    start, end = (code_of_period(text, grain) for text in (first, last))
    return [period_of(code, grain) for code in periods_between(start, end, grain)]
