"""The distribution service: one Nameko service, one mixin per aggregate."""

from services.distribution.credit_notes.entrypoints import CreditNoteEntrypoints
from services.distribution.customers.entrypoints import CustomerEntrypoints
from services.distribution.inbound_documents.entrypoints import InboundDocumentEntrypoints
from services.distribution.inbound_returns.entrypoints import InboundReturnEntrypoints
from services.distribution.invoices.entrypoints import InvoiceEntrypoints
from services.distribution.items.entrypoints import ItemEntrypoints
from services.distribution.merges.entrypoints import CustomerMergeEntrypoints
from services.distribution.orders.entrypoints import OrderEntrypoints
from services.distribution.outbound_documents.entrypoints import OutboundDocumentEntrypoints
from services.distribution.payments.entrypoints import PaymentEntrypoints
from services.distribution.persistence import Base
from services.distribution.processes.entrypoints import ProcessEntrypoints
from services.distribution.shipments.entrypoints import ShipmentEntrypoints
from services.distribution.stock.entrypoints import StockEntrypoints
from services.distribution.timeline.entrypoints import CustomerTimelineEntrypoints
from services.distribution.undos.entrypoints import UndoEntrypoints
from services.distribution.warehouses.entrypoints import WarehouseEntrypoints
from shared.audit.entrypoints import AuditEntrypoints
from shared.explaining import ExplainingEntrypoints


class DistributionService(
    AuditEntrypoints,
    CustomerMergeEntrypoints,
    ProcessEntrypoints,
    CreditNoteEntrypoints,
    CustomerEntrypoints,
    InboundDocumentEntrypoints,
    InboundReturnEntrypoints,
    InvoiceEntrypoints,
    ItemEntrypoints,
    OrderEntrypoints,
    OutboundDocumentEntrypoints,
    PaymentEntrypoints,
    ShipmentEntrypoints,
    StockEntrypoints,
    UndoEntrypoints,
    WarehouseEntrypoints,
    CustomerTimelineEntrypoints,
    ExplainingEntrypoints,
):
    name = "distribution"
    owned_in = Base
