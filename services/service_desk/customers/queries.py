"""Reading the copies of customers, each within the caller's reach."""

from sqlalchemy.orm import Session

from services.service_desk.customers.model import Customer
from shared.actor import Actor
from shared.visible import visible


def is_known_customer(session: Session, actor: Actor, customer_id: str) -> bool:
    """Whether the caller may name this customer."""
    return session.scalar(visible(Customer, actor).where(Customer.id == customer_id)) is not None
