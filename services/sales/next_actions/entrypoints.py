"""Where next actions are asked for."""

from services.sales.next_actions import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.next_actions import NextActionsView
from shared.entrypoints import Entrypoints
from shared.rpc import keeps_limits, rpc


class NextActionEntrypoints(Entrypoints):
    @rpc
    @keeps_limits
    def get_next_actions(self, opportunity_id: str) -> Payload:
        with self.read() as session:
            found = queries.get_next_actions(session, self.actor, opportunity_id)
            return reply(NextActionsView, {"opportunity_id": opportunity_id, "data": found})
