"""The distribution service: one Nameko service, one mixin per aggregate."""

from services.distribution.inbound_documents.entrypoints import InboundDocumentEntrypoints
from services.distribution.invoices.entrypoints import InvoiceEntrypoints
from services.distribution.items.entrypoints import ItemEntrypoints
from services.distribution.orders.entrypoints import OrderEntrypoints
from services.distribution.outbound_documents.entrypoints import OutboundDocumentEntrypoints
from services.distribution.payments.entrypoints import PaymentEntrypoints
from services.distribution.shipments.entrypoints import ShipmentEntrypoints
from services.distribution.stock.entrypoints import StockEntrypoints
from services.distribution.warehouses.entrypoints import WarehouseEntrypoints


class DistributionService(
    InboundDocumentEntrypoints,
    InvoiceEntrypoints,
    ItemEntrypoints,
    OrderEntrypoints,
    OutboundDocumentEntrypoints,
    PaymentEntrypoints,
    ShipmentEntrypoints,
    StockEntrypoints,
    WarehouseEntrypoints,
):
    name = "distribution"
