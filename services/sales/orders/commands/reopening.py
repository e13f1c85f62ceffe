"""Taking a closed deal up again, which only orders can allow: what is ordered from it must not stand."""

from sqlalchemy.orm import Session

from services.sales.opportunities import commands as opportunity_commands
from services.sales.opportunities.queries import Opportunity
from services.sales.orders import queries, rules
from shared.actor import Actor


def reopen_opportunity(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    """Raises `OpportunityHasOrder` for a won deal whose order is not voided."""
    # Reopened first, refused after: so the deal is locked in the same turn as by everybody else, and all is undone.
    opportunity = opportunity_commands.reopen_opportunity(session, actor, opportunity_id)
    rules.ensure_no_order(queries.order_of(session, opportunity))
    return opportunity
