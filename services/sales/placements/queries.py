"""Reading how customers stand to the territories: only of customers in sight."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.customers.queries import Customer, get_customer, is_any_waiting, not_placed
from services.sales.placements.model import Sweep
from services.sales.territories.queries import (
    Territory,
    Traits,
    Verdict,
    judge_customers,
    rulebook_version,
    territories_by_id,
)
from shared.actor import Actor
from shared.newest import Newest


@dataclass(frozen=True)
class Claim:
    """A territory that claims a customer, and by which rules."""

    territory: Territory
    rules: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Placement:
    """How a customer stands to the territories, and what claims it by the rules as they are now."""

    customer_id: str
    customer_name: str
    placement: str
    territory: Territory | None
    claims: Sequence[Claim]


def show_placement(session: Session, actor: Actor, customer_id: str) -> Placement:
    return _placements(session, [get_customer(session, actor, customer_id)])[0]


def list_conflicts(
    session: Session, actor: Actor, placement: str, limit: int, before: str | None = None
) -> Newest[Placement]:
    """The customers in sight that are in conflict, or that no territory claims, the newest first."""
    found = not_placed(session, actor, placement, limit, before)
    return Newest(_placements(session, found.data), found.next)


def _placements(session: Session, customers: Sequence[Customer]) -> list[Placement]:
    verdicts = judge_customers(session, [Traits(customer.id, **customer.traits()) for customer in customers])
    named = {rule.territory_id for verdict in verdicts.values() for rule in verdict.by}
    territories = territories_by_id(session, named | {one.territory_id for one in customers if one.territory_id})
    return [
        Placement(
            customer.id,
            customer.name,
            customer.placement,
            territories.get(customer.territory_id or ""),
            _claims(verdicts[customer.id], territories),
        )
        for customer in customers
    ]


def _claims(verdict: Verdict, territories: Mapping[str, Territory]) -> list[Claim]:
    by_territory: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for rule in verdict.by:
        by_territory[rule.territory_id].append({"id": rule.id, **asdict(rule.asks)})
    return [Claim(territories[one], said) for one, said in by_territory.items() if one in territories]


@dataclass(frozen=True)
class Standing:
    """Whether every customer is placed by the rules as they are now, and how many the last pass has looked at."""

    settled: bool
    checked: int


def show_standing(session: Session) -> Standing:
    sweep = session.get(Sweep, 1)
    settled = _is_over(sweep, rulebook_version(session)) and not is_any_waiting(session)
    return Standing(settled, 0 if sweep is None else sweep.checked)


def is_pass_due(session: Session) -> bool:
    return not _is_over(session.get(Sweep, 1), rulebook_version(session))


def _is_over(sweep: Sweep | None, version: int) -> bool:
    return version == 0 if sweep is None else not sweep.running and sweep.version == version


def hold_sweep(session: Session) -> Sweep | None:
    """Locked until the transaction ends; None while another instance is at it."""
    if session.get(Sweep, 1) is None:
        try:
            with session.begin_nested():
                session.add(Sweep(id=1))
        except IntegrityError:
            return None
    held = select(Sweep).where(Sweep.id == 1).with_for_update(skip_locked=True)
    return session.scalar(held.execution_options(populate_existing=True))
