"""Which service listens to which events; publishers and consumers both set up the broker by it."""

from shared.contracts.distribution.fulfilment import (
    GoodsReserved,
    GoodsShipped,
    InvoiceIssued,
    InvoiceVoided,
    PaymentPosted,
    PaymentReversed,
    ReleaseRefused,
    ReservationRefused,
    ReservationReleased,
    ShipmentVoided,
)
from shared.contracts.events import Event
from shared.contracts.marketing.campaigns import LeadCaptured
from shared.contracts.sales.customers import CustomerChanged, CustomerCreated, CustomerTransferred
from shared.contracts.sales.leads import (
    LeadChanged,
    LeadConverted,
    LeadCreated,
    LeadLost,
    LeadQualified,
    LeadReopened,
    LeadTransferred,
)
from shared.contracts.sales.opportunities import (
    OpportunityChanged,
    OpportunityLost,
    OpportunityOpened,
    OpportunityRecorded,
    OpportunityReopened,
    OpportunityShared,
    OpportunityShareRevoked,
    OpportunityStageChanged,
    OpportunityTransferred,
    OpportunityWon,
)
from shared.contracts.sales.orders import OrderConfirmed, OrderReservationRequested, OrderVoidRequested
from shared.contracts.sales.products import ProductChanged, ProductCreated
from shared.contracts.sales.stages import StageChanged, StageDefined, StageRateChanged
from shared.contracts.service_desk.requests import RequestEscalated

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "distribution": (OrderConfirmed, OrderReservationRequested, OrderVoidRequested, ProductChanged, ProductCreated),
    "marketing": (
        LeadChanged,
        LeadConverted,
        LeadCreated,
        LeadLost,
        LeadQualified,
        LeadReopened,
        LeadTransferred,
    ),
    "messaging": (OpportunityStageChanged, OpportunityTransferred, RequestEscalated),
    "reporting": (
        OpportunityChanged,
        OpportunityLost,
        OpportunityOpened,
        OpportunityRecorded,
        OpportunityReopened,
        OpportunityShared,
        OpportunityShareRevoked,
        OpportunityStageChanged,
        OpportunityTransferred,
        OpportunityWon,
        StageChanged,
        StageDefined,
        StageRateChanged,
    ),
    "sales": (
        CustomerChanged,
        LeadCaptured,
        GoodsReserved,
        GoodsShipped,
        InvoiceIssued,
        InvoiceVoided,
        PaymentPosted,
        PaymentReversed,
        ReleaseRefused,
        ReservationRefused,
        ReservationReleased,
        ShipmentVoided,
    ),
    "service_desk": (CustomerChanged, CustomerCreated, CustomerTransferred),
}
"""By consuming service."""
