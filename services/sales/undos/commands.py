"""Taking jobs back where several nouns must be looked at."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.sales.contacts.queries import has_contacts
from services.sales.customers.commands.undoing import undo_customers
from services.sales.customers.queries import has_subsidiaries
from services.sales.leads.queries import has_leads
from services.sales.opportunities.commands.undoing import undo_opportunities
from services.sales.opportunities.queries import has_opportunities
from services.sales.orders.queries import has_orders, has_orders_of_deal
from services.sales.quotations.queries import has_quotations, has_quotations_of_deal
from services.sales.undos import rules
from services.sales.visits.queries import has_visits, has_visits_of_deal
from shared.actor import Actor
from shared.importing import RowResult

_TIES = {
    "contacts": has_contacts,
    "leads": has_leads,
    "opportunities": has_opportunities,
    "orders": has_orders,
    "quotations": has_quotations,
    "subsidiaries": has_subsidiaries,
    "visits": has_visits,
}
_TIES_OF_DEALS = {
    "orders": has_orders_of_deal,
    "quotations": has_quotations_of_deal,
    "visits": has_visits_of_deal,
}


def undo_unused_customers(session: Session, actor: Actor, job_id: str, customer_ids: Sequence[str]) -> list[RowResult]:
    """As for any noun, but a customer to which something was tied meanwhile stays."""
    return undo_customers(session, actor, job_id, customer_ids, _ensure_unused)


def undo_unused_opportunities(
    session: Session, actor: Actor, job_id: str, opportunity_ids: Sequence[str]
) -> list[RowResult]:
    """As for any noun, but a deal from which something was made meanwhile stays."""
    return undo_opportunities(session, actor, job_id, opportunity_ids, _ensure_deal_unused)


def _ensure_unused(session: Session, customer_id: str) -> None:
    rules.ensure_unused([tie for tie, has_some in _TIES.items() if has_some(session, customer_id)])


def _ensure_deal_unused(session: Session, opportunity_id: str) -> None:
    rules.ensure_deal_unused([tie for tie, has_some in _TIES_OF_DEALS.items() if has_some(session, opportunity_id)])
