"""Where the pipeline meets the message bus."""

from services.sales.pipeline import commands, queries
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.stages import ChangeStage, PipelineQuery, PipelineView, StageRow, StageView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class PipelineEntrypoints(Entrypoints):
    @rpc
    def change_stage(self, stage_id: str, request: Payload) -> Payload:
        form = ChangeStage().load(request)
        with self.work() as session:
            return reply(StageView, commands.change_stage(session, self.actor, stage_id, **form))

    @rpc
    def import_stages(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(StageRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_stages(session, self.actor, mode, read))

    @rpc
    def get_pipeline(self, query: Payload) -> Payload:
        PipelineQuery().load(query)
        with self.read() as session:
            return reply(PipelineView, queries.get_pipeline(session, self.actor))
