"""What the sales service says about comments on customers on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, PersonRef, StrictSchema
from shared.contracts.newest import NewestView

READ = "sales.comment:read"
WRITE = "sales.comment:write"

RIGHTS = {
    READ: "Read what colleagues say about customers in sight",
    WRITE: "Take part in what colleagues say about customers in sight",
}


class WriteComment(StrictSchema):
    """`reply_to_id` names the comment on the same customer that this one answers."""

    text = fields.String(required=True, validate=(validate.Length(max=10_000), validate.Regexp(r"\s*\S")))
    reply_to_id = IdField(allow_none=True, load_default=None)


class CommentView(Schema):
    id = IdField()
    customer_id = IdField()
    reply_to_id = IdField(allow_none=True)
    text = fields.String()
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")


class CommentsView(NewestView):
    data = fields.List(fields.Nested(CommentView))


@dataclass(frozen=True)
class CommentWritten(Event):
    """Somebody said something about a customer; what, is read where it stands."""

    type: ClassVar[str] = "sales.comment.written"

    comment_id: str
    record_version: int
    customer_id: str
    reply_to_id: str | None
    changes: Changes
