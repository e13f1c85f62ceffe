"""What the sales service says on the wire about quotas: what is to be sold in a period, and how much of it was."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.quota:read"
SET = "sales.quota:set"
CHANGE = "sales.quota:change"

RIGHTS = {
    READ: "See quotas, and how much of them the orders within reach attain",
    SET: "Set quotas for sellers and units",
    CHANGE: "Change the amount of quotas whose period is not over",
}

SELLER, UNIT = "seller", "unit"
COUNTED = (SELLER, UNIT)
_AMOUNT = {"least": Decimal("0.01")}


class SetQuota(StrictSchema):
    """What a person answers for: orders of their own, or with a unit all orders of that unit and those below it.
    Without a product every product counts. Both days belong to the period.
    """

    id = NewIdField()
    person_id = IdField(required=True)
    unit_id = IdField(allow_none=True, load_default=None)
    product_id = IdField(allow_none=True, load_default=None)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    amount = MoneyField(required=True, **_AMOUNT)
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))


class ChangeQuota(StrictSchema):
    """Whose it is, of what and when stays; set another quota for another."""

    amount = MoneyField(required=True, **_AMOUNT)


class QuotaView(OwnedRecordView):
    counts = fields.String(
        validate=validate.OneOf(COUNTED),
        metadata={"description": "Orders of the owner alone, or all of the unit and those below it."},
    )
    product_id = IdField(allow_none=True)
    starts_on = fields.Date()
    ends_on = fields.Date()
    amount = MoneyField()
    currency = fields.String()


class AttainmentView(Schema):
    """What the confirmed orders of the period that the caller reaches come to, before tax, in the quota's currency.
    Voided orders do not count.
    """

    quota_id = IdField()
    amount = MoneyField()
    attained = MoneyField()
    currency = fields.String()
    percent = MoneyField()
    orders = fields.Integer()


LISTING = Listing(
    noun="quotas",
    view=QuotaView,
    fields={
        "id": FieldKind.ID,
        "counts": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "product_id": FieldKind.ID,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "amount": FieldKind.MONEY,
        "currency": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("starts_on", "ends_on", "created_at", "updated_at"),
    default_sort="-starts_on",
    columns=("owner", "org_unit", "counts", "product_id", "amount", "starts_on", "ends_on"),
)


@dataclass(frozen=True)
class QuotaEvent(Event):
    """What each event about a quota tells: the quota as it is now, and what changed. `unit_path` and `owner_path` are
    where unit and owner stood in the organisation when it happened, in node numbers; events of before lack them.
    """

    quota_id: str
    record_version: int
    counts: str
    owner_id: str
    org_unit_id: str
    product_id: str | None
    starts_on: str
    ends_on: str
    amount: str
    currency: str
    changes: Changes
    unit_path: str = field(default="", kw_only=True)
    owner_path: str = field(default="", kw_only=True)


class QuotaSet(QuotaEvent):
    type: ClassVar[str] = "sales.quota.set"


class QuotaChanged(QuotaEvent):
    type: ClassVar[str] = "sales.quota.changed"
