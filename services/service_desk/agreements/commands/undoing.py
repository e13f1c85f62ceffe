"""Taking back what a job did to agreements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.agreements import commands
from services.service_desk.agreements.model import Agreement
from services.service_desk.agreements.rules import AgreementStatus
from services.service_desk.products.queries import known_products
from shared.actor import Actor
from shared.contracts.service_desk import agreements as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_no_step, ensure_still, undo_records


def _put_back(session: Session, agreement: Agreement, fields: dict[str, Any]) -> None:
    covered = fields.pop("product_ids", None)
    agreement.edit(fields, None if covered is None else known_products(session, set(covered)))


def _ensure_restorable(agreement: Agreement, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "status", "ended_on")


def _ensure_removable(session: Session, agreement: Agreement) -> None:
    ensure_still(agreement.status == AgreementStatus.DRAFT, "a draft")


_AGREEMENTS = Undoing(
    noun=commands.NOUN,
    model=Agreement,
    parts=frozenset({"product_ids"}),
    put_back=_put_back,
    facts=commands.facts_of,
    changed=lambda agreement, diff: contract.AgreementChanged(**commands.told_of(agreement, diff)),
    removed=lambda agreement, diff: contract.AgreementRemoved(**commands.told_of(agreement, diff)),
    words=commands.found_by,
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
)


def undo_agreements(session: Session, actor: Actor, job_id: str, agreement_ids: Sequence[str]) -> list[RowResult]:
    """One result an agreement; one that was changed since, or that came into force, stays as it is."""
    return undo_records(session, actor, job_id, agreement_ids, _AGREEMENTS)
