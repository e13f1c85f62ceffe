"""Where the pipeline meets the message bus."""

from services.sales.pipeline import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.stages import ChangeStage, PipelineQuery, PipelineView, StageView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class PipelineEntrypoints(Entrypoints):
    @rpc
    def change_stage(self, stage_id: str, request: Payload) -> Payload:
        form = ChangeStage().load(request)
        with self.work() as session:
            return reply(StageView, commands.change_stage(session, self.actor, stage_id, **form))

    @rpc
    def get_pipeline(self, query: Payload) -> Payload:
        PipelineQuery().load(query)
        with self.read() as session:
            return reply(PipelineView, queries.get_pipeline(session, self.actor))
