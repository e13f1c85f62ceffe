"""What stays although the job that made it is taken back, in plain Python."""

from shared.errors import Conflict


class CampaignIsInUse(Conflict):
    """Customers were invited to it meanwhile."""

    code = "campaign_in_use"


def ensure_unused(has_members: bool) -> None:
    if has_members:
        raise CampaignIsInUse("There are members of this campaign by now; it stays.")
