"""Statements of reports: over the rows that they are given, which are those in the caller's sight and no others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    case,
    cast,
    extract,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.reporting.parts.queries import Facts, Part, days_of
from services.reporting.statements import rules
from services.reporting.statements.queries.measures import Count as Count
from services.reporting.statements.queries.measures import HalvedMoney as HalvedMoney
from services.reporting.statements.queries.measures import Measure as Measure
from services.reporting.statements.queries.measures import Median as Median
from services.reporting.statements.queries.measures import Money as Money
from services.reporting.statements.queries.measures import Price as Price
from services.reporting.statements.queries.measures import Ratio as Ratio
from services.reporting.statements.queries.measures import Sum as Sum
from services.reporting.statements.queries.measures import Summed as Summed
from services.reporting.statements.rules import mean, period_of, rate, rounded
from shared.contracts.reporting.catalogue import Report
from shared.persistence import types
from shared.persistence.types import Id

__all__ = ["mean", "period_of", "rate", "rounded"]

Row = dict[str, Any]
NO_TEXT, NO_NUMBER = cast(null(), String(1)), cast(null(), Integer)
"""Dimensions that tell nothing apart."""


@dataclass(frozen=True)
class Asked:
    """What the caller wants to know: the part of the facts, and the parameters of this very report."""

    part: Part
    today: date
    more: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.more[name]

    def get(self, name: str) -> Any:
        return self.more.get(name)


Dimensions = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One kind of records among those that a report counts together. `rows` narrows them as in `Statement`; `columns`
    are what the report says of them, under the names that it has for it, and `name` is what a record is called.
    """

    kind: str
    facts: Facts
    rows: Callable[[Select[Any], Asked], Select[Any]]
    columns: Callable[[Asked], Mapping[str, Any]]
    name: Any


@dataclass(frozen=True)
class Mixed:
    """Records of several kinds, one below the other. `columns` are all that branches say, with their types; where one
    does not say a column it is null. Reports name them by `told`.
    """

    columns: Mapping[str, Any]
    branches: tuple[Branch, ...]

    def told(self, name: str) -> ColumnElement[Any]:
        return literal_column(f"told.{name}", {**IDENTITY, **self.columns}[name])

    def one_below_the_other(self, asked: Asked, scoped: Mapping[str, Select[Any]]) -> Select[Any]:
        """The rows of all branches; of each kind those of `scoped` and no others."""
        every = [self._branch(branch, branch.rows(scoped[branch.kind], asked), asked) for branch in self.branches]
        return select(union_all(*every).subquery("told"))

    def _branch(self, branch: Branch, rows: Select[Any], asked: Asked) -> Select[Any]:
        model = branch.facts.model
        whose = {"owner_id": model.owner_id, "org_unit_id": model.org_unit_id}
        said = {"kind": literal(branch.kind), "id": model.id, "name": branch.name, **whose, **branch.columns(asked)}
        columns = {**IDENTITY, **self.columns}
        told = [(said[name] if name in said else cast(null(), of)).label(name) for name, of in columns.items()]
        return rows.with_only_columns(*told, maintain_column_froms=True)


NUMBER, TEXT, ID, MONEY, DAY = Integer(), String(200), Id(), types.Money(), Date()
"""The types of what is told of records of several kinds."""
IDENTITY: Mapping[str, Any] = {"kind": TEXT, "id": ID, "name": TEXT, "owner_id": ID, "org_unit_id": ID}
"""What is told of every record that is counted with others."""


@dataclass(frozen=True, kw_only=True)
class FromCells:
    """The same report made of cells that have these keys: each row, label and measure as of the facts; or its
    `totals_only`, where the rows are single deals. `of` says which cells: of deals, of orders, or of lines of orders.
    """

    keys: frozenset[str]
    rows: Callable[[Select[Any], Asked], Select[Any]]
    dimensions: Callable[[Asked], Dimensions]
    measures: Callable[[Asked], Mapping[str, Measure]]
    labels: Dimensions | Callable[[Asked], Dimensions] = field(default_factory=dict)
    totals_only: bool = False
    of: Literal["deals", "orders", "lines"] = "deals"


