"""Saying what levels mean, and doing it: one function, one business decision, one event a record."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.customer_levels import queries, rules
from services.sales.customer_levels.model import CustomerLevel
from services.sales.customer_levels.rules import CustomerLevelIsDefined, Turnover
from services.sales.customers.commands import following_up
from services.sales.customers.queries import get_held_customer
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales import customer_levels as contract
from shared.picklists import ensure_listed

BATCH = 100
MOST_LEVELS = 100


def define_customer_level(session: Session, actor: Actor, *, code: str, **fields: Any) -> CustomerLevel:
    """Raises `CustomerLevelIsDefined` for a level that means something already."""
    ensure_for_company(actor)
    ensure_listed(session, contract.PICKLISTS, {"code": code})
    if queries.is_defined(session, code):
        raise CustomerLevelIsDefined(f"What {code} means is said already; change that.")
    rules.ensure_room(queries.count_levels(session), MOST_LEVELS)
    given = {"id": fields.pop("id")} if "id" in fields else {}
    level = CustomerLevel(code=code, created_by=actor.user_id, **given)
    level.edit({"solve_within_hours": {}, **fields})
    try:
        with session.begin_nested():
            session.add(level)
    except IntegrityError:
        raise CustomerLevelIsDefined(f"What {code} means was said in this very moment; change that.") from None
    _announce(session, actor, level, {}, contract.CustomerLevelDefined)
    return level


def change_customer_level(session: Session, actor: Actor, customer_level_id: str, **fields: Any) -> CustomerLevel:
    ensure_for_company(actor)
    level = queries.get_level_for_change(session, actor, customer_level_id)
    before = _facts(level)
    level.edit(fields)
    _announce(session, actor, level, before, contract.CustomerLevelRedefined)
    return level


def remove_customer_level(session: Session, actor: Actor, customer_level_id: str) -> None:
    """Let the level mean nothing any more; customers who bear it keep it."""
    ensure_for_company(actor)
    level = queries.get_level_for_change(session, actor, customer_level_id)
    told = {**_facts(level), "customer_level_id": level.id, "record_version": level.next_version}
    announce(session, actor, level, contract.CustomerLevelRemoved(**told, changes=changes(_facts(level), {})))
    session.delete(level)
    session.flush()


def raise_by_turnover(session: Session, customer_id: str, turnover: Turnover) -> None:
    """Let a customer, in sight or not, rise to the highest level over whose threshold an order has just taken it."""
    customer = get_held_customer(session, customer_id)
    steps = queries.steps_in(session, turnover.currency)
    reached = rules.step_reached(steps, turnover, queries.rank_of(session, customer.level))
    if reached is not None:
        reason = f"What is ordered came to more than {money_text(reached.over)} {turnover.currency}."
        following_up.raise_customer(session, customer, reached.code, reason)


def remind_of_follow_ups(session: Session, actor: Actor) -> int:
    """Tell of up to a hundred customers who were let alone longer than their level allows; how many there were."""
    told = 0
    for code, days in queries.levels_followed_up(session):
        since = rules.quiet_before(days, today())
        told += following_up.remind_of_quiet(session, actor, code, since, days, BATCH - told)
        if told == BATCH:
            break
    return told


def _announce(
    session: Session,
    actor: Actor,
    level: CustomerLevel,
    before: dict[str, Any],
    event: type[contract.CustomerLevelEvent],
) -> None:
    after = _facts(level)
    told = {**after, "customer_level_id": level.id, "record_version": level.next_version}
    announce(session, actor, level, event(**told, changes=changes(before, after)))


def _facts(level: CustomerLevel) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        **{name: getattr(level, name) for name in ("code", "rank", "follow_up_days", "currency")},
        "discount_ceiling": None if level.discount_ceiling is None else money_text(level.discount_ceiling),
        "solve_within_hours": dict(level.solve_within_hours),
        "rises_over": None if level.rises_over is None else money_text(level.rises_over),
    }
