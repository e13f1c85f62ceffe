"""Taking back what a job did to requests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.requests import commands
from services.service_desk.requests.model import Request
from services.service_desk.requests.rules import RequestStatus
from shared.actor import Actor
from shared.clock import now
from shared.contracts.service_desk import requests as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_no_step, ensure_still, undo_records


def _put_back(session: Session, request: Request, fields: dict[str, Any]) -> None:
    request.put_back(fields, now())
    session.flush()
    session.expire(request, ["assignee", "customer", "product"])


def _ensure_restorable(request: Request, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "status", "assignee_id", "level")


def _ensure_removable(session: Session, request: Request) -> None:
    ensure_still(request.status == RequestStatus.NEW and request.level == 0, "new")


_REQUESTS = Undoing(
    noun=commands.NOUN,
    model=Request,
    put_back=_put_back,
    facts=commands.facts_of,
    changed=lambda request, diff: contract.RequestChanged(**commands.told_of(request), changes=diff),
    removed=lambda request, diff: contract.RequestRemoved(**commands.told_of(request), changes=diff),
    words=commands.found_by,
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
)


def undo_requests(session: Session, actor: Actor, job_id: str, request_ids: Sequence[str]) -> list[RowResult]:
    """One result a request; one that was changed since, or that an agent has taken on, stays as it is."""
    return undo_records(session, actor, job_id, request_ids, _REQUESTS)
