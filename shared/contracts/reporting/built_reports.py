"""Reports that people build themselves: over one table of questions, by columns or by groups and measures."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.reporting.catalogue import ChartView, ReportQuery
from shared.contracts.reporting.deals import AsOfView
from shared.contracts.reporting.questions import TABLES, AnsweredColumnView
from shared.contracts.sharing import RecordShared, ShareRevoked

READ = "reporting.built_report:read"
CREATE = "reporting.built_report:create"
CHANGE = "reporting.built_report:change"
REMOVE = "reporting.built_report:remove"
SHARE = "reporting.built_report:share"

RIGHTS = {
    READ: "See reports that people built, and run them over the facts that one may see",
    CREATE: "Build reports of one's own",
    CHANGE: "Change reports that people built",
    REMOVE: "Remove reports that people built",
    SHARE: "Open reports that people built to other people and units",
}

GRAINS = ("month", "quarter", "year")
FUNCTIONS = ("count", "sum", "avg", "min", "max")
OPERATORS = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "like", "null")
CHARTS = ("bar", "line", "pie")
MOST = {"columns": 20, "filters": 10, "groups": 4, "measures": 6}

_TITLE = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
_NAME = validate.Regexp(r"^[a-z_]{1,60}\Z")
_SORT = validate.Regexp(r"^-?[a-z_]{1,80}\Z")


def _at_most(name: str) -> validate.Length:
    return validate.Length(max=MOST[name])


class FilterForm(StrictSchema):
    """`in` takes several values, `like` looks for a piece of text, `null` takes true or false; the others one value."""

    column = fields.String(required=True, validate=_NAME)
    op = fields.String(required=True, validate=validate.OneOf(OPERATORS))
    values = fields.List(fields.String(validate=validate.Length(max=200)), validate=validate.Length(min=1, max=50))

    @validates_schema
    def have_as_many_values_as_the_operator_takes(self, data: dict[str, Any], **_: Any) -> None:
        values = data.get("values", [])
        if not values or (data["op"] != "in" and len(values) != 1):
            raise ValidationError("IN takes several values, every other operator one.", "values")
        if data["op"] == "null" and values[0] not in ("true", "false"):
            raise ValidationError("Whether there is none: true or false.", "values")


class GroupForm(StrictSchema):
    """A day is grouped by its month, its quarter or its year."""

    column = fields.String(required=True, validate=_NAME)
    grain = fields.String(validate=validate.OneOf(GRAINS))


class MeasureForm(StrictSchema):
    """Of a column; without one the rows are counted."""

    function = fields.String(required=True, validate=validate.OneOf(FUNCTIONS))
    column = fields.String(validate=_NAME)


class ChartForm(StrictSchema):
    """`y`, a measure, over `x`, a group; a series for each value of `series`."""

    kind = fields.String(required=True, validate=validate.OneOf(CHARTS))
    x = fields.String(required=True, validate=_NAME)
    y = fields.String(required=True, validate=_NAME)
    series = fields.String(validate=_NAME)


class _Definition(StrictSchema):
    """`columns` list the facts one by one, `groups` and `measures` sum them up: one or the other. A measure is called
    by its function and its column (`sum_amount`), the number of rows `count`. `day` is the column by which a period is
    asked for.
    """

    title = fields.String(validate=_TITLE)
    columns = fields.List(fields.String(validate=_NAME), validate=_at_most("columns"))
    filters = fields.List(fields.Nested(FilterForm), validate=_at_most("filters"))
    groups = fields.List(fields.Nested(GroupForm), validate=_at_most("groups"))
    measures = fields.List(fields.Nested(MeasureForm), validate=_at_most("measures"))
    sort = fields.List(fields.String(validate=_SORT), validate=validate.Length(max=4))
    day = fields.String(allow_none=True, validate=_NAME)
    chart = fields.Nested(ChartForm, allow_none=True)


class CreateBuiltReport(_Definition):
    """Without columns, groups and measures it counts the rows."""

    id = NewIdField()
    title = fields.String(required=True, validate=_TITLE)
    table = fields.String(required=True, validate=validate.OneOf(list(TABLES)))


class PreviewBuiltReport(_Definition):
    """What a report of these parts would answer. Nothing is saved, so that it needs no title."""

    table = fields.String(required=True, validate=validate.OneOf(list(TABLES)))

    class Meta(_Definition.Meta):
        exclude = ("title",)


class ChangeBuiltReport(_Definition):
    """What is named is said anew; the table stays."""


class BuiltReportView(OwnedRecordView):
    title = fields.String()
    table = fields.String(validate=validate.OneOf(list(TABLES)))
    columns = fields.List(fields.String())
    filters = fields.List(fields.Nested(FilterForm))
    groups = fields.List(fields.Nested(GroupForm))
    measures = fields.List(fields.Nested(MeasureForm))
    sort = fields.List(fields.String())
    day = fields.String(allow_none=True)
    chart = fields.Nested(ChartForm, allow_none=True)


class RunQuery(ReportQuery):
    """As of any report. A period is one of the report's `day`."""


class RecordsQuery(ReportQuery):
    """`cell` is that of a row (`drill`): the records behind it alone."""

    cell = fields.String(validate=validate.Length(max=1000))

    class Meta(ReportQuery.Meta):
        exclude = ("format",)


class BuiltRowsView(Schema):
    """Rows and totals by the names of `columns`; each row of groups says the query of `…/records` that lists what was
    counted in it.
    """

    columns = fields.List(fields.Nested(AnsweredColumnView))
    rows = fields.List(fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True)))
    totals = fields.List(fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True)))
    chart = fields.Nested(ChartView, allow_none=True)
    next = fields.String(allow_none=True)
    as_of = fields.Nested(AsOfView)


class BuiltRecordsView(Schema):
    columns = fields.List(fields.Nested(AnsweredColumnView))
    rows = fields.List(fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True)))
    next = fields.String(allow_none=True)


LISTING = Listing(
    noun="built_reports",
    view=BuiltReportView,
    fields={
        "id": FieldKind.ID,
        "title": FieldKind.TEXT,
        "table": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "title"),
)


@dataclass(frozen=True)
class BuiltReportEvent(Event):
    """The report as it is now, and what changed."""

    built_report_id: str
    record_version: int
    title: str
    table: str
    definition: dict[str, Any]
    owner_id: str
    org_unit_id: str
    changes: Changes


class BuiltReportCreated(BuiltReportEvent):
    type: ClassVar[str] = "reporting.built_report.created"


class BuiltReportChanged(BuiltReportEvent):
    type: ClassVar[str] = "reporting.built_report.changed"


class BuiltReportRemoved(BuiltReportEvent):
    type: ClassVar[str] = "reporting.built_report.removed"


@dataclass(frozen=True)
class BuiltReportShared(BuiltReportEvent, RecordShared):
    type: ClassVar[str] = "reporting.built_report.shared"


@dataclass(frozen=True)
class BuiltReportShareRevoked(BuiltReportEvent, ShareRevoked):
    type: ClassVar[str] = "reporting.built_report.share_revoked"
