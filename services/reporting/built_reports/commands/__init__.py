"""Building reports, changing and removing them. One function, one decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.reporting.built_reports.model import BuiltReport
from services.reporting.built_reports.queries.answering import ensure_answerable
from services.reporting.shares.commands import forget_shares
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Changes, changes
from shared.contracts.reporting import built_reports as contract
from shared.visible import get_for_change, get_within_reach


def create_built_report(session: Session, actor: Actor, *, title: str, table: str, **parts: Any) -> BuiltReport:
    """As the caller's own. Raises `ReportDoesNotFit`, `ReportListsAndSums` or `ReportMixesCurrencies`."""
    named = {name: parts.pop(name) for name in ("id",) if name in parts}
    report = BuiltReport(title=title, table=table, owner_id=actor.user_id, org_unit_id=actor.unit_id, **named)
    report.created_by = actor.user_id
    report.define(parts)
    ensure_answerable(actor, report)
    session.add(report)
    session.flush()
    _announce(session, actor, report, {}, contract.BuiltReportCreated)
    return report


def change_built_report(
    session: Session, actor: Actor, built_report_id: str, *, title: str | None = None, **parts: Any
) -> BuiltReport:
    report = get_for_change(session, BuiltReport, actor, built_report_id)
    before = facts_of(report)
    report.define(parts, title)
    ensure_answerable(actor, report)
    _announce(session, actor, report, before, contract.BuiltReportChanged)
    return report


def remove_built_report(session: Session, actor: Actor, built_report_id: str) -> None:
    """With the shares of it; its history stays in the log."""
    report = get_within_reach(session, BuiltReport, actor, built_report_id)
    announce(session, actor, report, contract.BuiltReportRemoved(**told_of(report, changes(facts_of(report), {}))))
    forget_shares(session, report.id)
    session.delete(report)


def _announce(
    session: Session,
    actor: Actor,
    report: BuiltReport,
    before: dict[str, Any],
    event: type[contract.BuiltReportEvent],
) -> None:
    announce(session, actor, report, event(**told_of(report, changes(before, facts_of(report)))))


def told_of(report: BuiltReport, changed: Changes) -> dict[str, Any]:
    """What every event about this report says."""
    return {
        "built_report_id": report.id,
        "record_version": report.next_version,
        "title": report.title,
        "table": report.table,
        "definition": report.definition,
        "owner_id": report.owner_id,
        "org_unit_id": report.org_unit_id,
        "changes": changed,
    }


def facts_of(report: BuiltReport) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {"title": report.title, "table": report.table, **report.definition}
