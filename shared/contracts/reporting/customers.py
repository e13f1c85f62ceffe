"""The customers behind the figures of reports, on the wire."""

from marshmallow import fields, validate

from shared.contracts.fields import OwnedRecordView
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.reporting.catalogue import ReportQuery

MOST_DAYS = 3660


class WindowQuery(ReportQuery):
    """The window is of so many `days` up to the last day of the period, which is today where none is named."""

    days = fields.Integer(load_default=90, validate=validate.Range(min=1, max=MOST_DAYS))


class ReportedCustomerView(OwnedRecordView):
    """A customer behind a figure, as the reports know it."""

    name = fields.String()
    level = fields.String()
    type = fields.String()
    status = fields.String()
    industry = fields.String(allow_none=True)
    region = fields.String(allow_none=True)


LISTING = Listing(
    noun="reported_customers",
    view=ReportedCustomerView,
    fields={"id": FieldKind.ID, "created_at": FieldKind.TIME, "updated_at": FieldKind.TIME},
)
