"""Taking back what a job did to leads."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.sales.leads import commands
from services.sales.leads.commands import telling
from services.sales.leads.model import Lead
from services.sales.leads.rules import LeadStatus
from shared.actor import Actor
from shared.contracts.sales import leads as contract
from shared.importing import RowResult
from shared.undoing import NotUndoable, Undoing, undo_records


def _ensure_restorable(lead: Lead, fields: dict[str, Any]) -> None:
    _ensure_not_converted(lead.status, fields.get("status"))


def _ensure_not_converted(*states: str | None) -> None:
    if LeadStatus.CONVERTED in states:
        raise NotUndoable("A conversion made a customer of this lead, and cannot be taken back.")


_LEADS = Undoing(
    noun=commands.NOUN,
    model=Lead,
    put_back=lambda session, lead, fields: lead.put_back(fields),
    facts=telling.facts,
    changed=lambda lead, diff: contract.LeadChanged(**telling.told(lead, diff)),
    removed=lambda lead, diff: contract.LeadRemoved(**telling.told(lead, diff)),
    words=telling.found_by,
    ensure_restorable=_ensure_restorable,
)


def undo_leads(
    session: Session,
    actor: Actor,
    job_id: str,
    lead_ids: Sequence[str],
    ensure_unused: Callable[[Session, str], None],
) -> list[RowResult]:
    """One result a lead; one that was changed since, or is in use, stays as it is."""

    def ensure_removable(session: Session, lead: Lead) -> None:
        _ensure_not_converted(lead.status)
        ensure_unused(session, lead.id)

    return undo_records(session, actor, job_id, lead_ids, replace(_LEADS, ensure_removable=ensure_removable))
