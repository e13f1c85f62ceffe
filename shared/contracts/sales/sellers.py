"""What the sales service says on the wire about sellers: what each can and takes on, where, and whether they do now."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import DegreesField, IdField, NewIdField, OwnedRecordView, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.territories import TerritoryRef

READ = "sales.seller:read"
DEFINE = "sales.seller:define"
CHANGE = "sales.seller:change"

RIGHTS = {
    READ: "See sellers: their skills, capacity, territory and status",
    DEFINE: "Say of people that they sell, with what skills and how much at once",
    CHANGE: "Change what sellers can and take on, and their status",
}

STATUSES = ("active", "on_leave", "inactive")
PICKLISTS = {"skills": "seller_skill", "region": "region"}
"""Each skill follows the list; one that has no values takes any."""

MOST_SKILLS = 50
MOST_CAPACITY = 100_000


class _SellerFields(StrictSchema):
    """`capacity` is how many open leads rules give them at most at once; null for no limit. `territory` is the code of
    their home territory, which `home_territory_id` names too: say one of the two, the other follows. A text that is
    neither code nor name of a territory stays a text. Where they stand on the map is `latitude` and `longitude`, both
    or none; `region` follows the list of customers.
    """

    skills = fields.List(
        fields.String(validate=validate.Regexp(r"\S(.{0,98}\S)?\Z")),
        validate=validate.Length(max=MOST_SKILLS),
        metadata=follows("seller_skill"),
    )
    capacity = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=0, max=MOST_CAPACITY))
    territory = fields.String(
        allow_none=True,
        validate=validate.Regexp(r"\S(.{0,98}\S)?\Z"),
        metadata={"x-tenon-said-by": "home_territory_id"},
    )
    home_territory_id = IdField(allow_none=True)
    region = fields.String(allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("region"))
    latitude = DegreesField(allow_none=True)
    longitude = DegreesField(allow_none=True)

    @validates_schema
    def say_the_home_once(self, data: dict[str, Any], **_: Any) -> None:
        if "territory" in data and "home_territory_id" in data:
            raise ValidationError("Name the home territory by its id or by its code, not by both.", "home_territory_id")


class DefineSeller(_SellerFields):
    id = NewIdField()
    person_id = IdField(required=True)


class ChangeSeller(_SellerFields):
    """All skills, where skills are given; those left out are lost."""


class SetLeave(StrictSchema):
    """Both days belong to the leave. Without `starts_on` it begins today; without `ends_on` it is open when it ends."""

    starts_on = fields.Date()
    ends_on = fields.Date(allow_none=True)


class SellerView(OwnedRecordView):
    skills = fields.List(fields.String(), metadata=follows("seller_skill"))
    capacity = fields.Integer(allow_none=True)
    territory = fields.String(allow_none=True)
    home_territory = fields.Nested(
        TerritoryRef,
        allow_none=True,
        metadata={"description": "The territory that `territory` names, if there is one."},
    )
    region = fields.String(allow_none=True, metadata=follows("region"))
    latitude = DegreesField(allow_none=True)
    longitude = DegreesField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    status_since = fields.Date()
    leave_starts_on = fields.Date(allow_none=True)
    leave_ends_on = fields.Date(allow_none=True)
    is_available = fields.Boolean(metadata={"description": "Whether new assignments go to them today."})


class PlacedSellerView(SellerView):
    territories = fields.List(
        fields.Nested(TerritoryRef), metadata={"description": "Those they are assigned to now, by their codes."}
    )


LISTING = Listing(
    noun="sellers",
    view=SellerView,
    fields={
        "id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "territory": FieldKind.TEXT,
        "home_territory_id": FieldKind.ID,
        "region": FieldKind.TEXT,
        "position": FieldKind.POSITION,
        "distance_m": FieldKind.DISTANCE,
        "status": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "distance_m"),
    columns=("owner", "org_unit", "status", "home_territory", "region", "skills", "capacity"),
    picklists=PICKLISTS,
)


@dataclass(frozen=True)
class SellerEvent(Event):
    """What each event about a seller tells: the seller as they are now, and what changed."""

    seller_id: str
    record_version: int
    owner_id: str
    org_unit_id: str
    skills: list[str]
    capacity: int | None
    territory: str | None
    status: str
    leave_starts_on: str | None
    leave_ends_on: str | None
    changes: Changes
    home_territory_id: str | None = field(default=None, kw_only=True)
    region: str | None = field(default=None, kw_only=True)
    latitude: str | None = field(default=None, kw_only=True)
    longitude: str | None = field(default=None, kw_only=True)


class SellerDefined(SellerEvent):
    type: ClassVar[str] = "sales.seller.defined"


class SellerChanged(SellerEvent):
    type: ClassVar[str] = "sales.seller.changed"


class SellerDeactivated(SellerEvent):
    type: ClassVar[str] = "sales.seller.deactivated"


class SellerActivated(SellerEvent):
    type: ClassVar[str] = "sales.seller.activated"


class SellerLeaveSet(SellerEvent):
    """A leave was entered; it may lie ahead."""

    type: ClassVar[str] = "sales.seller.leave_set"


class SellerLeaveBegan(SellerEvent):
    """The first day of a leave that had been entered before has come."""

    type: ClassVar[str] = "sales.seller.leave_began"


class SellerLeaveEnded(SellerEvent):
    """The last day of a leave is over, or it was called off."""

    type: ClassVar[str] = "sales.seller.leave_ended"
