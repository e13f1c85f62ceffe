"""The reporting service: one Nameko service, one mixin per aggregate."""

from services.reporting.deals.entrypoints import DealEntrypoints
from services.reporting.forecast.entrypoints import ForecastEntrypoints
from services.reporting.merges.entrypoints import CustomerMergeEntrypoints
from services.reporting.persistence import Base
from services.reporting.sales_funnel.entrypoints import SalesFunnelEntrypoints
from services.reporting.won_lost.entrypoints import WonLostEntrypoints
from shared.audit.entrypoints import AuditEntrypoints
from shared.explaining import ExplainingEntrypoints


class ReportingService(
    AuditEntrypoints,
    CustomerMergeEntrypoints,
    DealEntrypoints,
    ForecastEntrypoints,
    SalesFunnelEntrypoints,
    WonLostEntrypoints,
    ExplainingEntrypoints,
):
    name = "reporting"
    owned_in = Base
