"""What all reports on deals have in common on the wire: their parameters, their figures, and the deals behind them."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.fields import IdField, MoneyField, NamedRef, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

STATED_LAG_SECONDS = 5
"""Within so many seconds what was written anywhere is in the figures, while the bus runs."""


class DealsQuery(StrictSchema):
    """Which of the deals in the caller's sight a report is about. A closed deal counts for the unit and the owner that
    it belonged to when it was closed, and below the units under which these stood then. `period` is a year, a quarter
    or a month: 2026, 2026-Q4, 2026-11; or `since` and `until` name the first and the last day.
    """

    period = fields.String(validate=validate.Regexp(r"^[1-9][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?\Z"))
    since = fields.Date()
    until = fields.Date()
    org_unit = IdField()
    include_children = fields.Boolean(load_default=False)
    owner = IdField()
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))

    @validates_schema
    def name_one_period(self, data: dict[str, object], **_: object) -> None:
        if "period" in data and ("since" in data or "until" in data):
            raise ValidationError("Name a period, or since and until.", "period")


class AsOfView(Schema):
    """How fresh the figures are: everything that the sales service logged up to this position is in them."""

    position = fields.Integer()
    at = fields.AwareDateTime(format="iso", allow_none=True, metadata={"description": "When the last of it happened."})
    stated_lag_seconds = fields.Integer()


class LearntView(Schema):
    """What was learnt once and is kept for all who see the same: when, from how many records of which days, and how
    much of the log of sales was in. It is of what the caller sees by owner or by unit; what is shared one by one
    teaches nothing. It is learnt anew with each change while the records are few, else within a day, or once one in
    50 of them has changed.
    """

    at = fields.AwareDateTime(format="iso")
    records = fields.Integer()
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    as_of = fields.Nested(AsOfView)


class AmountsView(Schema):
    currency = fields.String()
    amount = MoneyField()
    weighted_amount = MoneyField()


class FiguresView(Schema):
    """A count and its sums. Where the deals are not in one currency there is no sum but one for each currency."""

    count = fields.Integer()
    currency = fields.String(allow_none=True)
    amount = MoneyField(allow_none=True)
    weighted_amount = MoneyField(allow_none=True)
    amounts_by_currency = fields.List(fields.Nested(AmountsView))


class ReportedDealView(OwnedRecordView):
    """A deal behind a figure, as the reports know it; `id` is that of the opportunity."""

    number = fields.String()
    name = fields.String()
    stage = fields.String()
    status = fields.String()
    amount = MoneyField(allow_none=True)
    weighted_amount = MoneyField(allow_none=True)
    currency = fields.String()
    probability = fields.Integer()
    customer = fields.Nested(NamedRef, allow_none=True)
    product = fields.Nested(NamedRef, allow_none=True)
    lost_reason = fields.String(allow_none=True)
    expected_close_date = fields.Date(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    closed_unit_id = IdField(allow_none=True, metadata={"description": "The unit it belonged to when it was closed."})
    closed_owner_id = IdField(allow_none=True, metadata={"description": "Who owned it when it was closed."})


LISTING = Listing(
    noun="reported_deals",
    view=ReportedDealView,
    fields={
        "id": FieldKind.ID,
        "stage": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "weighted_amount": FieldKind.MONEY,
        "currency": FieldKind.CHOICE,
        "probability": FieldKind.NUMBER,
        "customer_id": FieldKind.ID,
        "product_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "closed_unit_id": FieldKind.ID,
        "closed_owner_id": FieldKind.ID,
        "lost_reason": FieldKind.TEXT,
        "expected_close_date": FieldKind.DATE,
        "closed_on": FieldKind.DATE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "amount", "weighted_amount", "probability", "expected_close_date", "closed_on"),
    totals=("amount", "weighted_amount"),
)
