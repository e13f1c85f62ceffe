"""What the service desk says about service agreements on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MoneyField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.service_desk.requests import SEVERITIES
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "agreements"

READ = "service_desk.agreement:read"
CREATE = "service_desk.agreement:create"
CHANGE = "service_desk.agreement:change"
ACTIVATE = "service_desk.agreement:activate"
RENEW = "service_desk.agreement:renew"
END = "service_desk.agreement:end"
IMPORT = "service_desk.agreement:import"
UNDO = "service_desk.agreement:undo"
SHARE = "service_desk.agreement:share"

RIGHTS = {
    READ: "See service agreements, and which of them expire",
    CREATE: "Draw up service agreements",
    CHANGE: "Edit agreements that are not in force yet",
    ACTIVATE: "Put agreements into force",
    RENEW: "Extend the term of agreements",
    END: "End agreements before their term, with a reason",
    IMPORT: "Load service agreements from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to agreements",
    SHARE: "Open agreements to other people and units",
}

STATUSES = ("draft", "active", "expired", "ended")
COVERAGES = ("business_hours", "extended_hours", "around_the_clock")
FEE_PERIODS = ("once", "month", "quarter", "year")
REMINDERS = (90, 30, 7)
"""So many days before the end of an agreement its owner is told, unless the agreement says otherwise."""

MOST_PRODUCTS = 200
MOST_MINUTES = 60 * 24 * 365
MOST_DAYS = 3660

_NAME = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
_KEY = validate.Length(min=1, max=120)
_CURRENCY = validate.Regexp(r"^[A-Z]{3}\Z")
_MINUTES = validate.Range(min=1, max=MOST_MINUTES)


class ResponseTarget(StrictSchema):
    """By when somebody reacts to a request of this severity, and by when it is solved, in minutes of the coverage."""

    severity = fields.String(required=True, validate=validate.OneOf(SEVERITIES))
    respond_within_minutes = fields.Integer(required=True, strict=True, validate=_MINUTES)
    solve_within_minutes = fields.Integer(required=True, strict=True, validate=_MINUTES)

    @validates_schema
    def respond_first(self, data: dict[str, Any], **_: Any) -> None:
        if data["respond_within_minutes"] > data["solve_within_minutes"]:
            raise ValidationError("Nothing is solved before somebody has reacted.", "solve_within_minutes")


def _distinct_severities(targets: list[dict[str, Any]]) -> None:
    named = [target["severity"] for target in targets if "severity" in target]
    if len(named) != len(set(named)):
        raise ValidationError("Each severity once.")


_DAYS = fields.Integer(strict=True, validate=validate.Range(min=0, max=MOST_DAYS))


class _AgreementFields(StrictSchema):
    custom = CustomValues(ENTITY)
    coverage = fields.String(validate=validate.OneOf(COVERAGES))
    terms = fields.String(allow_none=True, validate=validate.Length(max=10_000))
    starts_on = fields.Date()
    ends_on = fields.Date()
    response_targets = fields.List(fields.Nested(ResponseTarget), validate=_distinct_severities)
    product_ids = fields.List(IdField(), validate=validate.Length(max=MOST_PRODUCTS))
    fee = MoneyField()
    currency = fields.String(validate=_CURRENCY)
    fee_period = fields.String(validate=validate.OneOf(FEE_PERIODS))
    remind_days = fields.List(_DAYS, validate=validate.Length(max=10))
    external_id = fields.String(allow_none=True, validate=_KEY)


class CreateAgreement(_AgreementFields):
    """`product_ids` are the products covered; `remind_days` so many days before its end the owner is told."""

    id = NewIdField()
    customer_id = IdField(required=True)
    name = fields.String(required=True, validate=_NAME)
    coverage = fields.String(required=True, validate=validate.OneOf(COVERAGES))
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    fee = MoneyField(required=True)


class ChangeAgreement(_AgreementFields):
    name = fields.String(validate=_NAME)


class ProductOfRow(Schema):
    """A product as an agreement's export has it; its code alone says which."""

    class Meta:
        unknown = EXCLUDE

    code = fields.String(required=True)


