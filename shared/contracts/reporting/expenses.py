"""The expenses behind the figures of reports, on the wire."""

from marshmallow import fields

from shared.contracts.fields import MoneyField, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing


class ReportedExpenseView(OwnedRecordView):
    """An expense behind a figure, as the reports know it."""

    number = fields.String()
    status = fields.String()
    spent_on = fields.Date()
    category = fields.String()
    amount = MoneyField()
    currency = fields.String()


LISTING = Listing(
    noun="reported_expenses",
    view=ReportedExpenseView,
    fields={"id": FieldKind.ID, "created_at": FieldKind.TIME, "updated_at": FieldKind.TIME},
)
