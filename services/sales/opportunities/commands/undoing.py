"""Taking back what a job did to deals."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.sales.opportunities import commands
from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity
from shared.actor import Actor
from shared.contracts.sales import opportunities as contract
from shared.importing import RowResult
from shared.undoing import Undoing, undo_records


def _put_back(session: Session, deal: Opportunity, fields: dict[str, Any]) -> None:
    deal.put_back(fields)
    session.flush()
    session.expire(deal, ["customer", "contact", "product"])


_OPPORTUNITIES = Undoing(
    noun=commands.NOUN,
    model=Opportunity,
    put_back=_put_back,
    facts=telling.facts,
    changed=lambda deal, diff: contract.OpportunityChanged(**telling.told(deal, diff)),
    removed=lambda deal, diff: contract.OpportunityRemoved(**telling.told(deal, diff)),
    words=telling.found_by,
)


def undo_opportunities(
    session: Session,
    actor: Actor,
    job_id: str,
    opportunity_ids: Sequence[str],
    ensure_unused: Callable[[Session, str], None],
) -> list[RowResult]:
    """One result a deal; one that was changed since, or is in use, stays as it is."""
    undoing = replace(_OPPORTUNITIES, ensure_removable=lambda session, record: ensure_unused(session, record.id))
    return undo_records(session, actor, job_id, opportunity_ids, undoing)
