"""What the sales service says about visits on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MomentField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "visits"

READ = "sales.visit:read"
PLAN = "sales.visit:plan"
CHANGE = "sales.visit:change"
RESCHEDULE = "sales.visit:reschedule"
IMPORT = "sales.visit:import"
UNDO = "sales.visit:undo"
TRANSFER = "sales.visit:transfer"
CHECK_IN = "sales.visit:check_in"
COMPLETE = "sales.visit:complete"
MISS = "sales.visit:miss"
CANCEL = "sales.visit:cancel"
SHARE = "sales.visit:share"

RIGHTS = {
    READ: "See visits, and how many there were with which results",
    PLAN: "Plan visits to customers in sight",
    CHANGE: "Edit visits that are not over",
    RESCHEDULE: "Give planned and missed visits another time",
    IMPORT: "Load visits from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to visits",
    TRANSFER: "Hand planned visits over to another person",
    CHECK_IN: "Record one's arrival at a customer, with time and place",
    COMPLETE: "Record what came of one's visits",
    MISS: "Record that a visit did not take place",
    CANCEL: "Call planned visits off, with a reason",
    SHARE: "Open visits to other people and units",
}

STATUSES = ("planned", "checked_in", "completed", "missed", "cancelled")
OUTCOMES = ("successful", "follow_up", "unsuccessful")
LONGEST_PERIOD_DAYS = 366
USUAL_PERIOD_DAYS = 30
MOST_SUMMED = 200
"""People or units that one summary names, the busiest; the totals count all."""

MOST_METRES = 100_000

_SUBJECT = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
_KEY = validate.Length(min=1, max=120)
_TEXT = (validate.Length(min=1, max=10_000), validate.Regexp(r"\s*\S"))


class Degrees(fields.Float):
    """A coordinate in degrees of WGS 84, as phones tell it."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(min=-most, max=most), **kwargs)


class _VisitFields(StrictSchema):
    custom = CustomValues(ENTITY)
    contact_id = IdField(allow_none=True)
    opportunity_id = IdField(allow_none=True)
    place = fields.String(allow_none=True, validate=validate.Length(min=1, max=500))
    note = fields.String(allow_none=True, validate=validate.Length(max=10_000))
    external_id = fields.String(allow_none=True, validate=_KEY)


class PlanVisit(_VisitFields):
    """The contact and the opportunity, if any, are those of the customer."""

    id = NewIdField()
    customer_id = IdField(required=True)
    subject = fields.String(required=True, validate=_SUBJECT)
    starts_at = MomentField(required=True)
    ends_at = MomentField(allow_none=True)


class ChangeVisit(_VisitFields):
    subject = fields.String(validate=_SUBJECT)


class VisitRow(StrictSchema):
    """A visit in a file; `external_id` says which, `owner_login` who pays it. Customer, contact and deal are named by
    their external ids; a visit stays with its customer. What became of it is said by its verbs, not by a file.
    """

    custom = CustomValues(ENTITY)
    external_id = fields.String(required=True, validate=_KEY)
    customer_external_id = fields.String(required=True, allow_none=True, validate=_KEY)
    contact_external_id = fields.String(allow_none=True, validate=_KEY)
    opportunity_external_id = fields.String(allow_none=True, validate=_KEY)
    subject = fields.String(required=True, validate=_SUBJECT)
    starts_at = MomentField(required=True)
    ends_at = MomentField(allow_none=True)
    place = fields.String(allow_none=True, validate=validate.Length(min=1, max=500))
    note = fields.String(allow_none=True, validate=validate.Length(max=10_000))
    owner_login = fields.String(validate=validate.Length(min=1, max=64))


class RescheduleVisit(StrictSchema):
    starts_at = MomentField(required=True)
    ends_at = MomentField(allow_none=True, load_default=None)


class TransferVisit(StrictSchema):
    owner_id = IdField(required=True)


class CheckInVisit(StrictSchema):
    """`device_at` is what the visitor's device took the time to be; the server notes its own beside it."""

    device_at = MomentField(required=True)
    latitude = Degrees(90, required=True)
    longitude = Degrees(180, required=True)
    accuracy_m = fields.Float(allow_none=True, load_default=None, validate=validate.Range(min=0, max=MOST_METRES))


class CompleteVisit(StrictSchema):
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    result = fields.String(required=True, validate=_TEXT)
    next_step = fields.String(allow_none=True, load_default=None, validate=validate.Length(min=1, max=500))
    device_at = MomentField(allow_none=True, load_default=None)


class VisitView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    external_id = fields.String(allow_none=True)
    customer = fields.Nested(NamedRef, allow_none=True)
    customer_external_id = fields.String(allow_none=True)
    contact_id = IdField(allow_none=True)
    contact_external_id = fields.String(allow_none=True)
    opportunity_id = IdField(allow_none=True)
    opportunity_external_id = fields.String(allow_none=True)
    subject = fields.String()
    place = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    starts_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso", allow_none=True)
    checked_in_at = fields.AwareDateTime(format="iso", allow_none=True, metadata={"description": "By the server."})
    checked_in_device_at = fields.AwareDateTime(format="iso", allow_none=True)
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    accuracy_m = fields.Float(allow_none=True)
    completed_at = fields.AwareDateTime(format="iso", allow_none=True, metadata={"description": "By the server."})
    completed_device_at = fields.AwareDateTime(format="iso", allow_none=True)
    outcome = fields.String(allow_none=True, validate=validate.OneOf(OUTCOMES))
    result = fields.String(allow_none=True)
    next_step = fields.String(allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "Why it was missed or called off."})


