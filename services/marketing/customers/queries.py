"""Reading the copies of customers, each within the caller's reach."""

from sqlalchemy.orm import Session

from services.marketing.customers.model import Customer
from shared import known_customers
from shared.actor import Actor
from shared.visible import visible


def is_known_customer(session: Session, actor: Actor, customer_id: str) -> bool:
    """Whether the caller may name this customer."""
    return known_customers.is_known_customer(session, Customer, actor, customer_id)


def customer_ids_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, str]:
    """Those that the caller may name."""
    rows = visible(Customer, actor).where(Customer.external_id.in_(external_ids))
    return {str(customer.external_id): customer.id for customer in session.scalars(rows)} if external_ids else {}
