"""What the sales service says about customers on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, field
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.channels import CHANNELS
from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import (
    DegreesField,
    IdField,
    MomentField,
    MoneyField,
    NewIdField,
    OwnedRecordView,
    StrictSchema,
    follows,
)
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.places import PLACEMENTS, UNPLACED, Whereabouts
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "customers"

READ = "sales.customer:read"
CREATE = "sales.customer:create"
CHANGE = "sales.customer:change"
TRANSFER = "sales.customer:transfer"
IMPORT = "sales.customer:import"
UNDO = "sales.customer:undo"
SHARE = "sales.customer:share"
MERGE = "sales.customer:merge"
TOUCH = "sales.customer:touch"

RIGHTS = {
    READ: "See customers",
    CREATE: "Record customers",
    CHANGE: "Edit customers",
    TRANSFER: "Hand customers over to another owner",
    UNDO: "Take back what one's own imports and bulks did to customers",
    IMPORT: "Load customers from a file, by their external id",
    SHARE: "Open customers to other people and units",
    MERGE: "Merge two customers that are one, and undo that",
    TOUCH: "Log that somebody was in touch with a customer",
}

PICKLISTS = {
    "level": "customer_level",
    "type": "customer_type",
    "status": "customer_status",
    "industry": "industry",
    "region": "region",
}
"""The fields that follow a managed list of the company."""

TOUCHES = ("call", "mail", "meeting", "message", "other")

LISTED = validate.Length(min=1, max=100)
"""What a managed list takes; which values those are is the list's matter."""

DOMAIN = r"^(?=.{4,253}\Z)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\Z"

NAME = (validate.Length(max=200), validate.Regexp(r"\s*\S"))


class _CustomerFields(Whereabouts):
    custom = CustomValues(ENTITY)
    tax_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    domain = fields.String(allow_none=True, validate=validate.Regexp(DOMAIN))
    phone = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    website = fields.Url(allow_none=True, schemes={"http", "https"}, validate=validate.Length(max=300))
    industry = fields.String(allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("industry"))
    region = fields.String(allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("region"))
    employees = fields.Integer(allow_none=True, strict=True, validate=validate.Range(min=0, max=100_000_000))
    annual_revenue = MoneyField(allow_none=True)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    founded_year = fields.Integer(allow_none=True, strict=True, validate=validate.Range(min=1000, max=2200))
    level = fields.String(validate=validate.Length(min=1, max=100), metadata=follows("customer_level"))
    type = fields.String(validate=LISTED, metadata=follows("customer_type"))
    status = fields.String(validate=LISTED, metadata=follows("customer_status"))
    parent_id = IdField(allow_none=True)
    external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))


class CreateCustomer(_CustomerFields):
    """`allow_duplicate` records the customer although one in the caller's sight looks the same."""

    id = NewIdField()
    name = fields.String(required=True, validate=NAME)
    allow_duplicate = fields.Boolean(truthy={True}, falsy={False})


class ChangeCustomer(_CustomerFields):
    """`allow_duplicate` keeps the change although it lets the customer look the same as another one in sight."""

    name = fields.String(validate=NAME)
    allow_duplicate = fields.Boolean(truthy={True}, falsy={False})


class CustomerRow(Whereabouts):
    """A customer in a file; `external_id` says which, `parent_external_id` to which it belongs, `owner_login` whose
    it is.
    """

    external_id = fields.String(required=True, validate=validate.Length(min=1, max=120))
    name = fields.String(required=True, validate=NAME)
    owner_login = fields.String(validate=validate.Length(min=1, max=64))
    parent_external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))
    tax_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    domain = fields.String(allow_none=True, validate=validate.Regexp(DOMAIN))
    phone = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    website = fields.Url(allow_none=True, schemes={"http", "https"}, validate=validate.Length(max=300))
    industry = fields.String(allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("industry"))
    region = fields.String(allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("region"))
    employees = fields.Integer(allow_none=True, validate=validate.Range(min=0, max=100_000_000))
    annual_revenue = MoneyField(allow_none=True)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    founded_year = fields.Integer(allow_none=True, validate=validate.Range(min=1000, max=2200))
    level = fields.String(validate=validate.Length(min=1, max=100), metadata=follows("customer_level"))
    type = fields.String(validate=LISTED, metadata=follows("customer_type"))
    status = fields.String(validate=LISTED, metadata=follows("customer_status"))
    custom = CustomValues(ENTITY)


