"""Changing a stage, with all that it means for the deals in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.opportunities.commands import follow_rate
from services.sales.stages import queries
from services.sales.stages.commands import create_stage, ensure_default_stages, ensure_position_free, facts, told
from services.sales.stages.queries import Stage
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.sales import stages as contract
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowResult,
    different,
    ensure_mode,
    take_rows,
)


def change_stage(session: Session, actor: Actor, stage_id: str, **fields: Any) -> Stage:
    """Edit a stage. With its success rate goes the probability of the open deals that follow it, overridden ones stay.

    The deals are changed in one statement and told in one event, `StageRateChanged`: it is a fact about the stage from
    which each deal's probability follows, thousands of events would say nothing more, and the version that a seller
    holds of a deal stays good.
    """
    ensure_for_company(actor)
    stage = queries.get_stage_for_change(session, actor, stage_id)
    before = facts(stage)
    if fields.get("position", stage.position) != stage.position:
        ensure_position_free(session, fields["position"])
    stage.edit(fields)
    telling = told(stage, changes(before, facts(stage)))
    if stage.success_rate == before["success_rate"]:
        announce(session, actor, stage, contract.StageChanged(**telling))
    else:
        announce(session, actor, stage, contract.StageRateChanged(**telling, before_rate=before["success_rate"]))
        follow_rate(session, stage.code, stage.success_rate)
    return stage


def import_stages(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the stages in step with these rows, by code; a changed rate means for deals what it means by hand."""
    ensure_for_company(actor)
    ensure_default_stages(session)
    return take_rows(session, rows, lambda form: _import_stage(session, actor, mode, form))


def _import_stage(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    stage = queries.find_stage(session, form["code"])
    ensure_mode(mode, form["code"], stage is not None)
    changed = form if stage is None else different(stage, form)
    if stage is None:
        return RowResult(CREATED, create_stage(session, actor, **form).id)
    if changed:
        change_stage(session, actor, stage.id, **changed)
    return RowResult(UPDATED if changed else UNCHANGED, stage.id)
