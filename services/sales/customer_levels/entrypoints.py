"""Where the levels of customers meet the message bus, and the timer that looks for customers who are let alone."""

from services.sales.customer_levels import commands, queries
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.customer_levels import ChangeCustomerLevel, CustomerLevelView, DefineCustomerLevel
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CustomerLevelEntrypoints(Entrypoints):
    @every(lambda settings: settings.escalation_seconds)
    def remind_of_follow_ups(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._remind_batch() == commands.BATCH:
            continue

    def _remind_batch(self) -> int:
        with self.work() as session:
            return commands.remind_of_follow_ups(session, system_actor(self.name))

    @rpc
    def define_customer_level(self, request: Payload) -> Payload:
        form = DefineCustomerLevel().load(request)
        with self.work() as session:
            return reply(CustomerLevelView, commands.define_customer_level(session, self.actor, **form))

    @rpc
    def get_customer_level(self, customer_level_id: str) -> Payload:
        with self.read() as session:
            return reply(CustomerLevelView, queries.get_customer_level(session, customer_level_id))

    @rpc
    def list_customer_levels(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_levels(session, query)

    @rpc
    def list_customer_level_history(self, customer_level_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_customer_level_history(session, customer_level_id, after)

    @rpc
    def change_customer_level(self, customer_level_id: str, request: Payload) -> Payload:
        form = ChangeCustomerLevel().load(request)
        with self.work() as session:
            changed = commands.change_customer_level(session, self.actor, customer_level_id, **form)
            return reply(CustomerLevelView, changed)

    @rpc
    def remove_customer_level(self, customer_level_id: str) -> None:
        with self.work() as session:
            commands.remove_customer_level(session, self.actor, customer_level_id)
