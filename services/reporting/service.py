"""The reporting service: one Nameko service, one mixin per aggregate."""

from services.reporting.activities.entrypoints import ActivityFactEntrypoints
from services.reporting.built_reports.entrypoints import BuiltReportEntrypoints
from services.reporting.catalogue.entrypoints import CatalogueEntrypoints
from services.reporting.competitors.entrypoints import DealCompetitorEntrypoints
from services.reporting.contacts.entrypoints import ContactFactEntrypoints
from services.reporting.customer_stays.entrypoints import CustomerStayEntrypoints
from services.reporting.customers.entrypoints import CustomerFactEntrypoints
from services.reporting.dashboards.entrypoints import DashboardEntrypoints
from services.reporting.deal_events.entrypoints import DealEventEntrypoints
from services.reporting.deal_facts.entrypoints import DealFactEntrypoints
from services.reporting.deal_outlooks.entrypoints import DealOutlookEntrypoints
from services.reporting.deals.entrypoints import DealEntrypoints
from services.reporting.expenses.entrypoints import ExpenseFactEntrypoints
from services.reporting.forecast.entrypoints import ForecastEntrypoints
from services.reporting.history_forecast.entrypoints import HistoryForecastEntrypoints
from services.reporting.leads.entrypoints import LeadFactEntrypoints
from services.reporting.merges.entrypoints import CustomerMergeEntrypoints
from services.reporting.mining_runs.entrypoints import MiningRunEntrypoints
from services.reporting.needs.entrypoints import DealNeedEntrypoints
from services.reporting.orders.entrypoints import OrderFactEntrypoints
from services.reporting.persistence import Base
from services.reporting.problems.entrypoints import DealProblemEntrypoints
from services.reporting.products.entrypoints import KnownProductEntrypoints
from services.reporting.questions.entrypoints import QuestionEntrypoints
from services.reporting.quotas.entrypoints import QuotaFactEntrypoints
from services.reporting.relearning.entrypoints import RelearningEntrypoints
from services.reporting.report_templates.entrypoints import ReportTemplateEntrypoints
from services.reporting.requests.entrypoints import RequestFactEntrypoints
from services.reporting.sales_funnel.entrypoints import SalesFunnelEntrypoints
from services.reporting.segments.entrypoints import SegmentEntrypoints
from services.reporting.territories.entrypoints import KnownTerritoryEntrypoints
from services.reporting.visits.entrypoints import VisitFactEntrypoints
from services.reporting.win_scores.entrypoints import WinScoreEntrypoints
from services.reporting.won_lost.entrypoints import WonLostEntrypoints
from shared.audit.entrypoints import AuditEntrypoints
from shared.explaining import ExplainingEntrypoints


class ReportingService(
    ActivityFactEntrypoints,
    AuditEntrypoints,
    BuiltReportEntrypoints,
    CatalogueEntrypoints,
    ContactFactEntrypoints,
    CustomerFactEntrypoints,
    CustomerMergeEntrypoints,
    CustomerStayEntrypoints,
    DealCompetitorEntrypoints,
    DashboardEntrypoints,
    DealEntrypoints,
    DealEventEntrypoints,
    DealFactEntrypoints,
    DealNeedEntrypoints,
    DealOutlookEntrypoints,
    DealProblemEntrypoints,
    ExpenseFactEntrypoints,
    ForecastEntrypoints,
    HistoryForecastEntrypoints,
    KnownProductEntrypoints,
    KnownTerritoryEntrypoints,
    LeadFactEntrypoints,
    MiningRunEntrypoints,
    OrderFactEntrypoints,
    QuestionEntrypoints,
    QuotaFactEntrypoints,
    RelearningEntrypoints,
    ReportTemplateEntrypoints,
    RequestFactEntrypoints,
    SalesFunnelEntrypoints,
    SegmentEntrypoints,
    VisitFactEntrypoints,
    WinScoreEntrypoints,
    WonLostEntrypoints,
    ExplainingEntrypoints,
):
    name = "reporting"
    owned_in = Base
