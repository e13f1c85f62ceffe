"""What the distribution service says about carrying out an order: its lines, their goods, its money."""

from marshmallow import Schema, fields, validate

from shared.contracts.distribution.warehouses import WarehouseRef
from shared.contracts.fields import IdField, MoneyField, NamedRef, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.orders import SHIPPING_METHODS

READ = "distribution.order:read"

RIGHTS = {READ: "See how far orders are reserved, shipped, invoiced and paid"}

STATUSES = ("waiting", "reserved", "partly_shipped", "shipped", "released")


class FulfilmentLineView(Schema):
    line_id = IdField()
    item_id = IdField()
    code = fields.String()
    name = fields.String()
    ordered = fields.Integer()
    reserved = fields.Integer(metadata={"description": "Pieces set aside and not yet shipped."})
    shipped = fields.Integer()
    returned = fields.Integer(metadata={"description": "Pieces of the shipped ones that were received back."})
    invoiced = fields.Integer(metadata={"description": "Pieces on invoices that name this line."})


class FulfilmentView(OwnedRecordView):
    """An order as the distribution service carries it out; its id is that of the sales order."""

    number = fields.String()
    customer = fields.Nested(NamedRef, allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    warehouse = fields.Nested(WarehouseRef, allow_none=True)
    currency = fields.String()
    amount = MoneyField()
    invoiced = MoneyField()
    credited = MoneyField(metadata={"description": "What credit notes take off what is invoiced."})
    paid = MoneyField()
    shipping_method = fields.String(allow_none=True, validate=validate.OneOf(SHIPPING_METHODS))
    partial_shipments = fields.Boolean(metadata={"description": "Without it all that is reserved leaves together."})
    ship_on = fields.Date(allow_none=True)
    ship_to = fields.String(allow_none=True)
    acceptance_demands = fields.List(fields.String())
    lines = fields.List(fields.Nested(FulfilmentLineView))


LISTING = Listing(
    noun="dispatch-orders",
    view=FulfilmentView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "customer_id": FieldKind.ID,
        "warehouse_id": FieldKind.ID,
        "amount": FieldKind.MONEY,
        "invoiced": FieldKind.MONEY,
        "paid": FieldKind.MONEY,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "amount"),
    totals=("amount", "invoiced", "paid"),
)
