"""Taking back what a job did to customers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from services.sales.customers import commands
from services.sales.customers.commands import telling
from services.sales.customers.model import Customer
from shared.actor import Actor
from shared.contracts.sales import customers as contract
from shared.importing import RowResult
from shared.undoing import Undoing, undo_records

_CUSTOMERS = Undoing(
    noun=commands.NOUN,
    model=Customer,
    put_back=lambda session, customer, fields: customer.edit(fields),
    facts=telling.facts,
    changed=telling.changed,
    removed=lambda customer, diff: contract.CustomerRemoved(**telling.told(customer, diff)),
    words=telling.found_by,
)


def undo_customers(
    session: Session,
    actor: Actor,
    job_id: str,
    customer_ids: Sequence[str],
    ensure_unused: Callable[[Session, str], None],
) -> list[RowResult]:
    """One result a customer; one that was changed since, or is in use, stays as it is."""
    undoing = replace(_CUSTOMERS, ensure_removable=lambda session, record: ensure_unused(session, record.id))
    return undo_records(session, actor, job_id, customer_ids, undoing)
