"""Making two records of one customer one, and two again."""

from dataclasses import replace

from sqlalchemy.orm import Session

from services.sales.customers import queries, rules
from services.sales.customers.commands import telling
from services.sales.customers.model import Customer
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import customers as contract
from shared.merged_customers import Merge
from shared.visible import get_within_reach


def merge_away(session: Session, actor: Actor, merge_id: str, customer_id: str, duplicate_id: str) -> Merge:
    """Take the duplicate out of everybody's sight. Both must be within the caller's reach, no share is enough."""
    rules.ensure_two(customer_id, duplicate_id)
    callers = {customer_id: actor, duplicate_id: replace(actor, expects_version=None)}
    held = {one: get_within_reach(session, Customer, callers[one], one) for one in sorted(callers)}
    customer, duplicate = held[customer_id], held[duplicate_id]
    above, above_duplicate = queries.ancestors_of(session, customer.id), queries.ancestors_of(session, duplicate.id)
    rules.ensure_unrelated(customer.id, above, duplicate.id, above_duplicate)
    duplicate.merge_into(customer.id)
    customer.lose_place()  # contacts by which it may be claimed have come to it
    gone = telling.told(duplicate, changes({}, {"merged_into_id": customer.id}))
    merged = contract.CustomerMerged(**gone, merge_id=merge_id, into_id=customer.id, into_name=customer.name)
    announce(session, actor, duplicate, merged)
    got = telling.told(customer, changes({}, _duplicate(duplicate)))
    absorbed = contract.CustomerAbsorbed(**got, merge_id=merge_id, duplicate_id=duplicate.id)
    announce(session, actor, customer, absorbed)
    return Merge(merge_id, duplicate.id, duplicate.name, customer.id, customer.name)


def bring_back(session: Session, actor: Actor, merge_id: str, customer_id: str, duplicate_id: str) -> Merge:
    """Let the duplicate be there again, whoever it belongs to."""
    customer = get_within_reach(session, Customer, actor, customer_id)
    duplicate = queries.get_merged(session, duplicate_id)
    duplicate.return_from_merge(customer.id)
    customer.lose_place()
    there = telling.told(duplicate, changes({"merged_into_id": customer.id}, {}))
    back = contract.CustomerMergeUndone(**there, merge_id=merge_id, into_id=customer.id, into_name=customer.name)
    announce(session, actor, duplicate, back)
    gave = telling.told(customer, changes(_duplicate(duplicate), {}))
    separated = contract.CustomerSeparated(**gave, merge_id=merge_id, duplicate_id=duplicate.id)
    announce(session, actor, customer, separated)
    return Merge(merge_id, duplicate.id, duplicate.name, customer.id, customer.name)


def _duplicate(customer: Customer) -> dict[str, str]:
    return {"duplicate_id": customer.id, "duplicate_name": customer.name}
