"""Placing customers in territories: at once when one is recorded or changed, and again when the rules change."""

from collections.abc import Collection, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.sales.customers.commands import telling
from services.sales.customers.model import Customer
from services.sales.territories.queries import Traits, hold_rules, judge_customers
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import customers as contract


def settle(session: Session, customers: Sequence[Customer]) -> None:
    """Let the customers, which are held, be where the rules say now; whoever calls announces it."""
    hold_rules(session)
    verdicts = judge_customers(session, [Traits(customer.id, **customer.traits()) for customer in customers])
    for customer in customers:
        verdict = verdicts[customer.id]
        customer.take_place(verdict.placement, verdict.territory_id)


def place_again(session: Session, actor: Actor, customers: Sequence[Customer]) -> None:
    """The same for customers that nobody has changed: of those that come to stand otherwise it is told."""
    before = {customer.id: _place(customer) for customer in customers}
    settle(session, customers)
    session.flush()
    for customer in customers:
        moved = changes(before[customer.id], _place(customer))
        if moved:
            announce(session, actor, customer, contract.CustomerPlaced(**telling.told(customer, moved)))


def let_wait(session: Session, customer_ids: Collection[str]) -> None:
    """Have these customers placed again soon: by a change elsewhere a rule may hold for them, or no longer."""
    waiting = update(Customer).where(Customer.id.in_(customer_ids)).values(place_again=True)
    session.execute(waiting.execution_options(synchronize_session=False))


def _place(customer: Customer) -> dict[str, str | None]:
    return {"territory_id": customer.territory_id, "placement": telling.placement_of(customer)}
