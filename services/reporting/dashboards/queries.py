"""Reading dashboards. Every query starts from what the actor may see."""

from sqlalchemy.orm import Session

from services.reporting.dashboards.model import Dashboard
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.reporting import dashboards as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Dashboard, name) for name in contract.LISTING.fields}


def get_dashboard(session: Session, actor: Actor, dashboard_id: str) -> Dashboard:
    return get_visible(session, Dashboard, actor, dashboard_id)


def list_dashboards(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Dashboard, actor), Dashboard, contract.LISTING, COLUMNS, query)


def list_dashboard_history(session: Session, actor: Actor, dashboard_id: str, after: int) -> Payload:
    return list_history(session, get_dashboard(session, actor, dashboard_id).id, after=after)
