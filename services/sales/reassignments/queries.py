"""Reading what a reassignment would move, and finding what it moves next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.sales.customers.queries import Customer, count_owned_by_others, owned_by_others
from services.sales.reassignments import rules
from services.sales.territories.queries import sellers_at_work
from shared.actor import Actor
from shared.persistence.platform import OrgPersonReplica


@dataclass(frozen=True)
class Move:
    """A customer, whom it belongs to and whom it would come to."""

    customer_id: str
    customer_name: str
    from_owner: OrgPersonReplica | None
    to_owner: OrgPersonReplica


@dataclass(frozen=True)
class Plan:
    """How many customers would be moved in all, and some of them; `next` is after which one the others follow."""

    affected: int
    data: Sequence[Move]
    next: str | None


def heirs_in(session: Session, territory_id: str, owner_id: str | None) -> Mapping[str, OrgPersonReplica]:
    """Those over whom the customers are spread, by id. Raises `OwnerSellsElsewhere` and `NobodySellsThere`."""
    sellers = {person.id: person for person in sellers_at_work(session, territory_id)}
    return {one: sellers[one] for one in rules.heirs(list(sellers), owner_id)}


def plan(
    session: Session, actor: Actor, *, territory_id: str, person_id: str | None, after: str | None, limit: int
) -> Plan:
    """A page of what would be moved now."""
    heirs = heirs_in(session, territory_id, person_id)
    found = owned_by_others(session, actor, territory_id, list(heirs), after, limit + 1)
    page = found[:limit]
    return Plan(
        count_owned_by_others(session, actor, territory_id, list(heirs)),
        [_move(customer, heirs) for customer in page],
        page[-1].id if len(found) > limit else None,
    )


def _move(customer: Customer, heirs: Mapping[str, OrgPersonReplica]) -> Move:
    heir = heirs[rules.heir_of(customer.id, list(heirs))]
    return Move(customer.id, customer.name, customer.owner, heir)
