"""Where views meet the message bus."""

from gateway.views import commands, queries
from shared.contracts.gateway.views import (
    ChangeView,
    CreateView,
    ShareView,
    ViewRow,
    ViewSharesView,
    ViewShareView,
    ViewView,
)
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class ViewEntrypoints(Entrypoints):
    @rpc
    def list_views(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_views(session, self.actor, query)

    @rpc
    def get_view(self, view_id: str) -> Payload:
        with self.read() as session:
            return reply(ViewView, queries.get_view(session, self.actor, view_id))

    @rpc
    def list_view_history(self, view_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_view_history(session, self.actor, view_id, after)

    @rpc
    def create_view(self, request: Payload) -> Payload:
        form = CreateView().load(request)
        with self.work() as session:
            return reply(ViewView, commands.create_view(session, self.actor, **form))

    @rpc
    def change_view(self, view_id: str, request: Payload) -> Payload:
        form = ChangeView().load(request)
        with self.work() as session:
            return reply(ViewView, commands.change_view(session, self.actor, view_id, **form))

    @rpc
    def remove_view(self, view_id: str) -> Payload:
        with self.work() as session:
            commands.remove_view(session, self.actor, view_id)
            return {}

    @rpc
    def list_view_shares(self, view_id: str) -> Payload:
        with self.read() as session:
            view = queries.get_view(session, self.actor, view_id)
            return reply(ViewSharesView, {"data": queries.shares_of(session, view)})

    @rpc
    def share_view(self, view_id: str, request: Payload) -> Payload:
        form = ShareView().load(request)
        with self.work() as session:
            return reply(ViewShareView, commands.share_view(session, self.actor, view_id, **form))

    @rpc
    def revoke_view_share(self, view_id: str, share_id: str) -> Payload:
        with self.work() as session:
            commands.revoke_view_share(session, self.actor, view_id, share_id)
            return {}

    @rpc
    def import_views(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(ViewRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_views(session, self.actor, mode, read))
