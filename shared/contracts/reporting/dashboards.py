"""Dashboards: a saved set of reports with their parameters, answered together, each for whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.reporting.built_reports import CHARTS, RunQuery
from shared.contracts.reporting.reports import REPORTS
from shared.contracts.sharing import RecordShared, ShareRevoked

READ = "reporting.dashboard:read"
CREATE = "reporting.dashboard:create"
CHANGE = "reporting.dashboard:change"
REMOVE = "reporting.dashboard:remove"
SHARE = "reporting.dashboard:share"

RIGHTS = {
    READ: "See dashboards, each report on them as far as one may see it",
    CREATE: "Put dashboards of one's own together",
    CHANGE: "Change dashboards",
    REMOVE: "Remove dashboards",
    SHARE: "Open dashboards to other people and units",
}

MOST_WIDGETS = 20
WIDEST = 12

_TITLE = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
_PLACE = validate.Range(min=0, max=1000)
_SIZE = validate.Range(min=1, max=WIDEST)


class PlaceForm(StrictSchema):
    """On a grid of twelve columns."""

    x = fields.Integer(required=True, validate=validate.Range(min=0, max=WIDEST - 1))
    y = fields.Integer(required=True, validate=_PLACE)
    width = fields.Integer(required=True, validate=_SIZE)
    height = fields.Integer(required=True, validate=_SIZE)


def asked_of(query: type[Schema], parameters: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a widget as the report takes them: several values of one are written with commas."""
    known = query().fields
    return {
        name: value.split(",") if isinstance(known.get(name), fields.List) else value
        for name, value in parameters.items()
    }


class WidgetForm(StrictSchema):
    """A report of the catalogue by its id, or one that somebody built, with the parameters that it takes; `format` and
    `cursor` are none of a widget. `chart` is how it is drawn, where that is not as the report says.
    """

    title = fields.String(validate=_TITLE)
    report = fields.String(validate=validate.OneOf(list(REPORTS)))
    built_report_id = IdField()
    parameters = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.String(validate=validate.Length(max=1000)),
        load_default=dict,
        validate=validate.Length(max=20),
    )
    chart = fields.String(validate=validate.OneOf(CHARTS))
    place = fields.Nested(PlaceForm)

    @validates_schema
    def name_one_report_and_what_it_takes(self, data: dict[str, Any], **_: Any) -> None:
        if ("report" in data) == ("built_report_id" in data):
            raise ValidationError("Name a report of the catalogue, or one that somebody built.", "report")
        query = REPORTS[data["report"]].query if "report" in data else RunQuery
        parameters = data.get("parameters", {})
        if {"format", "cursor"} & parameters.keys():
            raise ValidationError("A widget is the first page, and no file.", "parameters")
        faults = query().validate(asked_of(query, parameters))
        if faults:
            raise ValidationError({"parameters": faults})


class CreateDashboard(StrictSchema):
    id = NewIdField()
    title = fields.String(required=True, validate=_TITLE)
    widgets = fields.List(fields.Nested(WidgetForm), load_default=list, validate=validate.Length(max=MOST_WIDGETS))


class ChangeDashboard(StrictSchema):
    """Widgets are given anew, all of them."""

    title = fields.String(validate=_TITLE)
    widgets = fields.List(fields.Nested(WidgetForm), validate=validate.Length(max=MOST_WIDGETS))


class WidgetView(Schema):
    title = fields.String(allow_none=True)
    report = fields.String(allow_none=True)
    built_report_id = IdField(allow_none=True)
    parameters = fields.Dict(keys=fields.String(), values=fields.String())
    chart = fields.String(allow_none=True)
    place = fields.Nested(PlaceForm, allow_none=True)


class DashboardView(OwnedRecordView):
    title = fields.String()
    widgets = fields.List(fields.Nested(WidgetView))


class WidgetErrorView(Schema):
    """Why a widget shows nothing to this reader."""

    code = fields.String()
    detail = fields.String()


class AnsweredWidgetView(WidgetView):
    """`data` is the report as the reader would have it alone; where that fails there is an `error` instead."""

    data = fields.Dict(allow_none=True)
    error = fields.Nested(WidgetErrorView, allow_none=True)


class DashboardDataView(Schema):
    id = IdField()
    title = fields.String()
    widgets = fields.List(fields.Nested(AnsweredWidgetView))


LISTING = Listing(
    noun="dashboards",
    view=DashboardView,
    fields={
        "id": FieldKind.ID,
        "title": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "title"),
)


@dataclass(frozen=True)
class DashboardEvent(Event):
    """The dashboard as it is now, and what changed."""

    dashboard_id: str
    record_version: int
    title: str
    widgets: list[dict[str, Any]]
    owner_id: str
    org_unit_id: str
    changes: Changes


class DashboardCreated(DashboardEvent):
    type: ClassVar[str] = "reporting.dashboard.created"


class DashboardChanged(DashboardEvent):
    type: ClassVar[str] = "reporting.dashboard.changed"


class DashboardRemoved(DashboardEvent):
    type: ClassVar[str] = "reporting.dashboard.removed"


@dataclass(frozen=True)
class DashboardShared(DashboardEvent, RecordShared):
    type: ClassVar[str] = "reporting.dashboard.shared"


@dataclass(frozen=True)
class DashboardShareRevoked(DashboardEvent, ShareRevoked):
    type: ClassVar[str] = "reporting.dashboard.share_revoked"
