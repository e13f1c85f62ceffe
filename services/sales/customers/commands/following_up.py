"""Seeing to customers: who was in touch, who is reminded to be, and who rises for what they ordered."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.sales.customers import queries, rules
from services.sales.customers.commands import telling
from services.sales.customers.model import Customer
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Changes, changes
from shared.contracts.sales import customers as contract
from shared.visible import get_for_change


def touch_customer(
    session: Session, actor: Actor, customer_id: str, kind: str, summary: str | None = None, at: datetime | None = None
) -> Customer:
    """Log that somebody was in touch with the customer, now or at an earlier time. Raises `TouchIsInFuture`."""
    customer = get_for_change(session, Customer, actor, customer_id)
    touched_at = at or now()
    rules.ensure_past(touched_at, now())
    customer.touch(touched_at)
    when = touched_at.isoformat()
    logged: Changes = {"touch": {"before": None, "after": {"kind": kind, "summary": summary, "at": when}}}
    told = telling.told(customer, logged)
    announce(session, actor, customer, contract.CustomerTouched(**told, kind=kind, summary=summary, at=when))
    return customer


def remind_of_quiet(session: Session, actor: Actor, level: str, since: datetime, follow_up_days: int, most: int) -> int:
    """Tell of up to `most` customers of this level who were let alone since before that moment; how many there were."""
    quiet = queries.take_quiet(session, actor, level, since, most)
    for customer in quiet:
        touched = None if customer.last_touch_at is None else customer.last_touch_at.isoformat()
        customer.remind(now())
        due = contract.CustomerFollowUpDue(
            **telling.told(customer, {}), follow_up_days=follow_up_days, last_touch_at=touched
        )
        announce(session, actor, customer, due)
    return len(quiet)


def raise_customer(session: Session, customer: Customer, level: str, reason: str) -> None:
    """Let the customer, which is held, come to a higher level: the company's own rule, whoever confirmed the order that
    made it true.
    """
    before = telling.facts(customer)
    customer.rise(level, reason)
    risen = telling.changed(customer, changes(before, telling.facts(customer)))
    announce(session, system_actor("sales"), customer, risen)
