"""Taking back what a job did to stages, with all that it means for the deals in them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.opportunities.queries import has_deals_in_stage
from services.sales.pipeline import commands, rules
from services.sales.stages.commands import remove_stage
from services.sales.stages.queries import Stage, get_stage_for_change
from shared.actor import Actor
from shared.company_wide import ensure_for_company
from shared.importing import RowResult
from shared.undoing import REMOVED, ByCommands, undo_records


def _put_back(session: Session, actor: Actor, stage: Stage, fields: dict[str, Any]) -> None:
    commands.change_stage(session, actor, stage.id, **fields)


def _remove(session: Session, actor: Actor, stage: Stage) -> None:
    rules.ensure_no_deals(stage.code, has_deals_in_stage(session, stage.code))
    remove_stage(session, actor, stage.id)


_STAGES = ByCommands(model=Stage, find=get_stage_for_change, put_back=_put_back, take_out=_remove, outcome=REMOVED)


def undo_stages(session: Session, actor: Actor, job_id: str, stage_ids: Sequence[str]) -> list[RowResult]:
    """One result a stage; one that deals are in stays, and a rate that goes back goes back for its deals too."""
    ensure_for_company(actor)
    return undo_records(session, actor, job_id, stage_ids, _STAGES)
