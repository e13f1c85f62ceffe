"""Reading and running reports that people built. Every query starts from what the actor may see."""

from typing import Any

from sqlalchemy.orm import Session

from services.reporting.built_reports.model import BuiltReport
from services.reporting.built_reports.queries import answering
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.reporting import built_reports as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(BuiltReport, name) for name in contract.LISTING.fields}


def get_built_report(session: Session, actor: Actor, built_report_id: str) -> BuiltReport:
    return get_visible(session, BuiltReport, actor, built_report_id)


def list_built_reports(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(BuiltReport, actor), BuiltReport, contract.LISTING, COLUMNS, query)


def list_built_report_history(session: Session, actor: Actor, built_report_id: str, after: int) -> Payload:
    return list_history(session, get_built_report(session, actor, built_report_id).id, after=after)


def run_built_report(session: Session, actor: Actor, built_report_id: str, form: Payload, query: Payload) -> Payload:
    """Over what the runner sees, whoever built it."""
    report = get_built_report(session, actor, built_report_id)
    return answering.page(answering.run_of(session, actor, report, form), form, query)


def preview_built_report(session: Session, actor: Actor, table: str, **parts: Any) -> Payload:
    """The first page of a report that nobody has saved, over what the caller sees. Raises as building it does, and
    leaves nothing behind.
    """
    report = BuiltReport(title=table, table=table)
    report.define(parts)
    answering.ensure_answerable(actor, report)
    form = contract.RunQuery().load({})
    return answering.page(answering.run_of(session, actor, report, form), form, {})


def list_built_report_rows(
    session: Session, actor: Actor, built_report_id: str, form: Payload, query: Payload
) -> Payload:
    report = get_built_report(session, actor, built_report_id)
    return answering.whole(answering.run_of(session, actor, report, form), query)


def list_built_report_records(session: Session, actor: Actor, built_report_id: str, form: Payload) -> Payload:
    report = get_built_report(session, actor, built_report_id)
    return answering.records(answering.run_of(session, actor, report, form), form)


def built_reports_in_sight(session: Session, actor: Actor, built_report_ids: set[str]) -> set[str]:
    """Those of them that the caller sees."""
    seen = visible(BuiltReport, actor).where(BuiltReport.id.in_(built_report_ids))
    return set(session.scalars(seen.with_only_columns(BuiltReport.id, maintain_column_froms=True)))
