"""What the sales service says on the wire about commission splits: who shares what an order earns, and how."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.commission_plans import MOST_SHARES, ToldShare

READ = "sales.commission_split:read"
SET = "sales.commission_split:set"
CHANGE = "sales.commission_split:change"

RIGHTS = {
    READ: "See how the commission of orders is split",
    SET: "Say how the commission of an order is split",
    CHANGE: "Split the commission of an order otherwise, for what is yet to come",
}


class TeamShare(StrictSchema):
    person_id = IdField(required=True)
    percent = MoneyField(required=True, least=Decimal("0.0001"), validate=validate.Range(max=100))


class ChangeCommissionSplit(StrictSchema):
    """Shares that sum to 100. They hold for documents to come; what was earned stays with those who earned it."""

    shares = fields.List(fields.Nested(TeamShare), required=True, validate=validate.Length(min=1, max=MOST_SHARES))


class SetCommissionSplit(ChangeCommissionSplit):
    """In place of the shares of every plan that pays for this order."""

    id = NewIdField()
    order_id = IdField(required=True)


class TeamShareView(Schema):
    person_id = IdField()
    percent = MoneyField()


class CommissionSplitView(OwnedRecordView):
    order_id = IdField()
    shares = fields.List(fields.Nested(TeamShareView))


LISTING = Listing(
    noun="commission-splits",
    view=CommissionSplitView,
    fields={
        "id": FieldKind.ID,
        "order_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at"),
    columns=("order_id", "owner", "created_at"),
)


@dataclass(frozen=True)
class CommissionSplitEvent(Event):
    """What each event about a split tells: the split as it is now, and what changed."""

    commission_split_id: str
    record_version: int
    order_id: str
    shares: list[ToldShare]
    owner_id: str
    org_unit_id: str
    changes: Changes


class CommissionSplitSet(CommissionSplitEvent):
    type: ClassVar[str] = "sales.commission_split.set"


class CommissionSplitChanged(CommissionSplitEvent):
    type: ClassVar[str] = "sales.commission_split.changed"
