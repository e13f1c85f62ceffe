"""Where mining runs meet the message bus, and the timers that count them and let them go."""

from services.reporting.mining_runs import commands, queries
from services.reporting.mining_runs.entrypoints import running
from shared.bus.timers import every
from shared.clock import now
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.mining_runs import (
    MiningCustomersQuery,
    MiningResultsView,
    MiningRowsQuery,
    MiningRunView,
    RunMining,
    SegmentedCustomersView,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 1.0


class MiningRunEntrypoints(Entrypoints):
    @rpc
    def queue_mining_run(self, request: Payload) -> Payload:
        form = RunMining().load(request)
        with self.work() as session:
            return reply(MiningRunView, commands.queue_mining_run(session, self.actor, **form))

    @rpc
    def get_mining_run(self, mining_run_id: str) -> Payload:
        with self.read() as session:
            return reply(MiningRunView, queries.get_mining_run(session, self.actor, mining_run_id))

    @rpc
    def list_mining_runs(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_mining_runs(session, self.actor, query)

    @rpc
    def list_mining_run_history(self, mining_run_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_mining_run_history(session, self.actor, mining_run_id, after)

    @rpc
    def list_mining_results(self, mining_run_id: str, query: Payload) -> Payload:
        form = MiningRowsQuery().load(query)
        with self.read() as session:
            return reply(MiningResultsView, queries.list_results(session, self.actor, mining_run_id, **form))

    @rpc
    def list_segmented_customers(self, mining_run_id: str, query: Payload) -> Payload:
        form = MiningCustomersQuery().load(query)
        with self.read() as session:
            found = queries.list_segmented_customers(session, self.actor, mining_run_id, **form)
            return reply(SegmentedCustomersView, found)

    @rpc
    def delete_mining_run(self, mining_run_id: str) -> None:
        with self.work() as session:
            commands.delete_mining_run(session, self.actor, mining_run_id)

    @every(lambda settings: LOOK_SECONDS)
    def count_mining_runs(self) -> None:
        """Begin with what waits, and go on with what a process that has ended left behind."""
        with self.read() as session:
            waiting = queries.standing_still(session, now())
        running.start(self.database, self.bus, self.secret(), waiting)

    @every(lambda settings: settings.watch_seconds)
    def expire_mining_runs(self) -> None:
        with self.read() as session:
            over = queries.expired(session, now())
        for run_id in over:
            with self.work() as session:
                commands.expire(session, run_id)
