"""What is said on the wire about views: questions to a list that are kept under a name."""

import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, PersonRef, RecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.view:read"
CREATE = "gateway.view:create"
CHANGE = "gateway.view:change"
REMOVE = "gateway.view:remove"
SHARE = "gateway.view:share"
IMPORT = "gateway.view:import"
UNDO = "gateway.view:undo"

RIGHTS = {
    READ: "See one's own views and those one is let into, and ask them; the records follow one's own rights",
    CREATE: "Keep a view",
    CHANGE: "Change one's own views",
    REMOVE: "Remove one's own views",
    SHARE: "Let people, units and groups use one's own views",
    IMPORT: "Load one's own views from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to views",
}

MOST_VIEWS = 500
MOST_SHARES = 100
MOST_COLUMNS, MOST_SORTS = 100, 5
NARROWEST, WIDEST = 48, 1200
GRANTEES = ("person", "unit", "group")

_NAMES = fields.String(validate=validate.Length(min=1, max=80))
_EXTERNAL_ID = validate.Length(min=1, max=120)
_NAME = (validate.Length(max=100), validate.Regexp(r"[^\x00-\x1f]*\S"))


class InOneCell(fields.Dict):
    """One value of many, which a table shows as JSON in one cell and a file gives back so."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise self.make_error("invalid") from None
        return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]


class Widths(InOneCell):
    """Pixels by the name of a column."""

    def __init__(self, **kwargs: Any) -> None:
        pixels = fields.Integer(strict=True, validate=validate.Range(min=NARROWEST, max=WIDEST))
        about = "How wide its columns are, in pixels; those that are not named are as wide as the list makes them."
        super().__init__(
            keys=_NAMES,
            values=pixels,
            validate=validate.Length(max=MOST_COLUMNS),
            metadata={"description": about},
            **kwargs,
        )

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> dict[str, int]:
        return value or {}


class _ViewFields(StrictSchema):
    """`filter` is a tree as in POST <list>/search. Without columns everything is shown."""

    external_id = fields.String(allow_none=True, validate=_EXTERNAL_ID)
    filter = fields.Dict(allow_none=True)
    columns = fields.List(_NAMES, validate=validate.Length(max=MOST_COLUMNS))
    sort = fields.List(_NAMES, validate=validate.Length(max=MOST_SORTS))
    widths = Widths()
    q = fields.String(allow_none=True, validate=validate.Length(min=1, max=400))
    default = fields.Boolean(
        truthy={True},
        falsy={False},
        metadata={"description": "Whether it is the one that the owner's list opens with."},
    )


class CreateView(_ViewFields):
    """`noun` names the list as its address does: customers, service-requests, …"""

    id = IdField()
    name = fields.String(required=True, validate=_NAME)
    noun = fields.String(required=True, validate=validate.Length(min=1, max=60))


class ChangeView(_ViewFields):
    name = fields.String(validate=_NAME)


class ViewRow(StrictSchema):
    """A view in a file; `external_id` says which of one's own. One's owner is oneself."""

    external_id = fields.String(required=True, validate=_EXTERNAL_ID)
    owner_login = fields.String(validate=validate.Length(min=1, max=64))
    name = fields.String(required=True, validate=_NAME)
    noun = fields.String(required=True, validate=validate.Length(min=1, max=60))
    filter = InOneCell(allow_none=True)
    columns = ListCell(_NAMES, validate=validate.Length(max=MOST_COLUMNS))
    sort = ListCell(_NAMES, validate=validate.Length(max=MOST_SORTS))
    widths = Widths()
    q = fields.String(allow_none=True, validate=validate.Length(min=1, max=400))
    default = fields.Boolean()


class ShareView(StrictSchema):
    person_id = IdField()
    org_unit_id = IdField()
    group = fields.String(validate=validate.Length(min=1, max=40))

    @validates_schema
    def name_one_grantee(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Name one of person_id, org_unit_id and group.", "person_id")


class ViewView(RecordView):
    external_id = fields.String(allow_none=True)
    name = fields.String()
    noun = fields.String()
    filter = InOneCell(allow_none=True)
    columns = fields.List(fields.String())
    sort = fields.List(fields.String())
    widths = Widths()
    q = fields.String(allow_none=True)
    default = fields.Boolean()
    owner = fields.Nested(PersonRef)


class ViewShareView(Schema):
    """Whom a view is open to: a person, a unit with those below it, or a group."""

    id = IdField()
    kind = fields.String(validate=validate.OneOf(GRANTEES))
    grantee_id = IdField()


class ViewSharesView(Schema):
    data = fields.List(fields.Nested(ViewShareView))


LISTING = Listing(
    noun="views",
    view=ViewView,
    fields={
        "id": FieldKind.ID,
        "external_id": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "noun": FieldKind.CHOICE,
        "default": FieldKind.FLAG,
        "owner_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("name", "noun", "created_at", "updated_at"),
    default_sort="name",
)


@dataclass(frozen=True)
class ViewEvent(Event):
    """What each event about a view tells: the question as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.OWNER

    view_id: str
    name: str
    noun: str
    filter: dict[str, Any] | None
    columns: list[str]
    sort: list[str]
    q: str | None
    default: bool
    owner_id: str
    external_id: str | None
    changes: Changes
    widths: dict[str, int] = field(default_factory=dict, kw_only=True)


class ViewCreated(ViewEvent):
    type: ClassVar[str] = "gateway.view.created"


class ViewChanged(ViewEvent):
    type: ClassVar[str] = "gateway.view.changed"


class ViewRemoved(ViewEvent):
    type: ClassVar[str] = "gateway.view.removed"


@dataclass(frozen=True)
class ViewShared(ViewEvent):
    type: ClassVar[str] = "gateway.view.shared"
    share_id: str
    grantee_kind: str
    grantee_id: str


@dataclass(frozen=True)
class ViewShareRevoked(ViewEvent):
    type: ClassVar[str] = "gateway.view.share_revoked"
    share_id: str
    grantee_kind: str
    grantee_id: str
