"""Where reassignments meet the message bus; the gateway's jobs call here."""

from services.sales.reassignments import commands, queries
from shared.company_wide import ensure_for_company
from shared.contracts.gateway.reassignments import MovedCustomers, PlanReassignment, ReassignmentPlan
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ReassignmentEntrypoints(Entrypoints):
    @rpc
    def plan_reassignment(self, request: Payload) -> Payload:
        """For the gateway: what would be moved now."""
        form = PlanReassignment().load(request)
        ensure_for_company(self.actor)
        with self.read() as session:
            return reply(ReassignmentPlan, queries.plan(session, self.actor, **form))

    @rpc
    def move_customers(self, territory_id: str, owner_id: str | None, after: str | None) -> Payload:
        """For the gateway: move the next hundred."""
        with self.work() as session:
            moved = commands.move_customers(session, self.actor, territory_id, owner_id, after)
            return reply(MovedCustomers, moved)
