"""Taking back what a job did to plans."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.messaging.plans import commands, rules
from services.messaging.plans.model import Plan
from services.messaging.plans.rules import PlanStatus
from shared.actor import Actor
from shared.clock import now
from shared.contracts.messaging import plans as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_no_step, ensure_still, undo_records


def _put_back(session: Session, plan: Plan, fields: dict[str, Any]) -> None:
    """Under the rule of changing a plan: none changes after its deadline."""
    items = fields.pop("items", None)
    told = None if items is None else [{"text": one["text"], "due_on": _day(one["due_on"])} for one in items]
    plan.edit(fields, told, now())


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _ensure_restorable(plan: Plan, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "status", "summary")


def _ensure_removable(session: Session, plan: Plan) -> None:
    rules.ensure_unlocked(plan.deadline, now())
    ensure_still(plan.status == PlanStatus.OPEN, "open")


_PLANS = Undoing(
    noun=commands.NOUN,
    model=Plan,
    parts=frozenset({"items"}),
    put_back=_put_back,
    facts=commands.facts_of,
    changed=lambda plan, diff: contract.PlanChanged(**commands.told_of(plan, diff)),
    removed=lambda plan, diff: contract.PlanRemoved(**commands.told_of(plan, diff)),
    words=commands.found_by,
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
)


def undo_plans(session: Session, actor: Actor, job_id: str, plan_ids: Sequence[str]) -> list[RowResult]:
    """One result a plan; one that was changed since, or whose deadline has passed, stays as it is."""
    return undo_records(session, actor, job_id, plan_ids, _PLANS)
