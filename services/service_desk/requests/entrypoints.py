"""Where requests meet the message bus, and the timers that look for overdue ones and turn their clocks."""

from services.service_desk.requests import commands, queries
from services.service_desk.requests.commands import sharing
from services.service_desk.requests.commands.importing import import_requests as load_requests
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.service_desk.requests import (
    ChangeRequest,
    CreateRequest,
    ReassignRequest,
    RequestClockView,
    RequestRow,
    RequestView,
    SolveRequest,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc

LOOK_SECONDS = 1.0


class RequestEntrypoints(Entrypoints):
    @every(lambda settings: settings.escalation_seconds)
    def escalate_overdue_requests(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._escalate_batch() == commands.BATCH:
            pass

    @every(lambda settings: LOOK_SECONDS)
    def turn_request_clocks(self) -> None:
        """As many as have moved, a hundred in a transaction; what nobody ran for is made up for when one does."""
        while self._turn_batch() == commands.BATCH:
            pass

    def _turn_batch(self) -> int:
        with self.work() as session:
            return commands.turn_clocks(session, system_actor(self.name))

    def _escalate_batch(self) -> int:
        with self.work() as session:
            return commands.escalate_overdue_requests(session, system_actor(self.name))

    @rpc
    def create_request(self, request: Payload) -> Payload:
        form = CreateRequest().load(request)
        with self.work() as session:
            return reply(RequestView, commands.create_request(session, self.actor, **form))

    @rpc
    def get_request(self, request_id: str) -> Payload:
        with self.read() as session:
            return reply(RequestView, queries.get_request(session, self.actor, request_id))

    @rpc
    def show_request_clock(self, request_id: str) -> Payload:
        with self.read() as session:
            return reply(RequestClockView, queries.show_clock(session, self.actor, request_id))

    @rpc
    def list_requests(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_requests(session, self.actor, query)

    @rpc
    def list_request_history(self, request_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_request_history(session, self.actor, request_id, after)

    @rpc
    def change_request(self, request_id: str, request: Payload) -> Payload:
        form = ChangeRequest().load(request)
        with self.work() as session:
            return reply(RequestView, commands.change_request(session, self.actor, request_id, **form))

    @rpc
    def import_requests(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(RequestRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_requests(session, self.actor, mode, read))

    @rpc
    def claim_request(self, request_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(RequestView, commands.claim_request(session, self.actor, request_id))

    @rpc
    def release_request(self, request_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(RequestView, commands.release_request(session, self.actor, request_id))

    @rpc
    def reassign_request(self, request_id: str, request: Payload) -> Payload:
        form = ReassignRequest().load(request)
        with self.work() as session:
            return reply(RequestView, commands.reassign_request(session, self.actor, request_id, **form))

    @rpc
    def start_request(self, request_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(RequestView, commands.start_request(session, self.actor, request_id))

    @rpc
    def solve_request(self, request_id: str, request: Payload) -> Payload:
        form = SolveRequest().load(request)
        with self.work() as session:
            return reply(RequestView, commands.solve_request(session, self.actor, request_id, **form))

    @rpc
    def confirm_request(self, request_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(RequestView, commands.confirm_request(session, self.actor, request_id))

    @rpc
    def close_request(self, request_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(RequestView, commands.close_request(session, self.actor, request_id))

    @rpc
    def reopen_request(self, request_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(RequestView, commands.reopen_request(session, self.actor, request_id, **form))

    @rpc
    def share_request(self, request_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_request(session, self.actor, request_id, **form))

    @rpc
    def list_request_shares(self, request_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, request_id))

    @rpc
    def revoke_request_share(self, request_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, request_id, share_id)
