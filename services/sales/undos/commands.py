"""Taking jobs back where several nouns must be looked at."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlalchemy.orm import Session

from services.sales.activities.queries import has_activities
from services.sales.call_backs.queries import has_call_backs
from services.sales.carts.queries import has_carts
from services.sales.contacts.commands.undoing import undo_contacts
from services.sales.contacts.queries import has_contacts
from services.sales.customers.commands.undoing import undo_customers
from services.sales.customers.queries import has_subsidiaries
from services.sales.deal_registrations.queries import has_deal_registrations
from services.sales.leads.commands.undoing import undo_leads
from services.sales.leads.queries import has_leads
from services.sales.opportunities.commands.undoing import undo_opportunities
from services.sales.opportunities.queries import has_opportunities, has_opportunities_of_contact
from services.sales.orders.queries import has_orders, has_orders_of_deal
from services.sales.quotations.queries import has_quotations, has_quotations_of_deal
from services.sales.stakeholders.queries import takes_part
from services.sales.undos import rules
from services.sales.visits.queries import has_visits, has_visits_of_deal
from shared.actor import Actor
from shared.importing import RowResult

Ties = Mapping[str, Callable[[Session, str], bool]]
"""By what is tied to a record: whether there is any, for a record's id."""

_TIES: Ties = {
    "activities": partial(has_activities, about="customer_id"),
    "call-backs": partial(has_call_backs, about="customer_id"),
    "carts": has_carts,
    "contacts": has_contacts,
    "deal registrations": has_deal_registrations,
    "leads": has_leads,
    "opportunities": has_opportunities,
    "orders": has_orders,
    "quotations": has_quotations,
    "subsidiaries": has_subsidiaries,
    "visits": has_visits,
}
_TIES_OF_CONTACTS: Ties = {
    "activities": partial(has_activities, about="contact_id"),
    "call-backs": partial(has_call_backs, about="contact_id"),
    "opportunities": has_opportunities_of_contact,
    "stakeholders": takes_part,
}
_TIES_OF_LEADS: Ties = {
    "activities": partial(has_activities, about="lead_id"),
    "call-backs": partial(has_call_backs, about="lead_id"),
}
_TIES_OF_DEALS: Ties = {
    "activities": partial(has_activities, about="opportunity_id"),
    "call-backs": partial(has_call_backs, about="opportunity_id"),
    "orders": has_orders_of_deal,
    "quotations": has_quotations_of_deal,
    "visits": has_visits_of_deal,
}


def undo_unused_customers(session: Session, actor: Actor, job_id: str, customer_ids: Sequence[str]) -> list[RowResult]:
    """As for any noun, but a customer to which something was tied meanwhile stays."""
    return undo_customers(session, actor, job_id, customer_ids, _ensure_unused)


def undo_unused_contacts(session: Session, actor: Actor, job_id: str, contact_ids: Sequence[str]) -> list[RowResult]:
    """As for any noun, but a contact that a deal, an activity or a call-back names meanwhile stays."""
    return undo_contacts(session, actor, job_id, contact_ids, _ensure_contact_unused)


def undo_unused_leads(session: Session, actor: Actor, job_id: str, lead_ids: Sequence[str]) -> list[RowResult]:
    """As for any noun, but a lead that an activity or a call-back names meanwhile stays."""
    return undo_leads(session, actor, job_id, lead_ids, _ensure_lead_unused)


def undo_unused_opportunities(
    session: Session, actor: Actor, job_id: str, opportunity_ids: Sequence[str]
) -> list[RowResult]:
    """As for any noun, but a deal from which something was made meanwhile stays."""
    return undo_opportunities(session, actor, job_id, opportunity_ids, _ensure_deal_unused)


def _ensure_unused(session: Session, customer_id: str) -> None:
    rules.ensure_unused([tie for tie, has_some in _TIES.items() if has_some(session, customer_id)])


def _ensure_contact_unused(session: Session, contact_id: str) -> None:
    rules.ensure_contact_unused([tie for tie, has_some in _TIES_OF_CONTACTS.items() if has_some(session, contact_id)])


def _ensure_lead_unused(session: Session, lead_id: str) -> None:
    rules.ensure_lead_unused([tie for tie, has_some in _TIES_OF_LEADS.items() if has_some(session, lead_id)])


def _ensure_deal_unused(session: Session, opportunity_id: str) -> None:
    rules.ensure_deal_unused([tie for tie, has_some in _TIES_OF_DEALS.items() if has_some(session, opportunity_id)])