class AgreementRow(_AgreementFields):
    """An agreement in a file; `external_id` says which, `customer_external_id` with whom, which is said once.

    Lists are cells in JSON, as an export writes them. It is a draft until somebody puts it into force.
    """

    class Meta(_AgreementFields.Meta):
        exclude = ("product_ids",)

    external_id = fields.String(required=True, validate=_KEY)
    customer_external_id = fields.String(allow_none=True, validate=_KEY)
    name = fields.String(required=True, validate=_NAME)
    coverage = fields.String(required=True, validate=validate.OneOf(COVERAGES))
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    fee = MoneyField(required=True)
    response_targets = ListCell(fields.Nested(ResponseTarget), validate=_distinct_severities)
    remind_days = ListCell(_DAYS, validate=validate.Length(max=10))
    products = ListCell(fields.Nested(ProductOfRow), validate=validate.Length(max=MOST_PRODUCTS))


class RenewAgreement(StrictSchema):
    """`ends_on` is the new last day; the fee stays unless another is given."""

    ends_on = fields.Date(required=True)
    fee = MoneyField()


class CoveredProductView(Schema):
    id = IdField()
    code = fields.String()
    name = fields.String()


class AgreementView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    number = fields.String()
    name = fields.String()
    customer = fields.Nested(NamedRef, allow_none=True)
    customer_external_id = fields.String(allow_none=True)
    external_id = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    coverage = fields.String(validate=validate.OneOf(COVERAGES))
    terms = fields.String(allow_none=True)
    starts_on = fields.Date()
    ends_on = fields.Date(metadata={"description": "The last day."})
    response_targets = fields.List(fields.Nested(ResponseTarget))
    products = fields.List(fields.Nested(CoveredProductView))
    fee = MoneyField()
    currency = fields.String()
    fee_period = fields.String(validate=validate.OneOf(FEE_PERIODS))
    remind_days = fields.List(fields.Integer())
    days_left = fields.Integer(metadata={"description": "Until its last day; below zero after that."})
    activated_at = fields.AwareDateTime(format="iso", allow_none=True)
    ended_on = fields.Date(allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "Why it was ended before its term."})


LISTING = Listing(
    noun=ENTITY,
    view=AgreementView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "coverage": FieldKind.CHOICE,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "external_id": FieldKind.TEXT,
        "fee": FieldKind.MONEY,
        "currency": FieldKind.CHOICE,
        "fee_period": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("ends_on", "created_at", "updated_at", "number", "fee"),
    totals=("fee",),
    searchable=True,
    customised=True,
)


class ExpiringQuery(StrictSchema):
    """How many days ahead to look; today counts as none."""

    within_days = fields.Integer(load_default=30, validate=validate.Range(min=0, max=MOST_DAYS))


class ExpiringView(Schema):
    """The first two hundred, the soonest first; `count` is how many there are."""

    agreements = fields.List(fields.Nested(AgreementView))
    count = fields.Integer()


@dataclass(frozen=True)
class AgreementEvent(CustomisedEvent):
    """What each event about an agreement tells: the agreement as it is now, and what changed. Days are ISO 8601."""

    agreement_id: str
    record_version: int
    number: str
    name: str
    customer_id: str
    customer_name: str | None
    status: str
    coverage: str
    starts_on: str
    ends_on: str
    fee: str
    currency: str
    owner_id: str
    org_unit_id: str
    changes: Changes


class AgreementCreated(AgreementEvent):
    type: ClassVar[str] = "service_desk.agreement.created"


class AgreementChanged(AgreementEvent):
    type: ClassVar[str] = "service_desk.agreement.changed"


class AgreementActivated(AgreementEvent):
    type: ClassVar[str] = "service_desk.agreement.activated"


@dataclass(frozen=True)
class AgreementRenewed(AgreementEvent):
    type: ClassVar[str] = "service_desk.agreement.renewed"
    from_ends_on: str


@dataclass(frozen=True)
class AgreementExpiring(AgreementEvent):
    """The end came nearer than one of the agreement's thresholds (in days); each is told of once."""

    type: ClassVar[str] = "service_desk.agreement.expiring"
    threshold: int
    days_left: int


class AgreementExpired(AgreementEvent):
    type: ClassVar[str] = "service_desk.agreement.expired"


@dataclass(frozen=True)
class AgreementEnded(AgreementEvent):
    type: ClassVar[str] = "service_desk.agreement.ended"
    reason: str


@dataclass(frozen=True)
class AgreementShared(AgreementEvent, RecordShared):
    type: ClassVar[str] = "service_desk.agreement.shared"


@dataclass(frozen=True)
class AgreementShareRevoked(AgreementEvent, ShareRevoked):
    type: ClassVar[str] = "service_desk.agreement.share_revoked"


class AgreementRemoved(AgreementEvent):
    """A job that had drawn the agreement up was taken back."""

    type: ClassVar[str] = "service_desk.agreement.removed"
