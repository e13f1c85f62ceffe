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
    ensure_no_step(fields, "status", "latest_version")


def _put_back(session: Session, quotation: Quotation, fields: dict[str, Any]) -> None:
    kept = {name: value for name, value in fields.items() if name not in ("net", "tax", "gross")}
    lines = kept.pop("lines", None)
    quotation.put_back(kept, None if lines is None else [commands.line_told(line) for line in lines])


def _ensure_removable(session: Session, quotation: Quotation) -> None:
    first = quotation.latest_version == 1 and quotation.status == QuotationStatus.DRAFT
    ensure_still(first, "the first draft")


_QUOTATIONS = Undoing(
    noun=commands.NOUN,
    model=Quotation,
    find=queries.get_quotation_for_change,
    parts=frozenset({"lines", "note"}),
    put_back=_put_back,
    facts=commands.facts_of,
    changed=lambda quotation, diff: contract.QuotationChanged(**commands.told(quotation, diff)),
    removed=lambda quotation, diff: contract.QuotationRemoved(**commands.told(quotation, diff)),
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
)


def undo_quotations(session: Session, actor: Actor, job_id: str, quotation_ids: Sequence[str]) -> list[RowResult]:
    """One result a quotation; a draft that the job changed has its lines again, one that was sent stays as it is."""
    return undo_records(session, actor, job_id, quotation_ids, _QUOTATIONS)
