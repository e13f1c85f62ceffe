"""Where stages meet the message bus."""

from services.sales.stages import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.stages import CreateStage, StageView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class StageEntrypoints(Entrypoints):
    @rpc
    def create_stage(self, request: Payload) -> Payload:
        form = CreateStage().load(request)
        with self.work() as session:
            return reply(StageView, commands.create_stage(session, self.actor, **form))

    @rpc
    def get_stage(self, stage_id: str) -> Payload:
        with self.read() as session:
            return reply(StageView, queries.get_stage(session, stage_id))

    @rpc
    def list_stages(self, query: Payload) -> Payload:
        """A write, because the first who asks finds the shipped stages defined."""
        with self.work() as session:
            commands.ensure_default_stages(session)
            return queries.list_stages(session, query)

    @rpc
    def list_stage_history(self, stage_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_stage_history(session, stage_id, after)
