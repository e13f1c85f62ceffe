"""How a report is declared: its question, its parameters, its dimensions and measures, and its chart.

From the declaration come the address, the view, the files and the entry in the catalogue. What is declared here the
reporting service answers by the statement of the same id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, MoneyField
from shared.contracts.listing import Listing
from shared.contracts.reporting.deals import LISTING as DEALS
from shared.contracts.reporting.deals import AsOfView, DealsQuery

MOST_ROWS = 200
TABLES = ("csv", "jsonl", "xlsx")
DRAWN = ("svg", "docx")
"""Forms that hold the chart; they are made by the reporting service, the tables by the gateway."""
FORMATS = (*TABLES, *DRAWN)
CHARTS = ("bar", "pie", "line", "funnel", "sankey")
SQL = "reporting.sql:read"

RIGHTS = {SQL: "See the statement by which a report was made, with the filter of the rows"}

Words = Mapping[str, str]
"""A text by language: en, zh."""


class Kind(StrEnum):
    """What the values of a column are."""

    ID = "id"
    TEXT = "text"
    DAY = "day"
    PERIOD = "period"
    COUNT = "count"
    MONEY = "money"
    PRICE = "price"
    RATE = "rate"
    DAYS = "days"


ADDITIVE = frozenset({Kind.COUNT, Kind.MONEY})
"""Measures that add up: those of a unit with its children are the sum of those of the units."""


FORMS = {
    Kind.ID: r"^(|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z",
    Kind.PERIOD: r"^(|[1-9][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?)\Z",
}
CELL = {"description": "The records of this value alone; empty for those without one."}
DRILL = {"description": "The query of `/records` that lists exactly what was counted in this row."}


@dataclass(frozen=True)
class Column:
    """A dimension, a label of one, or a measure. Its values may be those of a managed list, `picklist`."""

    name: str
    kind: Kind
    title: Words
    picklist: str | None = None

    def field(self) -> fields.Field[Any]:
        match self.kind:
            case Kind.ID:
                return IdField(allow_none=True)
            case Kind.DAY:
                return fields.Date(allow_none=True)
            case Kind.COUNT:
                return fields.Integer(allow_none=True)
            case Kind.MONEY | Kind.PRICE:
                return MoneyField(allow_none=True, least=None)
            case _:
                return fields.String(allow_none=True)

    def cell(self) -> fields.String:
        """Its value in the address of a cell; empty for none."""
        checks = [validate.Regexp(FORMS[self.kind])] if self.kind in FORMS else []
        return fields.String(validate=checks, metadata=CELL)


CURRENCY = Column("currency", Kind.TEXT, {"en": "Currency", "zh": "币种"})
"""Every report with money has this dimension: no sum runs across currencies."""


class DrawnQuery(DealsQuery):
    """`chart` is how all rows are drawn, `format` asks for all rows as a file: a table, the picture or a Word document.
    That is made from the template of `report_template_id`; without it from the one of the report whose file came last,
    or else from the shipped one.
    """

    format = fields.String(validate=validate.OneOf(FORMATS))
    chart = fields.String(validate=validate.OneOf(CHARTS))
    report_template_id = IdField()


class ReportQuery(DrawnQuery):
    """`format` asks for all rows as a file. `cursor` is `next` of the page before. `chart` is how all rows, not only
    those of the page, are drawn.
    """

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST_ROWS))
    cursor = fields.String(load_default="0", validate=validate.Regexp(r"^[0-9]{1,7}\Z"))


PERIOD_FORM = r"^[1-9][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?\Z"


class GrainedQuery(ReportQuery):
    """`grain` is the length of the periods."""

    grain = fields.String(load_default="month", validate=validate.OneOf(("month", "quarter", "year")))


OF_FILES = ("format", "chart", "report_template_id")
"""How an answer is shown, not what it says."""
PAGING = ("limit", "cursor", *OF_FILES)


@dataclass(frozen=True)
class Chart:
    """What of the rows is drawn: `y` over `x`, a series for each value of `series`."""

    kind: str
    x: str
    y: str
    series: str | None = None


class SeriesView(Schema):
    name = fields.String(allow_none=True)
    values = fields.List(fields.Raw(allow_none=True, metadata={"description": "As in the rows; null where none is."}))


class FlowView(Schema):
    """How much of `source` went to `target`; null where a row names none."""

    source = fields.String(allow_none=True)
    target = fields.String(allow_none=True)
    currency = fields.String()
    value = fields.Raw(metadata={"description": "As in the rows."})


class ChartView(Schema):
    """A Sankey chart has `flows`, every other one values over `x`."""

    kind = fields.String()
    x = fields.List(fields.String(allow_none=True))
    series = fields.List(fields.Nested(SeriesView))
    flows = fields.List(fields.Nested(FlowView))


@dataclass(frozen=True, kw_only=True)
class Report:
    """`labels` are what a row shows besides: the name of its owner, the number of its deal. `derived` is what
    is worked out of the rows and has no total, `concluded` what is added to the totals. `listing` is the list of
    the records behind the figures. `answered_by` is the call of a report that has a view of its own.
    """

    id: str
    title: Words
    question: Words
    dimensions: tuple[Column, ...]
    measures: tuple[Column, ...]
    chart: Chart
    labels: tuple[Column, ...] = ()
    derived: tuple[Column, ...] = ()
    concluded: tuple[Column, ...] = ()
    query: type[Schema] = ReportQuery
    listing: Listing = field(default=DEALS)
    answered_by: str | None = None

    @property
    def name(self) -> str:
        return self.id.replace("-", "_")

    @property
    def right(self) -> str:
        return f"reporting.{self.name}:read"

    @property
    def address(self) -> str:
        return f"/v1/reports/{self.id}"

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*self.dimensions, *self.labels, *self.measures, *self.derived)

    @property
    def by_currency(self) -> bool:
        return CURRENCY in self.dimensions

    @property
    def adds_up(self) -> bool:
        """Whether what is drawn can be added up, so that it has shares and an amount of everything else."""
        return self.kind_of(self.chart.y) in ADDITIVE

    @property
    def charts(self) -> tuple[str, ...]:
        """How it can be drawn, its own way first. Only what adds up has slices; a flow leads from one name to another;
        periods narrow to nothing.
        """
        fits = {"bar": True, "line": True, "pie": self.adds_up}
        fits["funnel"] = self.adds_up and self.kind_of(self.chart.x) is not Kind.PERIOD
        fits["sankey"] = self.adds_up and self.chart.series not in (None, CURRENCY.name)
        return (self.chart.kind, *(one for one in CHARTS if fits[one] and one != self.chart.kind))

    def kind_of(self, name: str) -> Kind:
        return next(column.kind for column in self.columns if column.name == name)

    @cached_property
    def view(self) -> type[Schema]:
        row = {column.name: column.field() for column in self.columns}
        total = {column.name: column.field() for column in self.of_totals}
        return self._schema(
            "View",
            rows=_each(self._schema("RowView", **row, drill=fields.String(metadata=DRILL))),
            totals=_each(self._schema("TotalView", **total)),
            chart=fields.Nested(ChartView),
            next=fields.String(allow_none=True),
            as_of=fields.Nested(AsOfView),
        )

    @cached_property
    def records_query(self) -> type[Schema]:
        """The parameters of the report, and a value for each dimension: the cell whose records are asked for."""
        cell = {column.name: column.cell() for column in self.dimensions if column != CURRENCY}
        cell["cursor"] = fields.String()
        meta = type("Meta", (self.query.Meta,), {"exclude": OF_FILES})
        metaclass: Any = type(self.query)
        return cast("type[Schema]", metaclass(f"{self._pascal}RecordsQuery", (self.query,), {**cell, "Meta": meta}))

    @cached_property
    def records_view(self) -> type[Schema]:
        return self._schema(
            "RecordsView",
            data=_each(self.listing.view),
            next=fields.String(allow_none=True),
            prev=fields.String(allow_none=True),
            count=fields.Integer(),
        )

    @property
    def of_totals(self) -> tuple[Column, ...]:
        return ((CURRENCY,) if self.by_currency else ()) + self.measures + self.concluded

    @property
    def _pascal(self) -> str:
        return self.name.title().replace("_", "")

    def _schema(self, kind: str, /, **members: fields.Field[Any]) -> type[Schema]:
        return Schema.from_dict(members, name=f"{self._pascal}{kind}")


def _each(view: type[Schema]) -> fields.Field[Any]:
    return fields.List(fields.Nested(view))


class StatementView(Schema):
    purpose = fields.String()
    sql = fields.String()
    parameters = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True))


class StatementsView(Schema):
    """What ran for this caller, the filter of the rows inside; the parameters stand beside it, by name."""

    dialect = fields.String()
    statements = fields.List(fields.Nested(StatementView))


class ColumnView(Schema):
    name = fields.String()
    kind = fields.String()
    title = fields.String()
    picklist = fields.String(allow_none=True, metadata={"description": "The managed list whose values it shows."})


class ParameterView(Schema):
    name = fields.String()
    required = fields.Boolean()


class ReportView(Schema):
    """A report of the catalogue; `allowed` says whether the caller holds its right."""

    id = fields.String()
    title = fields.String()
    question = fields.String()
    address = fields.String()
    right = fields.String()
    allowed = fields.Boolean()
    parameters = fields.List(fields.Nested(ParameterView))
    dimensions = fields.List(fields.Nested(ColumnView))
    measures = fields.List(fields.Nested(ColumnView))
    chart = fields.String()
    charts = fields.List(fields.String(), metadata={"description": "How it can be drawn, its own way first."})
    mailed_as = fields.List(fields.String(), metadata={"description": "In which forms it is sent by mail."})


class CatalogueView(Schema):
    reports = fields.List(fields.Nested(ReportView))
