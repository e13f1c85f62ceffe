"""What the reporting service says about the Word templates of reports on the wire, and the rights that the gateway
checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.reporting.catalogue import Report
from shared.contracts.reporting.reports import REPORTS

READ = "reporting.report_template:read"
CREATE = "reporting.report_template:create"
UPLOAD = "reporting.report_template:upload"
REMOVE = "reporting.report_template:remove"

RIGHTS = {
    READ: "See the Word templates of reports, and fetch them",
    CREATE: "Begin a Word template of a report",
    UPLOAD: "Send another Word file for a template of a report",
    REMOVE: "Take a Word template of a report away",
}

LARGEST_TEMPLATE = 2 * 1024 * 1024

Shape = Mapping[str, Any] | list[Any] | None
"""What a name stands for: a text (None), something with names of its own, or a list of one of these."""

_COLUMN: Shape = MappingProxyType({"name": None, "title": None})
_ASKED: Shape = MappingProxyType({"name": None, "value": None})


def names_of(report: Report) -> Mapping[str, Shape]:
    """What a template of this report may name between `{{` and `}}`, and go through with `{% for … in … %}`."""
    of_row = MappingProxyType({**{column.name: None for column in report.columns}, "cells": [None]})
    of_total = MappingProxyType({**{column.name: None for column in report.of_totals}, "cells": [None]})
    return MappingProxyType(
        {
            "title": None,
            "question": None,
            "today": None,
            "as_of": None,
            "chart": None,
            "asked": [_ASKED],
            "columns": [_COLUMN],
            "rows": [of_row],
            "total_columns": [_COLUMN],
            "totals": [of_total],
        }
    )


class CreateReportTemplate(StrictSchema):
    """It begins with the Word file that the product comes with: fetch that, edit it, and send yours to its address."""

    id = NewIdField()
    report = fields.String(required=True, validate=validate.OneOf(sorted(REPORTS)))
    name = fields.String(required=True, validate=(validate.Length(max=200), validate.Regexp(r"\s*\S")))


class ReportTemplateView(RecordView):
    report = fields.String(metadata={"description": "The report whose documents are made from it."})
    name = fields.String()
    size = fields.Integer(metadata={"description": "Of the Word file, in bytes."})
    digest = fields.String(metadata={"description": "SHA-256 of the Word file."})
    fields_named = fields.List(fields.String(), metadata={"description": "What is filled in, by its name."})
    uploaded_at = fields.AwareDateTime(format="iso")


LISTING = Listing(
    noun="report-templates",
    view=ReportTemplateView,
    fields={
        "id": FieldKind.ID,
        "report": FieldKind.CHOICE,
        "name": FieldKind.TEXT,
        "uploaded_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name"),
    default_sort="name",
)


@dataclass(frozen=True)
class ReportTemplateEvent(Event):
    """What each event about a template tells: the template as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    report_template_id: str
    record_version: int
    report: str
    name: str
    digest: str
    changes: Changes


class ReportTemplateCreated(ReportTemplateEvent):
    type: ClassVar[str] = "reporting.report_template.created"


class ReportTemplateUploaded(ReportTemplateEvent):
    """Documents of the report are made from this file from now on."""

    type: ClassVar[str] = "reporting.report_template.uploaded"


class ReportTemplateRemoved(ReportTemplateEvent):
    type: ClassVar[str] = "reporting.report_template.removed"
