"""What the sales service says on the wire about commission statements: what somebody earned in a period, line by line.

A document of distribution, a payment or a shipment, earns its order's owner a commission: the amount that a plan's
owner of orders has accumulated in the period says in which tiers the document's amount lies, and each part of it earns
at the rate of its own tier, rounded half up to the cent. That is then divided among those who share the order, by the
largest remainder, so that the shares sum to the whole. Each share of each part is a line.

A return of goods takes back its part of what the documents of its order earned: of shipments as much as their goods
came back, of payments what they come to above what is left of the order's amount, so that money still owed for the
goods that were kept goes on earning. Each line loses the same part, rounded half up to the cent; returns that come to
the whole take back exactly the whole. In which tiers other documents lie is not changed by a return.
"""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NamedRef, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing

READ = "sales.commission_statement:read"

RIGHTS = {READ: "See commission statements and their lines"}

EARNED, REVERSED, RETURNED = "earned", "reversed", "returned"
KINDS = (EARNED, REVERSED, RETURNED)
PAYMENT, SHIPMENT, RETURN = "payment", "shipment", "return"
SOURCES = (PAYMENT, SHIPMENT, RETURN)


class CommissionStatementView(OwnedRecordView):
    """What the owner earned by one plan in one period. `amount` is the sum of its lines."""

    plan = fields.Nested(NamedRef)
    starts_on = fields.Date()
    ends_on = fields.Date()
    currency = fields.String()
    amount = MoneyField()


class CommissionLineView(Schema):
    """A line never changes. What is taken back is a line more, of the opposite amount, that names the one it reverses
    and the document by which it was: the reversal of a payment, or the shipment that was voided. What a return takes
    back in part is a line `returned` of its own, below zero, that names the return; above zero where it is given back.
    """

    id = IdField()
    kind = fields.String(validate=validate.OneOf(KINDS))
    happened_on = fields.Date(metadata={"description": "The day of the document, in UTC."})
    source_kind = fields.String(validate=validate.OneOf(SOURCES))
    source_id = IdField()
    source_number = fields.String(allow_none=True)
    order_id = IdField()
    order_number = fields.String()
    opportunity_id = IdField(allow_none=True)
    share_percent = MoneyField()
    tier = fields.Integer(metadata={"description": "1 for the lowest."})
    percent = MoneyField(metadata={"description": "The rate of the tier."})
    basis = MoneyField(metadata={"description": "The share of the document's amount that lies in the tier."})
    amount = MoneyField()
    reverses_id = IdField(allow_none=True)


LISTING = Listing(
    noun="commission-statements",
    view=CommissionStatementView,
    fields={
        "id": FieldKind.ID,
        "plan_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "currency": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("starts_on", "amount", "created_at", "updated_at"),
    totals=("amount",),
    default_sort="-starts_on",
    columns=("plan", "owner", "starts_on", "ends_on", "amount", "org_unit"),
)

LINES = Listing(
    noun="commission-lines",
    view=CommissionLineView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "happened_on": FieldKind.DATE,
        "source_kind": FieldKind.CHOICE,
        "source_id": FieldKind.ID,
        "order_id": FieldKind.ID,
        "opportunity_id": FieldKind.ID,
        "tier": FieldKind.NUMBER,
        "basis": FieldKind.MONEY,
        "amount": FieldKind.MONEY,
    },
    sorts=("happened_on", "amount"),
    totals=("basis", "amount"),
    default_sort="id",
)
"""The lines of one statement, in the order in which they were written."""


class ToldCommission(TypedDict):
    """A line as an event tells it."""

    line_id: str
    kind: str
    source_kind: str
    source_id: str
    source_number: str | None
    order_id: str
    basis: str
    percent: str
    amount: str
    reverses_id: str | None


@dataclass(frozen=True)
class CommissionStatementEntered(Event):
    """Lines were entered; the first of them opened the statement."""

    type: ClassVar[str] = "sales.commission_statement.entered"

    commission_statement_id: str
    record_version: int
    plan_id: str
    owner_id: str
    org_unit_id: str
    starts_on: str
    ends_on: str
    currency: str
    amount: str
    lines: list[ToldCommission]
    changes: Changes
