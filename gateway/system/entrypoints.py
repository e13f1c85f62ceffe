"""Where the condition of the system meets the message bus."""

from gateway.system import commands, queries
from shared.actor import system_actor
from shared.bus.timers import every
from shared.clock import now
from shared.contracts.gateway.system import ChangeThresholds, SystemStatusView, ThresholdsView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class SystemEntrypoints(Entrypoints):
    @rpc
    def get_system_status(self) -> Payload:
        conditions = queries.conditions_of_services(self.bus)
        with self.read() as session:
            told = queries.describe_system(session, conditions, now(), self.settings.smtp_host)
            return reply(SystemStatusView, told)

    @rpc
    def get_thresholds(self) -> Payload:
        with self.read() as session:
            return reply(ThresholdsView, commands.get_thresholds(session, self.actor))

    @rpc
    def change_thresholds(self, request: Payload) -> Payload:
        form = ChangeThresholds().load(request)
        with self.work() as session:
            return reply(ThresholdsView, commands.change_thresholds(session, self.actor, form))

    @every(lambda settings: settings.watch_seconds)
    def watch_capacity(self) -> None:
        conditions = queries.conditions_of_services(self.bus.as_system())
        with self.database.write() as session:
            commands.watch(session, system_actor(self.name), conditions, now())
