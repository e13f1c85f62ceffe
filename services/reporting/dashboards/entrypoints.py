"""Where dashboards meet the message bus."""

from services.reporting.dashboards import commands, queries
from services.reporting.dashboards.commands import sharing
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.dashboards import ChangeDashboard, CreateDashboard, DashboardView
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class DashboardEntrypoints(Entrypoints):
    @rpc
    def create_dashboard(self, request: Payload) -> Payload:
        form = CreateDashboard().load(request)
        with self.work() as session:
            return reply(DashboardView, commands.create_dashboard(session, self.actor, **form))

    @rpc
    def get_dashboard(self, dashboard_id: str) -> Payload:
        with self.read() as session:
            return reply(DashboardView, queries.get_dashboard(session, self.actor, dashboard_id))

    @rpc
    def list_dashboards(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_dashboards(session, self.actor, query)

    @rpc
    def list_dashboard_history(self, dashboard_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_dashboard_history(session, self.actor, dashboard_id, after)

    @rpc
    def change_dashboard(self, dashboard_id: str, request: Payload) -> Payload:
        form = ChangeDashboard().load(request)
        with self.work() as session:
            return reply(DashboardView, commands.change_dashboard(session, self.actor, dashboard_id, **form))

    @rpc
    def remove_dashboard(self, dashboard_id: str) -> None:
        with self.work() as session:
            commands.remove_dashboard(session, self.actor, dashboard_id)

    @rpc
    def share_dashboard(self, dashboard_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_dashboard(session, self.actor, dashboard_id, **form))

    @rpc
    def list_dashboard_shares(self, dashboard_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, dashboard_id))

    @rpc
    def revoke_dashboard_share(self, dashboard_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, dashboard_id, share_id)