@dataclass(frozen=True)
class Lessons:
    """What a report learns from: `records` of several kinds, in sight and of the part asked about. `taught` is `finish`
    with these as well.
    """

    facts: Mixed
    records: Callable[[Select[Any], Asked], Select[Any]]
    taught: Callable[[list[Row], Asked, list[Row], Sequence[Any]], list[Row]]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """How a report is made. `rows` narrows the rows that it is given; it cannot get others. `order` names measures,
    labels and dimensions, falling after a minus; ties are broken by the dimensions. `fills` is a dimension of periods
    that has no gaps, `most` how many rows there are at most, and `finish` adds to the rows what no aggregate can say,
    given the totals too; `lessons` do so from more records. `first` narrows the rows, but not the totals, to some that
    hold the `most` first; `cells` say how it is made where cells know enough. Records are those of the facts.
    """

    report: Report
    facts: Facts | Mixed
    rows: Callable[[Select[Any], Asked], Select[Any]]
    dimensions: Callable[[Asked], Dimensions]
    measures: Callable[[Asked], Mapping[str, Measure]]
    labels: Dimensions | Callable[[Asked], Dimensions] = field(default_factory=dict)
    order: Callable[[Asked], Sequence[str]] = lambda asked: ()
    fills: str | None = None
    finish: Callable[[list[Row], Asked, list[Row]], list[Row]] | None = None
    most: Callable[[Asked], int | None] = lambda asked: None
    first: Callable[[Select[Any], Asked], Select[Any]] = lambda rows, asked: rows
    cells: Callable[[Asked], FromCells | None] = lambda asked: None
    lessons: Lessons | None = None

    def labels_for(self, asked: Asked) -> Dimensions:
        return self.labels(asked) if callable(self.labels) else self.labels


def grain_of(day: SQLColumnExpression[Any], grain: str) -> ColumnElement[int]:
    """The period in which a day lies, as `rules.code_of` numbers it."""
    month, step = cast(extract("month", day), Integer), rules.MONTHS[grain]
    first = month if step == 1 else (month - 1) // step * step + 1
    return cast(extract("year", day), Integer) * 100 + first


def grain_of_code(month: ColumnElement[int], grain: str) -> ColumnElement[int]:
    """The same of a month that is numbered as 202611 already."""
    step = rules.MONTHS[grain]
    if step == 1:
        return month
    return month - (month % 100 - 1) % step


