"""Which services there are, and where the Nameko class of each lives."""

from importlib import import_module

from shared.settings import GATEWAY, SERVICES

CLASSES = {
    "sales": "services.sales.service:SalesService",
    "marketing": "services.marketing.service:MarketingService",
    "service_desk": "services.service_desk.service:ServiceDeskService",
    "distribution": "services.distribution.service:DistributionService",
    "messaging": "services.messaging.service:MessagingService",
    "reporting": "services.reporting.service:ReportingService",
    GATEWAY: "gateway.service:GatewayService",
}
EVERYBODY = (*SERVICES, GATEWAY)


def service_class(name: str) -> type:
    """The class of one service; imports that service and no other."""
    module, _, attribute = CLASSES[name].partition(":")
    found: type = getattr(import_module(module), attribute)
    return found
