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
from shared.contracts.gateway.process_runs import ProcessRunFinished, ProcessRunStarted, ProcessStepCompleted
from shared.contracts.gateway.system import CapacityExceeded
from shared.contracts.marketing.campaigns import LeadCaptured
from shared.contracts.sales.customers import (
    CustomerChanged,
    CustomerCreated,
    CustomerRemoved,
    CustomerShared,
    CustomerShareRevoked,
    CustomerTransferred,
)
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
    OpportunityRemoved,
    OpportunityReopened,
    OpportunityShared,
    OpportunityShareRevoked,
    OpportunityStageChanged,
    OpportunityTransferred,
    OpportunityWon,
)
from shared.contracts.sales.orders import OrderConfirmed, OrderReservationRequested, OrderVoidRequested
from shared.contracts.sales.products import ProductChanged, ProductCreated
from shared.contracts.sales.quotations import (
    QuotationAccepted,
    QuotationExpired,
    QuotationRefused,
    QuotationRevised,
    QuotationSent,
)
from shared.contracts.sales.stages import StageChanged, StageDefined, StageRateChanged
from shared.contracts.sales.visits import (
    VisitCancelled,
    VisitChanged,
    VisitCheckedIn,
    VisitCompleted,
    VisitMissed,
    VisitPlanned,
    VisitRescheduled,
    VisitTransferred,
)
from shared.contracts.service_desk.agreements import AgreementExpiring
from shared.contracts.service_desk.requests import RequestEscalated

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "distribution": (
        CustomerChanged,
        CustomerCreated,
        CustomerRemoved,
        CustomerShared,
        CustomerShareRevoked,
        CustomerTransferred,
        OrderConfirmed,
        OrderReservationRequested,
        OrderVoidRequested,
        ProductChanged,
        ProductCreated,
    ),
    "marketing": (
        CustomerChanged,
        CustomerCreated,
        CustomerRemoved,
        CustomerShared,
        CustomerShareRevoked,
        CustomerTransferred,
        LeadChanged,
        LeadConverted,
        LeadCreated,
        LeadLost,
        LeadQualified,
        LeadReopened,
        LeadTransferred,
    ),
    "messaging": (
        AgreementExpiring,
        CapacityExceeded,
        OpportunityStageChanged,
        OpportunityTransferred,
        ProcessRunFinished,
        ProcessRunStarted,
        ProcessStepCompleted,
        QuotationAccepted,
        QuotationExpired,
        QuotationRefused,
        QuotationRevised,
        QuotationSent,
        RequestEscalated,
        VisitCancelled,
        VisitChanged,
        VisitCheckedIn,
        VisitCompleted,
        VisitMissed,
        VisitPlanned,
        VisitRescheduled,
        VisitTransferred,
    ),
    "reporting": (
        OpportunityChanged,
        OpportunityLost,
        OpportunityOpened,
        OpportunityRecorded,
        OpportunityRemoved,
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
        OpportunityTransferred,
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
    "service_desk": (
        CustomerChanged,
        CustomerCreated,
        CustomerRemoved,
        CustomerShared,
        CustomerShareRevoked,
        CustomerTransferred,
        ProductChanged,
        ProductCreated,
    ),
}
"""By consuming service."""
