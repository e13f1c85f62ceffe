"""Which service listens to which events; publishers and consumers both set up the broker by it."""

from shared.contracts.events import Event
from shared.contracts.marketing.campaigns import LeadCaptured
from shared.contracts.sales.customers import CustomerChanged
from shared.contracts.sales.leads import LeadChanged, LeadCreated, LeadLost, LeadQualified, LeadReopened

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "marketing": (LeadChanged, LeadCreated, LeadLost, LeadQualified, LeadReopened),
    "sales": (CustomerChanged, LeadCaptured),
}
"""By consuming service."""
