"""What is said on the wire about bulks: up to a thousand operations on one noun in one request."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, StrictSchema
from shared.rights import SIGNED_IN

MOST_OPERATIONS = 1000
LARGEST_BODY = 8 * 1024 * 1024


class BulkOperation(StrictSchema):
    """One operation: `op` is create, update, remove or a verb of the noun, as it stands in the noun's addresses."""

    op = fields.String(required=True, validate=validate.Length(min=1, max=60))
    id = IdField(metadata={"description": "The record; for create put your own id into the body."})
    body = fields.Dict(keys=fields.String(), load_default=dict)
    if_match = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=2**31 - 1),
        metadata={"description": "The version of the record that the change is based on."},
    )


class Bulk(StrictSchema):
    operations = fields.List(
        fields.Nested(BulkOperation), required=True, validate=validate.Length(min=1, max=MOST_OPERATIONS)
    )


class BulkItemView(Schema):
    """What became of one operation: the record as it is now, or the problem that the operation alone would answer."""

    index = fields.Integer()
    op = fields.String()
    id = IdField(allow_none=True)
    status = fields.Integer()
    body = fields.Dict(allow_none=True)
    problem = fields.Dict(allow_none=True)


class BulkView(Schema):
    job_id = IdField(metadata={"description": "What `/v1/jobs/{job_id}` shows, and can undo."})
    succeeded = fields.Integer()
    failed = fields.Integer()
    results = fields.List(fields.Nested(BulkItemView))


class OpenBulk(StrictSchema):
    """The gateway's own note that a bulk begins."""

    noun = fields.String(required=True, validate=validate.Length(min=1, max=60))
    total = fields.Integer(required=True, validate=validate.Range(min=1, max=MOST_OPERATIONS))


class BulkResult(StrictSchema):
    place = fields.Integer(required=True)
    op = fields.String(required=True)
    service = fields.String(required=True)
    id = IdField(required=True, allow_none=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, allow_none=True)
    messages = fields.List(fields.String(), required=True)


class CountBulk(StrictSchema):
    results = fields.List(fields.Nested(BulkResult), required=True, validate=validate.Length(max=MOST_OPERATIONS))


class BulkStarted(Schema):
    id = IdField()


@dataclass(frozen=True)
class BulkEvent(Event):
    """What each event about a bulk tells: how it stands now, and what changed."""

    audience: ClassVar[Audience] = Audience.OWNER
    read_by: ClassVar[str | None] = SIGNED_IN

    bulk_id: str
    noun: str
    status: str
    total: int
    done: int
    succeeded: int
    changes: Changes


class BulkBegun(BulkEvent):
    type: ClassVar[str] = "gateway.bulk.begun"


class BulkProgressed(BulkEvent):
    type: ClassVar[str] = "gateway.bulk.progressed"


class BulkFinished(BulkEvent):
    """Every operation was carried out or refused."""

    type: ClassVar[str] = "gateway.bulk.finished"


Result = dict[str, Any]
