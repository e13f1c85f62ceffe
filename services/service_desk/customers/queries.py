"""Reading the copies of customers, each within the caller's reach."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services.service_desk.customers.model import Customer, LevelPromise
from shared import known_customers
from shared.actor import Actor
from shared.visible import visible


def is_known_customer(session: Session, actor: Actor, customer_id: str) -> bool:
    """Whether the caller may name this customer."""
    return known_customers.is_known_customer(session, Customer, actor, customer_id)


def customer_ids_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, str]:
    """Those of these customers that the caller may name."""
    rows = visible(Customer, actor).where(Customer.external_id.in_(external_ids))
    return {str(customer.external_id): customer.id for customer in session.scalars(rows)} if external_ids else {}


def promised_hours(session: Session, actor: Actor, customer_ids: set[str]) -> dict[str, Mapping[str, int]]:
    """In how many hours, by severity, requests of these customers are to be solved; only those to whom that is promised
    by their level, of those that the caller may name.
    """
    rows = visible(Customer, actor).where(Customer.id.in_(customer_ids))
    promised = rows.join(LevelPromise, LevelPromise.level == Customer.level).with_only_columns(
        Customer.id, LevelPromise.hours, maintain_column_froms=True
    )
    return {row.id: row.hours for row in session.execute(promised)} if customer_ids else {}
