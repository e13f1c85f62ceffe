"""The orders behind the figures of reports, on the wire."""

from marshmallow import fields

from shared.contracts.fields import IdField, MoneyField, NamedRef, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.reporting.catalogue import GrainedQuery

COUNTED = ("confirmed", "fulfilled", "voiding")
"""The states in which an order is a sale."""


class OfCustomerQuery(GrainedQuery):
    """`customer` is whose orders; without one they are those of all."""

    customer = IdField()


class ReportedOrderView(OwnedRecordView):
    """An order behind a figure, as the reports know it."""

    number = fields.String()
    status = fields.String()
    customer = fields.Nested(NamedRef)
    currency = fields.String()
    amount = MoneyField()
    invoiced = MoneyField()
    paid = MoneyField()
    ordered_on = fields.Date()


LISTING = Listing(
    noun="reported_orders",
    view=ReportedOrderView,
    fields={"id": FieldKind.ID, "created_at": FieldKind.TIME, "updated_at": FieldKind.TIME},
)
