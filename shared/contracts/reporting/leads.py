"""The leads behind the figures of reports, on the wire."""

from marshmallow import fields

from shared.contracts.fields import IdField, MoneyField, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing


class ReportedLeadView(OwnedRecordView):
    """A lead behind a figure, as the reports know it."""

    name = fields.String()
    status = fields.String()
    source_kind = fields.String()
    source_id = IdField(allow_none=True)
    came_on = fields.Date()
    budget = MoneyField(allow_none=True)
    budget_currency = fields.String(allow_none=True)


LISTING = Listing(
    noun="reported_leads",
    view=ReportedLeadView,
    fields={"id": FieldKind.ID, "created_at": FieldKind.TIME, "updated_at": FieldKind.TIME},
)
