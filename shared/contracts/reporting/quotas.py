"""The quotas behind the figures of reports, on the wire."""

from marshmallow import fields

from shared.contracts.fields import MoneyField, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing


class ReportedQuotaView(OwnedRecordView):
    """A quota behind a figure, as the reports know it."""

    name = fields.String()
    counts = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    amount = MoneyField()
    currency = fields.String()


LISTING = Listing(
    noun="reported_quotas",
    view=ReportedQuotaView,
    fields={"id": FieldKind.ID, "created_at": FieldKind.TIME, "updated_at": FieldKind.TIME},
)
