"""For which deals proposals are made, in plain Python."""

from shared.errors import Conflict


class ProposedDealIsClosed(Conflict):
    """Proposals are made for open opportunities."""

    code = "proposal_deal_closed"


def ensure_open(deal_status: str) -> None:
    if deal_status != "open":
        raise ProposedDealIsClosed(f"The opportunity is {deal_status}; reopen it first.", status=deal_status)
