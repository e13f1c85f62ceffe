"""Reading the copies of customers, each within the caller's reach."""

from sqlalchemy.orm import Session

from services.marketing.customers.model import Customer
from shared import known_customers
from shared.actor import Actor


def is_known_customer(session: Session, actor: Actor, customer_id: str) -> bool:
    """Whether the caller may name this customer."""
    return known_customers.is_known_customer(session, Customer, actor, customer_id)
