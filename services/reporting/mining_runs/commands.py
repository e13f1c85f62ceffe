"""Asking for runs, counting them, and letting them go. One function, one decision, one event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from services.reporting.mining_runs import queries, rules
from services.reporting.mining_runs.model import (
    MiningCustomer,
    MiningOrder,
    MiningPair,
    MiningRun,
    MiningSegment,
)
from services.reporting.mining_runs.queries import PairCount
from services.reporting.mining_runs.rules import Segmented
from services.reporting.orders.queries import FACTS
from services.reporting.parts.queries import as_of, whose_of
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.reporting import mining_runs as contract
from shared.persistence.sets import insert_rows, table_of
from shared.visible import get_for_change

ROWS_A_STATEMENT = 1000
KEPT_ROWS: tuple[Any, ...] = (MiningOrder, MiningSegment, MiningCustomer, MiningPair)
COLLECTED = ("run_id", "order_id", "customer_id", "ordered_on", "amount")


@dataclass(frozen=True)
class Job:
    """What a process must know to work on a run."""

    run_id: str
    kind: str
    until: date
    currency: str | None
    parameters: Mapping[str, Any]
    owner_id: str
    scopes: Sequence[str] | None

    @property
    def is_segmentation(self) -> bool:
        return self.kind == contract.SEGMENTS


def queue_mining_run(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    org_unit_id: str | None = None,
    currency: str | None = None,
    segments: int = contract.USUAL_SEGMENTS,
    min_support: Decimal = contract.USUAL_SUPPORT,
    min_confidence: Decimal = contract.USUAL_CONFIDENCE,
    **asked: Any,
) -> MiningRun:
    """As the caller's own. Raises `CurrencyIsMissing`, `TooManyRuns`, or `NotFound` for a unit out of sight of the
    right to read runs, under which it will count.
    """
    segmenting = kind == contract.SEGMENTS
    rules.ensure_currency(segmenting, currency)
    rules.ensure_few(queries.count_waiting(session, actor))
    least = {"min_support": str(min_support), "min_confidence": str(min_confidence)}
    run = MiningRun(kind=kind, currency=currency, asked_unit_id=org_unit_id, owner_id=actor.user_id, **asked)
    run.org_unit_id, run.created_by = actor.unit_id, actor.user_id
    run.parameters = {"segments": segments} if segmenting else least
    run.scopes = None if actor.scopes is None else list(actor.scopes)
    whose_of(session, replace(actor, reaches=actor.sight), FACTS, queries.part_asked(run))
    session.add(run)
    session.flush()
    _announce(session, actor, run, {}, contract.MiningRunQueued)
    return run


def delete_mining_run(session: Session, actor: Actor, mining_run_id: str) -> None:
    """With all that is kept for it; whoever is at work on it finds that it is gone. Its history stays in the log."""
    run = get_for_change(session, MiningRun, queries.alone(actor), mining_run_id)
    announce(session, actor, run, contract.MiningRunDeleted(**told_of(run, changes(facts_of(run), {}))))
    _forget_rows(session, run)
    session.delete(run)


def claim(session: Session, run_id: str, holder: str) -> Job | None:
    """Take the run for this process, unless it has nothing to do or another holds it."""
    run = queries.lock_run(session, run_id)
    if run is None or not run.is_free(now()):
        return None
    before = facts_of(run)
    begins = run.start()
    run.hold(holder, now())
    if begins:
        _announce(session, system_actor("reporting"), run, before, contract.MiningRunStarted)
    return Job(run.id, run.kind, run.until, run.currency, dict(run.parameters), run.owner_id, run.scopes)


def collect(session: Session, actor: Actor, run_id: str, holder: str) -> bool:
    """Note the orders that the owner sees now: these are what is counted, and nothing else. What another process
    collected before it ended is forgotten. False when this process does not hold the run any more. Raises
    `RunIsTooLarge`, and `NotFound` for a unit that is out of the owner's sight by now.
    """
    run = _held(session, run_id, holder)
    if run is None:
        return False
    _forget_rows(session, run)
    told = as_of(session)
    orders = queries.orders_to_count(session, actor, run).limit(rules.MOST_ORDERS + 1)
    taken: Any = session.execute(insert(table_of(MiningOrder)).from_select(COLLECTED, orders))
    rules.ensure_not_too_large(taken.rowcount)
    run.note_collected(taken.rowcount, told.position, told.at)
    run.hold(holder, now())
    return True


def note_counted(session: Session, run_id: str, holder: str) -> bool:
    run = _held(session, run_id, holder)
    if run is None:
        return False
    run.note_counted()
    run.hold(holder, now())
    return True


def finish_with_segments(
    session: Session, actor: Actor, run_id: str, holder: str, customers: Sequence[Segmented]
) -> None:
    """Keep the segments and their customers, unless this process does not hold the run any more."""
    run = _held(session, run_id, holder)
    if run is None:
        return
    found = list(_segment_rows(run, customers))
    _keep(session, MiningSegment, found)
    _keep(session, MiningCustomer, [_customer_row(run, place, one) for place, one in enumerate(customers, 1)])
    _finish(session, actor, run, len(found))


def finish_with_pairs(session: Session, actor: Actor, run_id: str, holder: str, pairs: Sequence[PairCount]) -> None:
    """Keep the pairs, unless this process does not hold the run any more."""
    run = _held(session, run_id, holder)
    if run is None:
        return
    _keep(session, MiningPair, [{"run_id": run.id, "place": place, **vars(one)} for place, one in enumerate(pairs, 1)])
    _finish(session, actor, run, len(pairs))


def fail(session: Session, run_id: str, holder: str, code: str, detail: str) -> None:
    """Nothing of what was collected is kept."""
    run = _held(session, run_id, holder)
    if run is not None:
        before = facts_of(run)
        run.fail(code, detail, now())
        _forget_rows(session, run)
        _announce(session, system_actor("reporting"), run, before, contract.MiningRunFailed)


def let_go(session: Session, run_id: str, holder: str) -> None:
    """What stood in the way passes by itself: whoever looks next takes the run up."""
    run = _held(session, run_id, holder)
    if run is not None:
        run.let_go()


def expire(session: Session, run_id: str) -> None:
    run = queries.lock_run(session, run_id)
    if run is not None and run.is_over(now()):
        before = facts_of(run)
        run.expire()
        _forget_rows(session, run)
        _announce(session, system_actor("reporting"), run, before, contract.MiningRunExpired)


def _held(session: Session, run_id: str, holder: str) -> MiningRun | None:
    run = queries.lock_run(session, run_id)
    return run if run is not None and run.is_held_by(holder) else None


def _forget_rows(session: Session, run: MiningRun) -> None:
    for kept in KEPT_ROWS:
        session.execute(delete(kept).where(kept.run_id == run.id).execution_options(synchronize_session=False))


def _keep(session: Session, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    for first in range(0, len(rows), ROWS_A_STATEMENT):
        insert_rows(session, table_of(model), rows[first : first + ROWS_A_STATEMENT])


def _segment_rows(run: MiningRun, customers: Sequence[Segmented]) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(rules.segments_of(customers), 1):
        yield {
            "run_id": run.id,
            "place": place,
            "name": one.name,
            "currency": run.currency,
            "customers": one.customers,
            "of_customers": one.of_customers,
            "orders": one.orders,
            "amount": one.amount,
            "least_score": one.score[0],
            "most_score": one.score[1],
            "least_days": one.days[0],
            "most_days": one.days[1],
            "least_orders": one.each_orders[0],
            "most_orders": one.each_orders[1],
            "least_amount": one.each_amount[0],
            "most_amount": one.each_amount[1],
        }


def _customer_row(run: MiningRun, place: int, one: Segmented) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "place": place,
        "customer_id": one.bought.customer_id,
        "customer_name": one.bought.name,
        "segment": one.segment,
        "days": one.days,
        "orders": one.bought.orders,
        "amount": one.bought.amount,
        "recency": one.recency,
        "frequency": one.frequency,
        "value": one.value,
    }


def _finish(session: Session, actor: Actor, run: MiningRun, results: int) -> None:
    before = facts_of(run)
    run.finish(results, now())
    _announce(session, actor, run, before, contract.MiningRunFinished)


def _announce(
    session: Session, actor: Actor, run: MiningRun, before: dict[str, Any], event: type[contract.MiningRunEvent]
) -> None:
    announce(session, actor, run, event(**told_of(run, changes(before, facts_of(run)))))


def told_of(run: MiningRun, changed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What every event about this run says."""
    return {
        "mining_run_id": run.id,
        "record_version": run.next_version,
        **facts_of(run),
        "owner_id": run.owner_id,
        "org_unit_id": run.org_unit_id,
        "changes": changed,
    }


def facts_of(run: MiningRun) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "kind": run.kind,
        "state": str(run.state),
        "since": run.since.isoformat(),
        "until": run.until.isoformat(),
        "org_unit_asked": run.asked_unit_id,
        "include_children": run.include_children,
        "currency": run.currency,
        "parameters": run.parameters,
        "error": run.error_code,
    }
