"""Where reassignments meet the message bus: begun by a call, carried out beside the calls."""

from gateway.reassignments import commands, queries
from gateway.reassignments.entrypoints import running
from shared.bus.timers import every
from shared.clock import now
from shared.contracts.gateway.reassignments import ReassignmentView, ReassignTerritory
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 1.0
PLANNING_SECONDS = 8.0


class ReassignmentEntrypoints(Entrypoints):
    @every(lambda settings: LOOK_SECONDS)
    def carry_out_reassignments(self) -> None:
        """Work on what was begun, and on what a process that has ended left behind."""
        with self.read() as session:
            waiting = queries.standing_still(session, now())
        for reassignment_id in waiting:
            running.start(self.database, self.bus, reassignment_id)

    @rpc
    def reassign_territory(self, request: Payload) -> Payload:
        form = ReassignTerritory().load(request)
        dry_run = form.pop("dry_run")
        self.before_work()
        sales = self.bus.on_behalf_of(self.actor, PLANNING_SECONDS)
        plan = sales.call("sales", "plan_reassignment", request=form).result
        aim = {"territory_id": form["territory_id"], "owner_id": form["person_id"]}
        with self.work() as session:
            return reply(ReassignmentView, commands.reassign(session, self.actor, plan, dry_run=dry_run, **aim))
