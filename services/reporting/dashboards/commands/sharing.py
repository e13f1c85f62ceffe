"""Opening a dashboard to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.reporting.dashboards.commands import told_of
from services.reporting.dashboards.model import Dashboard
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.reporting import dashboards as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_dashboard(session: Session, actor: Actor, dashboard_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    dashboard = get_within_reach(session, Dashboard, actor, dashboard_id)
    share = sharing.open_record(session, actor, dashboard, **opened)
    told = told_of(dashboard, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, dashboard, contract.DashboardShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, dashboard_id: str, share_id: str) -> None:
    dashboard = get_within_reach(session, Dashboard, actor, dashboard_id)
    share = sharing.close_record(session, dashboard, share_id)
    told = told_of(dashboard, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, dashboard, contract.DashboardShareRevoked(**told))


def list_shares(session: Session, actor: Actor, dashboard_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Dashboard, actor, dashboard_id))
