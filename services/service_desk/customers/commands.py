"""Keeping the copies of customers as new as the sales service's own."""

from sqlalchemy.orm import Session

from services.service_desk.customers.model import Customer
from shared.actor import Actor
from shared.contracts.sales.customers import CustomerEvent


def follow_customer(session: Session, actor: Actor, event: CustomerEvent) -> None:
    """Take in a customer as told; what is older than what is known changes nothing."""
    customer = session.get(Customer, event.customer_id)
    if customer is None:
        customer = Customer(id=event.customer_id, created_by=actor.user_id)
        session.add(customer)
    elif event.record_version <= customer.version:
        return
    customer.take(event.record_version, event.name, event.owner_id, event.org_unit_id)
