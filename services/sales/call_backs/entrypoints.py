"""Where call-backs meet the message bus, and the timer that tells whose time has come."""

from services.sales.call_backs import commands, queries
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.call_backs import (
    ArrangeCallBack,
    CallBackView,
    ChangeCallBack,
    CompleteCallBack,
    PostponeCallBack,
    TransferCallBack,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 1.0
"""A promise is to the minute; the queue itself goes by the clock."""


class CallBackEntrypoints(Entrypoints):
    @every(lambda _: LOOK_SECONDS)
    def tell_of_due_call_backs(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._tell_batch() == commands.BATCH:
            continue

    def _tell_batch(self) -> int:
        with self.work() as session:
            return commands.tell_of_due(session, system_actor(self.name))

    @rpc
    def arrange_call_back(self, request: Payload) -> Payload:
        form = ArrangeCallBack().load(request)
        with self.work() as session:
            return reply(CallBackView, commands.arrange_call_back(session, self.actor, **form))

    @rpc
    def get_call_back(self, call_back_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_call_back(database, self.actor, call_back_id)

    @rpc
    def list_call_backs(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_call_backs(session, self.actor, query)

    @rpc
    def list_call_queue(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_call_queue(session, self.actor, query)

    @rpc
    def list_call_back_history(self, call_back_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_call_back_history(session, self.actor, call_back_id, after)

    @rpc
    def change_call_back(self, call_back_id: str, request: Payload) -> Payload:
        form = ChangeCallBack().load(request)
        with self.work() as session:
            return reply(CallBackView, commands.change_call_back(session, self.actor, call_back_id, **form))

    @rpc
    def take_call_back(self, call_back_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(CallBackView, commands.take_call_back(session, self.actor, call_back_id))

    @rpc
    def postpone_call_back(self, call_back_id: str, request: Payload) -> Payload:
        form = PostponeCallBack().load(request)
        with self.work() as session:
            return reply(CallBackView, commands.postpone_call_back(session, self.actor, call_back_id, **form))

    @rpc
    def transfer_call_back(self, call_back_id: str, request: Payload) -> Payload:
        form = TransferCallBack().load(request)
        with self.work() as session:
            return reply(CallBackView, commands.transfer_call_back(session, self.actor, call_back_id, **form))

    @rpc
    def complete_call_back(self, call_back_id: str, request: Payload) -> Payload:
        form = CompleteCallBack().load(request)
        with self.work() as session:
            return reply(CallBackView, commands.complete_call_back(session, self.actor, call_back_id, **form))

    @rpc
    def cancel_call_back(self, call_back_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(CallBackView, commands.cancel_call_back(session, self.actor, call_back_id, **form))