def text_of_code(code: ColumnElement[int], grain: str) -> ColumnElement[Any]:
    """A period as `rules.period_of` writes it; None where there is none."""
    month = code % 100
    year = cast(cast(code - month, Integer) // 100, String(4))
    if grain == "year":
        return year
    if grain == "quarter":
        return year + case(*((month == first, f"-Q{(first + 2) // 3}") for first in (1, 4, 7, 10)))
    return year + case(*((month == one, f"-{one:02}") for one in range(1, 13)))


def code_of_period(text: str, grain: str) -> int:
    """The number of a period from its text; a text of another grain gives the period in which it begins."""
    first = days_of(text)[0]
    return rules.code_of(first.year, first.month, grain)


def periods_between(first: date | int, last: date | int, grain: str) -> list[int]:
    """Every period from one to another, each named by its number or by a day in it."""
    start, end = (one if isinstance(one, int) else rules.code_of(one.year, one.month, grain) for one in (first, last))
    return rules.codes_between(start, end, grain)


def compared_periods(asked: Asked) -> list[str]:
    """The periods to be held side by side: those that are named, or the last year and this one."""
    return list(asked.get("periods") or (str(asked.today.year - 1), str(asked.today.year)))


def which_of(day: SQLColumnExpression[Any], periods: Sequence[str]) -> ColumnElement[Any]:
    """The first of the periods in which a day lies; None where it lies in none."""
    return case(*((day.between(*days_of(period)), period) for period in periods))


def which_of_code(month: ColumnElement[int], periods: Sequence[str]) -> ColumnElement[Any]:
    """The same of a month that is numbered; each period is of whole months."""
    found: list[tuple[ColumnElement[bool], str]] = []
    for period in periods:
        first, last = (day.year * 100 + day.month for day in days_of(period))
        found.append((month.between(first, last), period))
    return case(*found)


def grouped(
    rows: Select[Any], dimensions: Dimensions, labels: Mapping[str, Any], measures: Mapping[str, Measure]
) -> Select[Any]:
    """A row for each combination of the dimensions. They are grouped by the names that they have here, since two
    expressions with parameters are never the same to PostgreSQL.
    """
    keys = [expression.label(f"by_{name}") for name, expression in dimensions.items()]
    told = [expression.label(f"label_{name}") for name, expression in labels.items()]
    sums = [
        column.label(f"sum_{name}_{place}")
        for name, measure in measures.items()
        for place, column in enumerate(measure.columns())
    ]
    found = rows.with_only_columns(*keys, *told, *sums, maintain_column_froms=True)
    return found.group_by(*(literal_column(key.name) for key in keys)) if keys else found


def ordered(
    statement: Select[Any],
    dimensions: Dimensions,
    labels: Mapping[str, Any],
    measures: Mapping[str, Measure],
    order: Sequence[str],
) -> Select[Any]:
    """In the order that is named, then by the dimensions, so that pages do not overlap."""
    names = {name: f"label_{name}" for name in labels} | {name: f"by_{name}" for name in dimensions}
    terms: list[ColumnElement[Any]] = []
    for asked in order:
        name = asked.removeprefix("-")
        measure = measures.get(name)
        column = literal_column(names[name]) if measure is None else _sortable(measure)
        terms.append(column.desc() if asked.startswith("-") else column.asc())
    return statement.order_by(*terms, *(literal_column(f"by_{name}") for name in dimensions))


def _sortable(measure: Measure) -> ColumnElement[Any]:
    if isinstance(measure, Count | Sum | Money | HalvedMoney):
        return measure.sorts_by()
    raise TypeError("Rows are sorted by what adds up.")


def middle(rows: Select[Any], dimensions: Dimensions, column: Any) -> Select[Any]:
    """The sum and the number of the middle values of each combination of the dimensions: one or two of them."""
    keys = [expression.label(f"by_{name}") for name, expression in dimensions.items()]
    numbered = rows.where(column.is_not(None)).with_only_columns(
        *keys, column.label("value"), maintain_column_froms=True
    )
    each = numbered.subquery("each")
    groups = [each.c[key.name] for key in keys]
    place = func.row_number().over(partition_by=groups or None, order_by=each.c.value).label("place")
    count = func.count().over(partition_by=groups or None).label("of")
    placed = each.select().with_only_columns(*groups, each.c.value, place, count).subquery("placed")
    halves = (placed.c.place * 2).between(placed.c.of, placed.c.of + 2)
    names = [placed.c[key.name] for key in keys]
    sums = (func.sum(placed.c.value).label("total"), func.count().label("values"))
    return placed.select().with_only_columns(*names, *sums).where(halves).group_by(*names)


def told(session: Session, purpose: str, statement: Select[Any]) -> dict[str, Any]:
    """A statement as it runs here, the filter of the rows inside, with its parameters beside it."""
    engine: Any = type(session.get_bind().dialect)
    compiled = statement.compile(dialect=engine(paramstyle="named"), compile_kwargs={"render_postcompile": True})
    parameters = {name: _plain(value) for name, value in compiled.params.items()}
    return {"purpose": purpose, "sql": str(compiled), "parameters": parameters}


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
