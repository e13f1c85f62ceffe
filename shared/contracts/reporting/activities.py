"""The activities behind the figures of reports, on the wire."""

from marshmallow import fields

from shared.contracts.fields import IdField, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing


class ReportedActivityView(OwnedRecordView):
    """An activity behind a figure, as the reports know it; `created_by` is who did it."""

    type = fields.String()
    status = fields.String()
    subject = fields.String(allow_none=True)
    result = fields.String(allow_none=True)
    customer_id = IdField(allow_none=True)
    contact_id = IdField(allow_none=True)
    lead_id = IdField(allow_none=True)
    opportunity_id = IdField(allow_none=True)
    happened_at = fields.AwareDateTime(format="iso")


LISTING = Listing(
    noun="reported_activities",
    view=ReportedActivityView,
    fields={"id": FieldKind.ID, "created_at": FieldKind.TIME, "updated_at": FieldKind.TIME},
)
