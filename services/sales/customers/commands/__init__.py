"""Changing customers. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers import queries, rules
from services.sales.customers.commands import placing, telling
from services.sales.customers.model import Customer
from services.sales.sellers.queries import owner_to_be
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.payload import Payload
from shared.contracts.sales import customers as contract
from shared.custom_fields import record_custom
from shared.errors import NotFound
from shared.ids import new_id
from shared.owners import Belonging, own
from shared.picklists import ensure_listed
from shared.search import index_words
from shared.visible import get_for_change, get_within_reach

NOUN = contract.LISTING.noun


def create_customer(
    session: Session,
    actor: Actor,
    *,
    name: str,
    allow_duplicate: bool = False,
    belongs_to: Belonging | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Customer:
    """Record a customer, the caller's own unless said otherwise; raises `CustomerIsDuplicate` when one in the caller's
    sight looks the same.
    """
    place = belongs_to or own(actor)
    customer = Customer(
        id=fields.pop("id", None) or new_id(),
        owner_id=place.owner_id,
        org_unit_id=place.org_unit_id,
        created_by=actor.user_id,
    )
    ensure_listed(session, contract.PICKLISTS, fields)
    customer.edit({"name": name, **fields})
    if not allow_duplicate:
        _ensure_new(session, actor, customer, customer.likeness())
    _ensure_parent(session, actor, customer.id, customer.parent_id)
    session.add(customer)
    session.flush()
    record_custom(session, actor, customer, custom)
    placing.settle(session, [customer])
    announce(
        session,
        actor,
        customer,
        contract.CustomerCreated(**telling.told(customer, changes({}, telling.facts(customer)))),
    )
    index_words(session, NOUN, customer.id, *telling.found_by(customer))
    return customer


def change_customer(
    session: Session,
    actor: Actor,
    customer_id: str,
    *,
    allow_duplicate: bool = False,
    custom: Payload | None = None,
    **fields: Any,
) -> Customer:
    """Raises `CustomerIsDuplicate` when the change lets it look the same as another one in the caller's sight."""
    customer = get_for_change(session, Customer, actor, customer_id)
    before, looked = telling.facts(customer), customer.likeness()
    if fields.get("parent_id", customer.parent_id) != customer.parent_id:
        _ensure_parent(session, actor, customer.id, fields["parent_id"])
    ensure_listed(session, contract.PICKLISTS, fields, customer)
    customer.edit(fields)
    if not allow_duplicate:
        _ensure_new(session, actor, customer, rules.newly_said(looked, customer.likeness()))
    record_custom(session, actor, customer, custom)
    if customer.place_again:
        placing.settle(session, [customer])
    announce(session, actor, customer, telling.changed(customer, changes(before, telling.facts(customer))))
    index_words(session, NOUN, customer.id, *telling.found_by(customer))
    return customer


def transfer_customer(session: Session, actor: Actor, customer_id: str, owner_id: str) -> Customer:
    """Hand the customer to another person; it moves to that person's unit."""
    customer = get_within_reach(session, Customer, actor, customer_id)
    before = telling.facts(customer)
    person = owner_to_be(session, owner_id)
    customer.hand_over(person.id, person.unit_id)
    told = telling.told(customer, changes(before, telling.facts(customer)))
    handed = contract.CustomerTransferred(**told, from_owner_id=before["owner_id"], to_owner_id=person.id)
    announce(session, actor, customer, handed)
    return customer


def _ensure_new(session: Session, actor: Actor, customer: Customer, wanted: rules.Likeness) -> None:
    queries.take_turns(session, wanted)
    alike = queries.find_alike(session, actor, wanted, besides=customer.id)
    if alike:
        candidates = [
            {"id": one.id, "name": one.name, "same": rules.shared_traits(wanted, one.likeness())} for one in alike
        ]
        raise rules.CustomerIsDuplicate(
            "A customer like this is recorded already; say allow_duplicate to record it nevertheless.",
            candidates=candidates,
        )


def _ensure_parent(session: Session, actor: Actor, customer_id: str, parent_id: str | None) -> None:
    if parent_id is None:
        return
    if parent_id != customer_id:
        try:
            queries.get_customer(session, actor, parent_id)
        except NotFound:
            raise rules.ParentIsUnknown(f"There is no customer {parent_id} for this one to belong to.") from None
    rules.ensure_tree(customer_id, queries.ancestors_of(session, parent_id))
