"""The marketing service: one Nameko service, one mixin per aggregate."""

from services.marketing.campaigns.entrypoints import CampaignEntrypoints
from services.marketing.captures.entrypoints import CaptureEntrypoints
from services.marketing.leads.entrypoints import CampaignLeadEntrypoints


class MarketingService(CampaignEntrypoints, CaptureEntrypoints, CampaignLeadEntrypoints):
    name = "marketing"
