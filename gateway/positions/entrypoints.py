"""Where positions meet the message bus; who holds them is told and changed where people are."""

from gateway.positions import commands, queries
from shared.contracts.gateway.positions import ChangePosition, CreatePosition, PositionRow, PositionView
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class PositionEntrypoints(Entrypoints):
    @rpc
    def list_positions(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_positions(session, self.actor, query)

    @rpc
    def get_position(self, position_id: str) -> Payload:
        with self.read() as session:
            return reply(PositionView, queries.get_position(session, self.actor, position_id))

    @rpc
    def list_position_history(self, position_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_position_history(session, self.actor, position_id, after)

    @rpc
    def create_position(self, request: Payload) -> Payload:
        form = CreatePosition().load(request)
        with self.work() as session:
            return reply(PositionView, commands.create_position(session, self.actor, **form))

    @rpc
    def change_position(self, position_id: str, request: Payload) -> Payload:
        form = ChangePosition().load(request)
        with self.work() as session:
            return reply(PositionView, commands.change_position(session, self.actor, position_id, **form))

    @rpc
    def import_positions(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(PositionRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_positions(session, self.actor, mode, read))