class TransferCustomer(StrictSchema):
    owner_id = IdField(required=True)


class TouchCustomer(StrictSchema):
    """`at` is when it happened, by default now."""

    kind = fields.String(required=True, validate=validate.OneOf(TOUCHES))
    summary = fields.String(allow_none=True, validate=validate.Length(max=500))
    at = MomentField()


class CustomerView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    name = fields.String()
    tax_id = fields.String(allow_none=True)
    domain = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    industry = fields.String(allow_none=True, metadata=follows("industry"))
    region = fields.String(allow_none=True, metadata=follows("region"))
    country = fields.String(allow_none=True)
    province = fields.String(allow_none=True)
    city = fields.String(allow_none=True)
    post_code = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    latitude = DegreesField(allow_none=True)
    longitude = DegreesField(allow_none=True)
    employees = fields.Integer(allow_none=True)
    annual_revenue = MoneyField(allow_none=True)
    currency = fields.String()
    founded_year = fields.Integer(allow_none=True)
    level = fields.String(validate=validate.Length(min=1, max=100), metadata=follows("customer_level"))
    type = fields.String(validate=LISTED, metadata=follows("customer_type"))
    status = fields.String(validate=LISTED, metadata=follows("customer_status"))
    parent_id = IdField(allow_none=True)
    external_id = fields.String(allow_none=True)
    level_reason = fields.String(
        allow_none=True,
        metadata={"description": "Why the customer rose to its level, where no person set it."},
    )
    last_touch_at = fields.AwareDateTime(format="iso", allow_none=True)
    territory_id = IdField(allow_none=True)
    placement = fields.String(
        validate=validate.OneOf(PLACEMENTS),
        metadata={"description": "Whether one territory has the customer, none claims it, or several do."},
    )


class CopyView(Schema):
    """How one service knows a customer. `version` is that of the customer which it knows."""

    id = IdField()
    version = fields.Integer()
    name = fields.String()
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    channel = fields.String(
        allow_none=True,
        validate=validate.OneOf(CHANNELS),
        metadata={"description": "The way on which the newest change reached us, where that was told."},
    )


LISTING = Listing(
    noun=ENTITY,
    view=CustomerView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "tax_id": FieldKind.TEXT,
        "domain": FieldKind.TEXT,
        "phone": FieldKind.TEXT,
        "industry": FieldKind.TEXT,
        "region": FieldKind.TEXT,
        "country": FieldKind.TEXT,
        "province": FieldKind.TEXT,
        "city": FieldKind.TEXT,
        "post_code": FieldKind.TEXT,
        "address": FieldKind.TEXT,
        "position": FieldKind.POSITION,
        "distance_m": FieldKind.DISTANCE,
        "employees": FieldKind.NUMBER,
        "annual_revenue": FieldKind.MONEY,
        "founded_year": FieldKind.NUMBER,
        "level": FieldKind.CHOICE,
        "type": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "parent_id": FieldKind.ID,
        "territory_id": FieldKind.ID,
        "placement": FieldKind.CHOICE,
        "external_id": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "last_touch_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name", "employees", "annual_revenue", "last_touch_at", "distance_m"),
    totals=("annual_revenue", "employees"),
    searchable=True,
    customised=True,
    columns=("name", "level", "status", "industry", "country", "city", "owner", "org_unit", "last_touch_at"),
    picklists=PICKLISTS,
)


