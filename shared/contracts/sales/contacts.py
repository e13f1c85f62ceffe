"""What the sales service says about contacts on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import SENSITIVE, IdField, NewIdField, OwnedRecordView, PersonRef, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.newest import MOST, USUAL, NewestView
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "contacts"

READ = "sales.contact:read"
CREATE = "sales.contact:create"
CHANGE = "sales.contact:change"
TRANSFER = "sales.contact:transfer"
RATE = "sales.contact:rate"
NOTE = "sales.contact:note"
IMPORT = "sales.contact:import"
UNDO = "sales.contact:undo"
SHARE = "sales.contact:share"

RIGHTS = {
    READ: "See contacts",
    CREATE: "Record contacts",
    CHANGE: "Edit contacts",
    UNDO: "Take back what one's own imports and bulks did to contacts",
    IMPORT: "Load contacts from a file, by their external id",
    TRANSFER: "Hand contacts over to another owner",
    RATE: "Rate the influence and the attitude of contacts",
    NOTE: "Write notes and advice about contacts",
    SHARE: "Open contacts to other people and units",
}

KINDS = ("customer", "competitor", "partner", "supplier", "introducer")

HIGHEST_MARK = 5
"""Influence and attitude are marks from 1 to this."""

NAME = (validate.Length(max=200), validate.Regexp(r"\s*\S"))


class _ContactFields(StrictSchema):
    custom = CustomValues(ENTITY)
    kind = fields.String(validate=validate.OneOf(KINDS))
    customer_id = IdField(allow_none=True)
    organisation = fields.String(allow_none=True, validate=validate.Length(min=1, max=200))
    title = fields.String(allow_none=True, validate=validate.Length(min=1, max=100))
    role = fields.String(allow_none=True, validate=validate.Length(min=1, max=100))
    email = fields.Email(allow_none=True, validate=validate.Length(max=254))
    phone = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    mobile = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    address = fields.String(allow_none=True, validate=validate.Length(max=500))
    note = fields.String(allow_none=True, validate=validate.Length(max=10_000))
    do_not_email = fields.Boolean(truthy={True}, falsy={False})
    do_not_call = fields.Boolean(truthy={True}, falsy={False})
    external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))
    reports_to_id = IdField(allow_none=True, metadata={"description": "The contact above, at the same customer."})


class CreateContact(_ContactFields):
    id = NewIdField()
    name = fields.String(required=True, validate=NAME)


class ChangeContact(_ContactFields):
    name = fields.String(validate=NAME)


class ContactRow(_ContactFields):
    """A contact in a file; `external_id` says which, `customer_external_id` at which customer, `owner_login` whose."""

    class Meta(_ContactFields.Meta):
        exclude = ("customer_id", "reports_to_id")

    external_id = fields.String(required=True, validate=validate.Length(min=1, max=120))
    name = fields.String(required=True, validate=NAME)
    owner_login = fields.String(validate=validate.Length(min=1, max=64))
    customer_external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))
    do_not_email = fields.Boolean()
    do_not_call = fields.Boolean()


class TransferContact(StrictSchema):
    owner_id = IdField(required=True)


class RateContact(StrictSchema):
    """`rated_on` is the day of the judgement, today unless said otherwise."""

    influence = fields.Integer(required=True, strict=True, validate=validate.Range(1, HIGHEST_MARK))
    attitude = fields.Integer(required=True, strict=True, validate=validate.Range(1, HIGHEST_MARK))
    rated_on = fields.Date()
    comment = fields.String(allow_none=True, load_default=None, validate=validate.Length(min=1, max=2000))


class NoteContact(StrictSchema):
    text = fields.String(required=True, validate=(validate.Length(max=10_000), validate.Regexp(r"\s*\S")))


class ContactView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    kind = fields.String(validate=validate.OneOf(KINDS))
    name = fields.String()
    customer_id = IdField(allow_none=True)
    organisation = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    email = fields.String(allow_none=True, metadata=SENSITIVE)
    phone = fields.String(allow_none=True, metadata=SENSITIVE)
    mobile = fields.String(allow_none=True, metadata=SENSITIVE)
    address = fields.String(allow_none=True, metadata=SENSITIVE)
    note = fields.String(allow_none=True)
    do_not_email = fields.Boolean()
    do_not_call = fields.Boolean()
    last_touch_at = fields.AwareDateTime(
        format="iso", allow_none=True, metadata={"description": "When the latest activity about this contact began."}
    )
    external_id = fields.String(allow_none=True)
    reports_to_id = IdField(allow_none=True)
    influence = fields.Integer(allow_none=True, metadata={"description": "As rated last."})
    attitude = fields.Integer(allow_none=True, metadata={"description": "As rated last."})
    rated_on = fields.Date(allow_none=True)


class RatingView(Schema):
    """What somebody judged a contact to be on a day."""

    id = IdField()
    influence = fields.Integer()
    attitude = fields.Integer()
    rated_on = fields.Date()
    comment = fields.String(allow_none=True)
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")


class NoteView(Schema):
    id = IdField()
    text = fields.String()
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")


class RatingsView(NewestView):
    data = fields.List(fields.Nested(RatingView))


class NotesView(NewestView):
    data = fields.List(fields.Nested(NoteView))


CHANNELS = ("email", "phone")
"""The ways on which somebody may not want to be turned to."""


class PickContacts(StrictSchema):
    """`channel` leaves those out who do not want to be turned to on that way."""

    channel = fields.String(validate=validate.OneOf(CHANNELS))
    limit = fields.Integer(load_default=USUAL, validate=validate.Range(1, MOST))


class PickedContactView(Schema):
    id = IdField()
    name = fields.String()
    title = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    last_touch_at = fields.AwareDateTime(format="iso", allow_none=True)
    do_not_email = fields.Boolean()
    do_not_call = fields.Boolean()


class PickedContactsView(Schema):
    """Whoever was touched last comes first; those who never were come last."""

    data = fields.List(fields.Nested(PickedContactView))
    more = fields.Boolean(metadata={"description": "There are others beyond these."})


class OrgChartEntryView(Schema):
    """One contact, with those that report to it."""

    id = IdField()
    name = fields.String()
    title = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    reports_to_id = IdField(allow_none=True, metadata={"description": "Null where the one above is out of sight."})
    influence = fields.Integer(allow_none=True)
    attitude = fields.Integer(allow_none=True)
    reports = fields.List(fields.Nested(lambda: OrgChartEntryView()))


class OrgChartView(Schema):
    """The contacts of one customer that the caller may see, from the top down."""

    data = fields.List(fields.Nested(OrgChartEntryView))
    more = fields.Boolean(metadata={"description": "There are more contacts than one chart shows."})


LISTING = Listing(
    noun=ENTITY,
    view=ContactView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "name": FieldKind.TEXT,
        "customer_id": FieldKind.ID,
        "organisation": FieldKind.TEXT,
        "title": FieldKind.TEXT,
        "role": FieldKind.TEXT,
        "email": FieldKind.TEXT,
        "do_not_email": FieldKind.FLAG,
        "do_not_call": FieldKind.FLAG,
        "last_touch_at": FieldKind.TIME,
        "external_id": FieldKind.TEXT,
        "reports_to_id": FieldKind.ID,
        "influence": FieldKind.NUMBER,
        "attitude": FieldKind.NUMBER,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name"),
    searchable=True,
    customised=True,
    columns=("name", "customer_id", "title", "role", "email", "phone", "owner", "last_touch_at"),
)


@dataclass(frozen=True)
class ContactEvent(CustomisedEvent):
    """What each event about a contact tells: the contact as it is now, and what changed."""

    contact_id: str
    record_version: int
    kind: str
    name: str
    customer_id: str | None
    organisation: str | None
    title: str | None
    role: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    do_not_email: bool
    do_not_call: bool
    owner_id: str
    org_unit_id: str
    changes: Changes


class ContactCreated(ContactEvent):
    type: ClassVar[str] = "sales.contact.created"


class ContactChanged(ContactEvent):
    type: ClassVar[str] = "sales.contact.changed"


@dataclass(frozen=True)
class ContactRated(ContactEvent):
    """Somebody judged the contact; `changes` has the marks before and after."""

    type: ClassVar[str] = "sales.contact.rated"
    rating_id: str
    influence: int
    attitude: int
    rated_on: str


@dataclass(frozen=True)
class ContactNoted(ContactEvent):
    """Somebody wrote a note about the contact; `changes` has its text."""

    type: ClassVar[str] = "sales.contact.noted"
    note_id: str


@dataclass(frozen=True)
class ContactTouched(ContactEvent):
    """An activity about the contact was recorded."""

    type: ClassVar[str] = "sales.contact.touched"
    activity_id: str


@dataclass(frozen=True)
class ContactShared(ContactEvent, RecordShared):
    type: ClassVar[str] = "sales.contact.shared"


@dataclass(frozen=True)
class ContactShareRevoked(ContactEvent, ShareRevoked):
    type: ClassVar[str] = "sales.contact.share_revoked"


class ContactRemoved(ContactEvent):
    """A job that had recorded the contact was taken back."""

    type: ClassVar[str] = "sales.contact.removed"


@dataclass(frozen=True)
class ContactTransferred(ContactEvent):
    type: ClassVar[str] = "sales.contact.transferred"
    from_owner_id: str
    to_owner_id: str


@dataclass(frozen=True)
class ContactFileAttached(ContactEvent):
    """The content of a file is there; `changes` has its name."""

    type: ClassVar[str] = "sales.contact.file_attached"
    file_id: str


@dataclass(frozen=True)
class ContactFileRemoved(ContactEvent):
    type: ClassVar[str] = "sales.contact.file_removed"
    file_id: str
