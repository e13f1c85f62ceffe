"""Who takes part in a deal, on either side: said by those who may edit it, or give it away, and told in its history."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import opportunities as contract
from shared.visible import get_for_change, get_within_reach


def hold_open_opportunity(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    """The deal, where the caller may edit it, held until the transaction ends.

    Raises `OpportunityCannotDoThis` for one that is won or lost.
    """
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    opportunity.ensure_open()
    return opportunity


def hold_opportunity_to_give(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    """The deal, open or not, where the caller may let others in, which no share allows; held until the transaction
    ends.
    """
    return get_within_reach(session, Opportunity, actor, opportunity_id)


def hold_open_opportunity_to_give(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    """As `hold_opportunity_to_give`. Raises `OpportunityCannotDoThis` for a deal that is won or lost."""
    opportunity = hold_opportunity_to_give(session, actor, opportunity_id)
    opportunity.ensure_open()
    return opportunity


def tell_of_part(
    session: Session,
    actor: Actor,
    opportunity: Opportunity,
    event: type[contract.OpportunityEvent],
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    **said: Any,
) -> None:
    """Announce that somebody's part in the deal is another; `before` and `after` are what the history says of it."""
    announce(session, actor, opportunity, event(**telling.told(opportunity, changes(before, after)), **said))