@dataclass(frozen=True)
class CustomerEvent(CustomisedEvent):
    """What each event about a customer tells: the customer as it is now, and what changed."""

    customer_id: str
    record_version: int
    name: str
    tax_id: str | None
    domain: str | None
    phone: str | None
    industry: str | None
    region: str | None
    country: str | None
    level: str
    customer_type: str
    status: str
    parent_id: str | None
    external_id: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes
    address: str | None = field(default=None, kw_only=True)
    province: str | None = field(default=None, kw_only=True)
    city: str | None = field(default=None, kw_only=True)
    post_code: str | None = field(default=None, kw_only=True)
    latitude: str | None = field(default=None, kw_only=True)
    longitude: str | None = field(default=None, kw_only=True)
    territory_id: str | None = field(default=None, kw_only=True)
    placement: str = field(default=UNPLACED, kw_only=True)


class CustomerCreated(CustomerEvent):
    type: ClassVar[str] = "sales.customer.created"


class CustomerChanged(CustomerEvent):
    type: ClassVar[str] = "sales.customer.changed"


@dataclass(frozen=True)
class CustomerStatusChanged(CustomerEvent):
    """The status changed, and perhaps other fields with it: `changes` has them all."""

    type: ClassVar[str] = "sales.customer.status_changed"
    from_status: str
    to_status: str


@dataclass(frozen=True)
class CustomerLevelChanged(CustomerEvent):
    """The level changed, by hand or, with a `reason`, by what the customer has ordered; other fields may have changed
    with it, but not the status: that is told as `CustomerStatusChanged`. `changes` has them all.
    """

    type: ClassVar[str] = "sales.customer.level_changed"
    from_level: str
    to_level: str
    reason: str | None


@dataclass(frozen=True)
class CustomerTouched(CustomerEvent):
    """Somebody was in touch with the customer; `at` is when."""

    type: ClassVar[str] = "sales.customer.touched"
    kind: str
    summary: str | None
    at: str


@dataclass(frozen=True)
class CustomerFollowUpDue(CustomerEvent):
    """Nobody was in touch with the customer for longer than its level allows."""

    type: ClassVar[str] = "sales.customer.follow_up_due"
    follow_up_days: int
    last_touch_at: str | None


class CustomerPlaced(CustomerEvent):
    """The rules of the territories, or what they ask about, changed, and with that where the customer is placed."""

    type: ClassVar[str] = "sales.customer.placed"
    worked_out: ClassVar[bool] = True


class CustomerRemoved(CustomerEvent):
    """A job that had recorded the customer was taken back."""

    type: ClassVar[str] = "sales.customer.removed"


@dataclass(frozen=True)
class CustomerTransferred(CustomerEvent):
    type: ClassVar[str] = "sales.customer.transferred"
    from_owner_id: str
    to_owner_id: str


@dataclass(frozen=True)
class CustomerShared(CustomerEvent, RecordShared):
    type: ClassVar[str] = "sales.customer.shared"


@dataclass(frozen=True)
class CustomerShareRevoked(CustomerEvent, ShareRevoked):
    type: ClassVar[str] = "sales.customer.share_revoked"


@dataclass(frozen=True)
class CustomerMerged(CustomerEvent):
    """This customer was another one too and is gone; whatever points to it belongs to `into_id`."""

    type: ClassVar[str] = "sales.customer.merged"
    merge_id: str
    into_id: str
    into_name: str


@dataclass(frozen=True)
class CustomerMergeUndone(CustomerEvent):
    """This customer is there again, as told here; what the merge had moved to `into_id` is its own again."""

    type: ClassVar[str] = "sales.customer.merge_undone"
    merge_id: str
    into_id: str
    into_name: str


@dataclass(frozen=True)
class CustomerAbsorbed(CustomerEvent):
    """Another customer was merged into this one."""

    type: ClassVar[str] = "sales.customer.absorbed"
    merge_id: str
    duplicate_id: str


@dataclass(frozen=True)
class CustomerSeparated(CustomerEvent):
    """The merge of another customer into this one was undone."""

    type: ClassVar[str] = "sales.customer.separated"
    merge_id: str
    duplicate_id: str


@dataclass(frozen=True)
class CustomerFileAttached(CustomerEvent):
    """The content of a file is there; `changes` has its name."""

    type: ClassVar[str] = "sales.customer.file_attached"
    file_id: str


@dataclass(frozen=True)
class CustomerFileRemoved(CustomerEvent):
    type: ClassVar[str] = "sales.customer.file_removed"
    file_id: str
