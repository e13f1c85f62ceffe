"""The marketing service: one Nameko service, one mixin per aggregate."""

from services.marketing.campaigns.entrypoints import CampaignEntrypoints
from services.marketing.captures.entrypoints import CaptureEntrypoints
from services.marketing.customers.entrypoints import CustomerEntrypoints
from services.marketing.leads.entrypoints import CampaignLeadEntrypoints
from services.marketing.members.entrypoints import MemberEntrypoints
from services.marketing.merges.entrypoints import CustomerMergeEntrypoints
from services.marketing.persistence import Base
from services.marketing.processes.entrypoints import ProcessEntrypoints
from services.marketing.timeline.entrypoints import CustomerTimelineEntrypoints
from services.marketing.undos.entrypoints import UndoEntrypoints
from shared.audit.entrypoints import AuditEntrypoints
from shared.explaining import ExplainingEntrypoints


class MarketingService(
    AuditEntrypoints,
    CustomerMergeEntrypoints,
    ProcessEntrypoints,
    CampaignEntrypoints,
    CaptureEntrypoints,
    CampaignLeadEntrypoints,
    CustomerEntrypoints,
    MemberEntrypoints,
    CustomerTimelineEntrypoints,
    UndoEntrypoints,
    ExplainingEntrypoints,
):
    name = "marketing"
    owned_in = Base
