"""Moving the customers of a territory, some at a time; the job of the gateway calls here until none is left."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.sales.customers.commands import transfer_customer
from services.sales.customers.queries import owned_by_others
from services.sales.reassignments import queries, rules
from shared.actor import Actor
from shared.company_wide import ensure_for_company
from shared.errors import Refusal
from shared.importing import UPDATED, RowResult, rejected

IN_ONE_CALL = 100


@dataclass(frozen=True)
class Moved:
    """What became of some customers; `next` is after which one the others follow, None when there are none."""

    results: list[RowResult]
    next: str | None


def move_customers(session: Session, actor: Actor, territory_id: str, owner_id: str | None, after: str | None) -> Moved:
    """Hand the next hundred customers over that belong to somebody else, one result each. What has come into the
    territory or to its sellers since it was planned counts as it is now.
    """
    ensure_for_company(actor)
    heirs = list(queries.heirs_in(session, territory_id, owner_id))
    found = owned_by_others(session, actor, territory_id, heirs, after, IN_ONE_CALL)
    results = [_moved(session, actor, customer.id, rules.heir_of(customer.id, heirs)) for customer in found]
    return Moved(results, found[-1].id if len(found) == IN_ONE_CALL else None)


def _moved(session: Session, actor: Actor, customer_id: str, owner_id: str) -> RowResult:
    try:
        with session.begin_nested():
            transfer_customer(session, actor, customer_id, owner_id)
            return RowResult(UPDATED, customer_id)
    except Refusal as refusal:
        result = rejected(refusal)
        return RowResult(result.outcome, customer_id, result.code, result.messages)
