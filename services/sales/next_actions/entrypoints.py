"""Where next actions are asked for."""

from services.sales.next_actions import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.next_actions import NextActionsView
from shared.entrypoints import Entrypoints
from shared.field_limits import ensure_all_open
from shared.rpc import rpc


class NextActionEntrypoints(Entrypoints):
    @rpc
    def get_next_actions(self, opportunity_id: str) -> Payload:
        """They tell of chances and next steps, so they are for those to whom all of a deal is open."""
        ensure_all_open(self.actor.fields)
        with self.read() as session:
            found = queries.get_next_actions(session, self.actor, opportunity_id)
            return reply(NextActionsView, {"opportunity_id": opportunity_id, "data": found})
