"""Taking back what a job did to quotations."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.quotations import commands, queries
from services.sales.quotations.model import Quotation
from services.sales.quotations.rules import QuotationStatus
from shared.actor import Actor
from shared.contracts.sales import quotations as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_no_step, ensure_still, undo_records


def _ensure_restorable(quotation: Quotation, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "status", "latest_version", "net", "tax", "gross")


def _ensure_removable(session: Session, quotation: Quotation) -> None:
    first = quotation.latest_version == 1 and quotation.status == QuotationStatus.DRAFT
    ensure_still(first, "the first draft")


_QUOTATIONS = Undoing(
    noun=commands.NOUN,
    model=Quotation,
    find=queries.get_quotation_for_change,
    parts=frozenset({"note"}),
    put_back=lambda session, quotation, fields: quotation.put_back(fields),
    facts=commands.facts_of,
    changed=lambda quotation, diff: contract.QuotationChanged(**commands.told(quotation, diff)),
    removed=lambda quotation, diff: contract.QuotationRemoved(**commands.told(quotation, diff)),
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
)


def undo_quotations(session: Session, actor: Actor, job_id: str, quotation_ids: Sequence[str]) -> list[RowResult]:
    """One result a quotation; one that was sent, or whose lines the job changed, stays as it is."""
    return undo_records(session, actor, job_id, quotation_ids, _QUOTATIONS)
