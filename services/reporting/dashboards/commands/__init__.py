"""Putting dashboards together, changing and removing them. One function, one decision, one event."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.built_reports.queries import built_reports_in_sight
from services.reporting.dashboards import rules
from services.reporting.dashboards.model import Dashboard
from services.reporting.shares.commands import forget_shares
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Changes, changes
from shared.contracts.reporting import dashboards as contract
from shared.visible import get_for_change, get_within_reach

Widgets = Sequence[Mapping[str, Any]]


def create_dashboard(
    session: Session,
    actor: Actor,
    *,
    title: str,
    widgets: Widgets,
    id: str | None = None,  # noqa: A002 -- the wire's
) -> Dashboard:
    """As the caller's own. Raises `WidgetReportIsUnknown`."""
    _ensure_known(session, actor, widgets)
    named = {} if id is None else {"id": id}
    dashboard = Dashboard(title=title, owner_id=actor.user_id, org_unit_id=actor.unit_id, **named)
    dashboard.created_by = actor.user_id
    dashboard.arrange(title, widgets)
    session.add(dashboard)
    session.flush()
    _announce(session, actor, dashboard, {}, contract.DashboardCreated)
    return dashboard


def change_dashboard(
    session: Session, actor: Actor, dashboard_id: str, *, title: str | None = None, widgets: Widgets | None = None
) -> Dashboard:
    """What was on it before may stay, though whoever changes it does not see it. Raises `WidgetReportIsUnknown`."""
    dashboard = get_for_change(session, Dashboard, actor, dashboard_id)
    before = facts_of(dashboard)
    known = _named(dashboard.widgets)
    _ensure_known(session, actor, [one for one in widgets or () if one.get("built_report_id") not in known])
    dashboard.arrange(title, widgets)
    _announce(session, actor, dashboard, before, contract.DashboardChanged)
    return dashboard


def remove_dashboard(session: Session, actor: Actor, dashboard_id: str) -> None:
    """With the shares of it; its history stays in the log."""
    dashboard = get_within_reach(session, Dashboard, actor, dashboard_id)
    told = told_of(dashboard, changes(facts_of(dashboard), {}))
    announce(session, actor, dashboard, contract.DashboardRemoved(**told))
    forget_shares(session, dashboard.id)
    session.delete(dashboard)


def _named(widgets: Widgets) -> set[str]:
    return {widget["built_report_id"] for widget in widgets if "built_report_id" in widget}


def _ensure_known(session: Session, actor: Actor, widgets: Widgets) -> None:
    named = _named(widgets)
    rules.ensure_known(sorted(named), built_reports_in_sight(session, actor, named))


def _announce(
    session: Session, actor: Actor, dashboard: Dashboard, before: dict[str, Any], event: type[contract.DashboardEvent]
) -> None:
    announce(session, actor, dashboard, event(**told_of(dashboard, changes(before, facts_of(dashboard)))))


def told_of(dashboard: Dashboard, changed: Changes) -> dict[str, Any]:
    """What every event about this dashboard says."""
    return {
        "dashboard_id": dashboard.id,
        "record_version": dashboard.next_version,
        **facts_of(dashboard),
        "owner_id": dashboard.owner_id,
        "org_unit_id": dashboard.org_unit_id,
        "changes": changed,
    }


def facts_of(dashboard: Dashboard) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {"title": dashboard.title, "widgets": dashboard.widgets}
