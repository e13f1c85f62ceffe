"""What the sales service says on the wire about expenses, and the rights that the gateway checks."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import ClassVar, TypedDict

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.expense:read"
CREATE = "sales.expense:create"
CHANGE = "sales.expense:change"
SUBMIT = "sales.expense:submit"
APPROVE = "sales.expense:approve"
REFUSE = "sales.expense:refuse"
PAY = "sales.expense:pay"

RIGHTS = {
    READ: "See expenses and their receipts",
    CREATE: "Draw up expenses of one's own",
    CHANGE: "Edit expenses and their receipts until they are submitted, and again after they are refused",
    SUBMIT: "Submit expenses for approval",
    APPROVE: "Approve expenses of others",
    REFUSE: "Refuse expenses of others",
    PAY: "Record that approved expenses of others are paid back",
}

CATEGORIES = ("travel", "lodging", "meals", "entertainment", "gifts", "samples", "communication", "other")
STATUSES = ("draft", "submitted", "approved", "refused", "paid")
MOST_ALLOCATIONS = 100
_AMOUNT = {"least": Decimal("0.01")}
_CURRENCY = validate.Regexp(r"^[A-Z]{3}\Z")
_TEXT = validate.Length(min=1, max=500)


class Allocation(StrictSchema):
    """The part of an expense that was spent on a deal."""

    opportunity_id = IdField(required=True)
    amount = MoneyField(required=True, **_AMOUNT)


class _ExpenseFields(StrictSchema):
    """Allocations, where there are any, sum to the amount."""

    description = fields.String(allow_none=True, validate=_TEXT)
    allocations = fields.List(fields.Nested(Allocation), validate=validate.Length(max=MOST_ALLOCATIONS))


class CreateExpense(_ExpenseFields):
    id = NewIdField()
    spent_on = fields.Date(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    amount = MoneyField(required=True, **_AMOUNT)
    currency = fields.String(required=True, validate=_CURRENCY)


class ChangeExpense(_ExpenseFields):
    """`allocations` replaces all of them."""

    spent_on = fields.Date()
    category = fields.String(validate=validate.OneOf(CATEGORIES))
    amount = MoneyField(**_AMOUNT)
    currency = fields.String(validate=_CURRENCY)


class PayExpense(StrictSchema):
    paid_on = fields.Date(metadata={"description": "By default today."})


class AllocationView(Schema):
    opportunity_id = IdField()
    amount = MoneyField()


class ExpenseSummaryView(OwnedRecordView):
    number = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    spent_on = fields.Date()
    category = fields.String(validate=validate.OneOf(CATEGORIES))
    description = fields.String(allow_none=True)
    amount = MoneyField()
    currency = fields.String()
    decided_by = IdField(allow_none=True, metadata={"description": "Who approved or refused it last."})
    refusal_reason = fields.String(allow_none=True)
    paid_on = fields.Date(allow_none=True)


class ExpenseView(ExpenseSummaryView):
    """An expense with the deals that it was spent on."""

    allocations = fields.List(fields.Nested(AllocationView))


LISTING = Listing(
    noun="expenses",
    view=ExpenseSummaryView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "spent_on": FieldKind.DATE,
        "category": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "currency": FieldKind.CHOICE,
        "paid_on": FieldKind.DATE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("number", "spent_on", "amount", "created_at", "updated_at"),
    totals=("amount",),
    default_sort="-spent_on",
    columns=("number", "description", "category", "status", "amount", "spent_on", "owner"),
)

OF_DEAL = replace(LISTING, view=ExpenseView, totals=())
"""Those of one deal, with their parts: their whole amounts would sum to what was spent on other deals too."""


class ToldAllocation(TypedDict):
    """A part of an expense in its events."""

    opportunity_id: str
    amount: str


@dataclass(frozen=True)
class ExpenseEvent(Event):
    """What each event about an expense tells: the expense as it is now, and what changed.

    `unit_path` and `owner_path` are where unit and owner stood in the organisation when it happened, in node numbers;
    events of before they were told lack it.
    """

    expense_id: str
    record_version: int
    number: str
    status: str
    spent_on: str
    category: str
    description: str | None
    amount: str
    currency: str
    allocations: list[ToldAllocation]
    decided_by: str | None
    refusal_reason: str | None
    paid_on: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes
    unit_path: str = field(default="", kw_only=True)
    owner_path: str = field(default="", kw_only=True)


class ExpenseCreated(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.created"


class ExpenseChanged(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.changed"


class ExpenseSubmitted(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.submitted"


class ExpenseApproved(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.approved"


class ExpenseRefused(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.refused"


class ExpensePaid(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.paid"


@dataclass(frozen=True)
class ExpenseFileAttached(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.file_attached"
    file_id: str


@dataclass(frozen=True)
class ExpenseFileRemoved(ExpenseEvent):
    type: ClassVar[str] = "sales.expense.file_removed"
    file_id: str
