"""What the sales service says about contacts on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import SENSITIVE, IdField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

ENTITY = "contacts"

READ = "sales.contact:read"
CREATE = "sales.contact:create"
CHANGE = "sales.contact:change"
TRANSFER = "sales.contact:transfer"
IMPORT = "sales.contact:import"
UNDO = "sales.contact:undo"

RIGHTS = {
    READ: "See contacts",
    CREATE: "Record contacts",
    CHANGE: "Edit contacts",
    UNDO: "Take back what one's own imports and bulks did to contacts",
    IMPORT: "Load contacts from a file, by their external id",
    TRANSFER: "Hand contacts over to another owner",
}

KINDS = ("customer", "competitor", "partner", "supplier", "introducer")

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


class CreateContact(_ContactFields):
    id = NewIdField()
    name = fields.String(required=True, validate=NAME)


class ChangeContact(_ContactFields):
    name = fields.String(validate=NAME)


class ContactRow(_ContactFields):
    """A contact in a file; `external_id` says which, `customer_external_id` at which customer, `owner_login` whose."""

    class Meta(_ContactFields.Meta):
        exclude = ("customer_id",)

    external_id = fields.String(required=True, validate=validate.Length(min=1, max=120))
    name = fields.String(required=True, validate=NAME)
    owner_login = fields.String(validate=validate.Length(min=1, max=64))
    customer_external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))
    do_not_email = fields.Boolean()
    do_not_call = fields.Boolean()


class TransferContact(StrictSchema):
    owner_id = IdField(required=True)


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
    external_id = fields.String(allow_none=True)


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
        "external_id": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name"),
    searchable=True,
    customised=True,
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


@dataclass(frozen=True)
class ContactCreated(ContactEvent):
    type: ClassVar[str] = "sales.contact.created"


@dataclass(frozen=True)
class ContactChanged(ContactEvent):
    type: ClassVar[str] = "sales.contact.changed"


@dataclass(frozen=True)
class ContactRemoved(ContactEvent):
    """A job that had recorded the contact was taken back."""

    type: ClassVar[str] = "sales.contact.removed"


@dataclass(frozen=True)
class ContactTransferred(ContactEvent):
    type: ClassVar[str] = "sales.contact.transferred"
    from_owner_id: str
    to_owner_id: str
