"""What is said on the wire about positions: named tasks of the organisation, which people hold for a time."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, PersonRef, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.position:read"
CREATE = "gateway.position:create"
CHANGE = "gateway.position:change"
IMPORT = "gateway.position:import"
UNDO = "gateway.position:undo"
APPOINT = "gateway.position:appoint"
RELIEVE = "gateway.position:relieve"

RIGHTS = {
    READ: "See positions and who holds them",
    CREATE: "Set up a position",
    CHANGE: "Rename a position",
    IMPORT: "Load positions from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to positions",
    APPOINT: "Appoint a person to a position",
    RELIEVE: "Relieve a person of a position",
}

MOST_HOLDERS = 200

_name = validate.Length(min=1, max=200)
_code = validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z")


class CreatePosition(StrictSchema):
    code = fields.String(required=True, validate=_code)
    name = fields.String(required=True, validate=_name)


class ChangePosition(StrictSchema):
    name = fields.String(validate=_name)


class PositionRow(CreatePosition):
    """A position in a file; `code` says which. Who holds it is not part of it."""


class Appoint(StrictSchema):
    """Without `since` from today on; `until` is the last day, without one until relieved."""

    person_id = IdField(required=True)
    since = fields.Date()
    until = fields.Date(load_default=None, allow_none=True)

    @validates_schema
    def end_after_the_begin(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("since") and data["until"] and data["until"] < data["since"]:
            raise ValidationError("Must not be before since.", "until")


class Relieve(StrictSchema):
    """`until` is the last day on which the position is held; without one it is held no longer from now on."""

    person_id = IdField(required=True)
    until = fields.Date(load_default=None, allow_none=True)


class PositionView(RecordView):
    code = fields.String()
    name = fields.String()


class HolderView(Schema):
    person = fields.Nested(PersonRef)
    since = fields.Date()
    until = fields.Date(allow_none=True, metadata={"description": "The last day."})


class HoldersView(Schema):
    """Who holds the position today or will, as far as the caller may see them; at most two hundred."""

    data = fields.List(fields.Nested(HolderView))


LISTING = Listing(
    noun="positions",
    view=PositionView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("code", "name", "created_at", "updated_at"),
    default_sort="code",
    columns=("name", "code", "updated_at"),
)


@dataclass(frozen=True)
class _PositionEvent(Event):
    audience: ClassVar[Audience] = Audience.COMPANY
    id: str
    code: str
    name: str
    changes: Changes


class PositionCreated(_PositionEvent):
    type: ClassVar[str] = "gateway.position.created"


class PositionChanged(_PositionEvent):
    type: ClassVar[str] = "gateway.position.changed"


class PositionRemoved(_PositionEvent):
    """A job that had set the position up was taken back."""

    type: ClassVar[str] = "gateway.position.removed"
