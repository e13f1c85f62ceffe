"""Where requests meet the message bus, and the timer that looks for overdue ones."""

from services.service_desk.requests import commands, queries
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.service_desk.requests import (
    ChangeRequest,
    CreateRequest,
    ReassignRequest,
    RequestView,
    SolveRequest,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class RequestEntrypoints(Entrypoints):
    @every(lambda settings: settings.escalation_seconds)
    def escalate_overdue_requests(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._escalate_batch() == commands.BATCH:
            pass

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