LISTING = Listing(
    noun=ENTITY,
    view=VisitView,
    fields={
        "id": FieldKind.ID,
        "external_id": FieldKind.TEXT,
        "customer_id": FieldKind.ID,
        "contact_id": FieldKind.ID,
        "opportunity_id": FieldKind.ID,
        "subject": FieldKind.TEXT,
        "place": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "starts_at": FieldKind.TIME,
        "ends_at": FieldKind.TIME,
        "checked_in_at": FieldKind.TIME,
        "completed_at": FieldKind.TIME,
        "outcome": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("starts_at", "created_at", "updated_at", "completed_at"),
    default_sort="-starts_at",
    searchable=True,
    customised=True,
    columns=("subject", "customer", "status", "starts_at", "ends_at", "place", "outcome", "owner"),
)


class VisitSummaryQuery(StrictSchema):
    """Which of the visits in the caller's sight are counted: those that start on these days (UTC), both included; the
    last thirty days unless said otherwise.
    """

    since = fields.Date()
    until = fields.Date()
    by = fields.String(load_default="person", validate=validate.OneOf(("person", "unit")))
    org_unit = IdField()
    include_children = fields.Boolean(load_default=False)
    owner = IdField()

    @validates_schema
    def be_a_period(self, data: dict[str, Any], **_: Any) -> None:
        if not data.keys() & {"since", "until"}:
            return
        if not data.keys() >= {"since", "until"}:
            raise ValidationError("Name the first and the last day, or neither.", "until")
        days = (data["until"] - data["since"]).days
        if days < 0 or days >= LONGEST_PERIOD_DAYS:
            raise ValidationError(f"Must lie within {LONGEST_PERIOD_DAYS} days from since on.", "until")


class VisitCountsView(Schema):
    """How many visits there were, how many in which state, and how many with which outcome."""

    visits = fields.Integer()
    planned = fields.Integer()
    checked_in = fields.Integer()
    completed = fields.Integer()
    missed = fields.Integer()
    cancelled = fields.Integer()
    successful = fields.Integer()
    follow_up = fields.Integer()
    unsuccessful = fields.Integer()


class VisitSummaryRowView(VisitCountsView):
    id = IdField()
    name = fields.String(allow_none=True)


class VisitSummaryView(Schema):
    by = fields.String()
    rows = fields.List(fields.Nested(VisitSummaryRowView))
    more = fields.Boolean(metadata={"description": "There are others beyond these rows; name an `org_unit`."})
    totals = fields.Nested(VisitCountsView)


@dataclass(frozen=True)
class VisitEvent(CustomisedEvent):
    """What each event about a visit tells: the visit as it is now, and what changed. Times are ISO 8601."""

    visit_id: str
    record_version: int
    customer_id: str
    customer_name: str | None
    contact_id: str | None
    opportunity_id: str | None
    subject: str
    place: str | None
    status: str
    starts_at: str
    ends_at: str | None
    outcome: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


class VisitPlanned(VisitEvent):
    type: ClassVar[str] = "sales.visit.planned"


class VisitChanged(VisitEvent):
    type: ClassVar[str] = "sales.visit.changed"


class VisitRescheduled(VisitEvent):
    type: ClassVar[str] = "sales.visit.rescheduled"


@dataclass(frozen=True)
class VisitTransferred(VisitEvent):
    type: ClassVar[str] = "sales.visit.transferred"
    from_owner_id: str
    to_owner_id: str


@dataclass(frozen=True)
class VisitCheckedIn(VisitEvent):
    """Somebody arrived at the customer; where, and when by the server's clock and by the device's."""

    type: ClassVar[str] = "sales.visit.checked_in"
    latitude: float
    longitude: float
    accuracy_m: float | None
    checked_in_at: str
    device_at: str


@dataclass(frozen=True)
class VisitCompleted(VisitEvent):
    type: ClassVar[str] = "sales.visit.completed"
    result: str


@dataclass(frozen=True)
class VisitMissed(VisitEvent):
    type: ClassVar[str] = "sales.visit.missed"
    reason: str


@dataclass(frozen=True)
class VisitCancelled(VisitEvent):
    type: ClassVar[str] = "sales.visit.cancelled"
    reason: str


@dataclass(frozen=True)
class VisitShared(VisitEvent, RecordShared):
    type: ClassVar[str] = "sales.visit.shared"


@dataclass(frozen=True)
class VisitShareRevoked(VisitEvent, ShareRevoked):
    type: ClassVar[str] = "sales.visit.share_revoked"


class VisitRemoved(VisitEvent):
    """A job that had planned the visit was taken back."""

    type: ClassVar[str] = "sales.visit.removed"
