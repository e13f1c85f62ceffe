"""Loading customers from a file, many at a time."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers import commands, queries, rules
from services.sales.customers.commands import telling
from services.sales.customers.model import Customer
from services.sales.sellers.queries import inactive_among
from shared.actor import Actor
from shared.contracts.sales import customers as contract
from shared.importing import ReadRow, RowResult
from shared.owned_loading import OwnedNoun, Reference, load_owned


def _new(**fields: Any) -> Customer:
    customer = Customer()
    customer.edit(fields)
    return customer


_CUSTOMERS = OwnedNoun(
    noun=commands.NOUN,
    model=Customer,
    known=queries.customers_by_external_id,
    keys_taken=queries.external_ids_taken,
    taken_refusal=rules.ExternalIdIsTaken,
    make=_new,
    edit=Customer.edit,
    facts=telling.facts,
    created=lambda customer, diff: contract.CustomerCreated(**telling.told(customer, diff)),
    changed=telling.changed,
    words=telling.found_by,
    create=partial(commands.create_customer, allow_duplicate=True),
    change=partial(commands.change_customer, allow_duplicate=True),
    transfer=commands.transfer_customer,
    turned_down=inactive_among,
    lists=contract.PICKLISTS,
    references={
        "parent_external_id": Reference("parent_id", queries.customer_ids_by_external_id, "customer", late=True)
    },
)


def import_customers(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id; a row may name as its parent a customer that stands in a row before it."""
    return load_owned(session, actor, mode, rows, _CUSTOMERS)
