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
    CustomerMerged,
    CustomerMergeUndone,
    CustomerRemoved,
    CustomerShared,
    CustomerShareRevoked,
    CustomerStatusChanged,
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
from shared.contracts.sales.stages import StageChanged, StageDefined, StageRateChanged, StageRemoved
from shared.contracts.sales.visits import (
    VisitCancelled,
    VisitChanged,
    VisitCheckedIn,
    VisitCompleted,
    VisitMissed,
    VisitPlanned,
    VisitRemoved,
    VisitRescheduled,
    VisitTransferred,
)
from shared.contracts.service_desk.agreements import AgreementExpiring
from shared.contracts.service_desk.requests import RequestEscalated

OF_CUSTOMERS: tuple[type[Event], ...] = (
    CustomerChanged,
    CustomerCreated,
    CustomerMerged,
    CustomerMergeUndone,
    CustomerRemoved,
    CustomerShared,
    CustomerShareRevoked,
    CustomerStatusChanged,
    CustomerTransferred,
)
"""What a service hears that keeps a copy of the customers."""

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "distribution": (
        *OF_CUSTOMERS,
        OrderConfirmed,
        OrderReservationRequested,
        OrderVoidRequested,
        ProductChanged,
        ProductCreated,
    ),
    "marketing": (
        *OF_CUSTOMERS,
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
        VisitRemoved,
        VisitRescheduled,
        VisitTransferred,
    ),
    "reporting": (
        CustomerMerged,
        CustomerMergeUndone,
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
        StageRemoved,
    ),
    "sales": (
        CustomerChanged,
        CustomerStatusChanged,
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
        *OF_CUSTOMERS,
        ProductChanged,
        ProductCreated,
    ),
}
"""By consuming service."""
