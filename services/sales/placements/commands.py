"""Placing customers beside the calls, some at a time, each time in a transaction of its own."""

from sqlalchemy.orm import Session

from services.sales.contacts.queries import get_contact
from services.sales.customers.commands import placing
from services.sales.customers.queries import get_customer, has_customers_in, take_after, take_waiting
from services.sales.placements import queries
from services.sales.sellers.queries import has_sellers_at_home
from services.sales.territories import commands as territories
from services.sales.territories.queries import TerritoryRule, criteria, rulebook_version
from shared.actor import Actor
from shared.contracts.sales.contacts import ContactEvent

BATCH = 200


def place_waiting(session: Session, actor: Actor) -> bool:
    """Place customers of which something has changed that the rules ask about; whether there may be more of them."""
    waiting = take_waiting(session, actor, BATCH)
    placing.place_again(session, actor, waiting)
    return len(waiting) == BATCH


def sweep_on(session: Session, actor: Actor) -> bool:
    """Go on with the pass that the newest change of the rules asks for; whether there is more of it to do."""
    sweep = queries.hold_sweep(session)
    if sweep is None:
        return False
    version = rulebook_version(session)
    if not sweep.running:
        if sweep.version == version:
            return False
        sweep.begin(version)
    batch = take_after(session, actor, sweep.after_id, BATCH)
    placing.place_again(session, actor, batch)
    sweep.go_on(len(batch), batch[-1].id if len(batch) == BATCH else None)
    return sweep.running or sweep.version != version


def add_rules(session: Session, actor: Actor, territory_id: str, said: list[dict[str, str]]) -> list[TerritoryRule]:
    """Let a territory claim more customers. Raises `NotFound` for a customer or a contact that there is not, and what
    `territories.commands.add_rules` raises.
    """
    asked = [criteria(**one) for one in said]
    contacts = {asks.contact_id: None for asks in asked if asks.contact_id is not None}
    belonging = {one: get_contact(session, actor, one).customer_id for one in contacts}
    for asks in asked:
        if asks.customer_id is not None:
            get_customer(session, actor, asks.customer_id)
    return territories.add_rules(session, actor, territory_id, asked, belonging)


def remove_territory(session: Session, actor: Actor, territory_id: str) -> None:
    others = {"customers": has_customers_in, "home_sellers": has_sellers_at_home}
    territories.remove_territory(session, actor, territory_id, others)


def follow_contact(session: Session, event: ContactEvent) -> None:
    """A contact by which customers may be placed has come to another customer, or is gone."""
    moved = event.changes.get("customer_id")
    if moved is not None and territories.follow_contact(session, event.contact_id, moved["after"]):
        placing.let_wait(session, [one for one in moved.values() if one is not None])
