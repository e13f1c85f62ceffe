"""Taking back what a job did to visits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.visits import commands
from services.sales.visits.model import Visit
from services.sales.visits.rules import VisitStatus
from shared.actor import Actor
from shared.contracts.sales import visits as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_no_step, ensure_still, undo_records


def _put_back(session: Session, visit: Visit, fields: dict[str, Any]) -> None:
    visit.put_back(fields)
    session.flush()
    session.expire(visit, ["contact_key", "opportunity_key"])


def _ensure_restorable(visit: Visit, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "checked_in_at", "completed_at")


def _ensure_removable(session: Session, visit: Visit) -> None:
    ensure_still(visit.status == VisitStatus.PLANNED, "planned")


_VISITS = Undoing(
    noun=commands.NOUN,
    model=Visit,
    put_back=_put_back,
    facts=commands.facts_of,
    changed=lambda visit, diff: contract.VisitChanged(**commands.told_of(visit, diff)),
    removed=lambda visit, diff: contract.VisitRemoved(**commands.told_of(visit, diff)),
    words=commands.found_by,
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
)


def undo_visits(session: Session, actor: Actor, job_id: str, visit_ids: Sequence[str]) -> list[RowResult]:
    """One result a visit; one that was changed since, or that somebody has gone to, stays as it is."""
    return undo_records(session, actor, job_id, visit_ids, _VISITS)
