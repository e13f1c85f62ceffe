"""Which processes this service enforces."""

from services.marketing.campaigns import queries as campaigns
from services.marketing.members import queries as members
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (campaigns.campaign_process(), members.member_process())
