"""What is said on the wire about exports: a list, as its caller may see it, written to a file."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import PersonRef, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.export:read"
CREATE = "gateway.export:create"
DOWNLOAD = "gateway.export:download"

RIGHTS = {
    READ: "See which exports were made",
    CREATE: "Export a list; seeing the list needs the right of its own",
    DOWNLOAD: "Download one's own exports",
}

FORMATS = ("csv", "jsonl", "xlsx")
STATUSES = ("running", "finished", "failed", "cancelled", "expired")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _names(**options: Any) -> fields.List[str]:
    one = fields.String(validate=validate.Length(min=1, max=60))
    return fields.List(one, validate=validate.Length(min=1, max=100), **options)


class CreateExport(StrictSchema):
    """`noun` is a list as its address has it below /v1: `leads`, `dispatch-orders`, `campaigns/<id>/captures`.

    `filter`, `q`, `sort` and `fields` are those of `POST /v1/<noun>/search`.
    """

    noun = fields.String(required=True, validate=validate.Length(min=1, max=200))
    format = fields.String(load_default="csv", validate=validate.OneOf(FORMATS))
    filter = fields.Dict(keys=fields.String())
    q = fields.String(validate=validate.Length(min=1, max=4000))
    sort = _names()
    fields_ = _names(data_key="fields", attribute="fields")


class ExportFileView(Schema):
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer(metadata={"description": "In bytes."})
    href = fields.String()
    expires_at = fields.AwareDateTime(format="iso")


class ExportView(RecordView):
    noun = fields.String()
    format = fields.String(validate=validate.OneOf(FORMATS))
    query = fields.Dict()
    status = fields.String(validate=validate.OneOf(STATUSES))
    done = fields.Integer(metadata={"description": "Rows that were read."})
    total = fields.Integer(allow_none=True, metadata={"description": "Rows there were when it began."})
    file = fields.Nested(ExportFileView, allow_none=True)
    failure = fields.String(allow_none=True)
    made_by = fields.Nested(PersonRef)


LISTING = Listing(
    noun="exports",
    view=ExportView,
    fields={
        "id": FieldKind.ID,
        "noun": FieldKind.TEXT,
        "format": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    columns=("noun", "format", "status", "done", "made_by", "created_at"),
)


@dataclass(frozen=True)
class ExportEvent(Event):
    """What each event about an export tells: what was asked, how it stands now, and what changed."""

    export_id: str
    noun: str
    format: str
    query: dict[str, Any]
    status: str
    done: int
    total: int | None
    changes: Changes


class ExportStarted(ExportEvent):
    type: ClassVar[str] = "gateway.export.started"


class ExportFinished(ExportEvent):
    """The file is there, and `done` rows are in it."""

    type: ClassVar[str] = "gateway.export.finished"


class ExportDownloaded(ExportEvent):
    type: ClassVar[str] = "gateway.export.downloaded"


class ExportFailed(ExportEvent):
    """It could not go on, as when its maker lost the right; nothing of it can be downloaded."""

    type: ClassVar[str] = "gateway.export.failed"


class ExportCancelled(ExportEvent):
    type: ClassVar[str] = "gateway.export.cancelled"


class ExportExpired(ExportEvent):
    """Its file was removed."""

    type: ClassVar[str] = "gateway.export.expired"
