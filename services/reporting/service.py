"""The reporting service: one Nameko service, one mixin per aggregate."""

from services.reporting.deals.entrypoints import DealEntrypoints
from services.reporting.forecast.entrypoints import ForecastEntrypoints
from services.reporting.sales_funnel.entrypoints import SalesFunnelEntrypoints
from services.reporting.won_lost.entrypoints import WonLostEntrypoints


class ReportingService(DealEntrypoints, ForecastEntrypoints, SalesFunnelEntrypoints, WonLostEntrypoints):
    name = "reporting"
