"""Opening a built report to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.reporting.built_reports.commands import told_of
from services.reporting.built_reports.model import BuiltReport
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.reporting import built_reports as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_built_report(session: Session, actor: Actor, built_report_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    report = get_within_reach(session, BuiltReport, actor, built_report_id)
    share = sharing.open_record(session, actor, report, **opened)
    told = told_of(report, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, report, contract.BuiltReportShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, built_report_id: str, share_id: str) -> None:
    report = get_within_reach(session, BuiltReport, actor, built_report_id)
    share = sharing.close_record(session, report, share_id)
    told = told_of(report, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, report, contract.BuiltReportShareRevoked(**told))


def list_shares(session: Session, actor: Actor, built_report_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, BuiltReport, actor, built_report_id))
