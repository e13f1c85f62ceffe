"""Where plans meet the message bus."""

from services.messaging.plans import commands, queries
from services.messaging.plans.commands import sharing
from services.messaging.plans.commands.importing import import_plans as load_plans
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.messaging.plans import ChangePlan, CreatePlan, PlanRow, PlanView, SummarisePlan
from shared.contracts.payload import Payload, reply
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class PlanEntrypoints(Entrypoints):
    @rpc
    def create_plan(self, request: Payload) -> Payload:
        form = CreatePlan().load(request)
        with self.work() as session:
            return reply(PlanView, commands.create_plan(session, self.actor, **form))

    @rpc
    def get_plan(self, plan_id: str) -> Payload:
        with self.read() as session:
            return reply(PlanView, queries.get_plan(session, self.actor, plan_id))

    @rpc
    def list_plans(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_plans(session, self.actor, query)

    @rpc
    def list_plan_history(self, plan_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_plan_history(session, self.actor, plan_id, after)

    @rpc
    def change_plan(self, plan_id: str, request: Payload) -> Payload:
        form = ChangePlan().load(request)
        with self.work() as session:
            return reply(PlanView, commands.change_plan(session, self.actor, plan_id, **form))

    @rpc
    def summarise_plan(self, plan_id: str, request: Payload) -> Payload:
        form = SummarisePlan().load(request)
        with self.work() as session:
            return reply(PlanView, commands.summarise_plan(session, self.actor, plan_id, **form))

    @rpc
    def share_plan(self, plan_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_plan(session, self.actor, plan_id, **form))

    @rpc
    def list_plan_shares(self, plan_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, plan_id))

    @rpc
    def revoke_plan_share(self, plan_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, plan_id, share_id)

    @rpc
    def import_plans(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(PlanRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_plans(session, self.actor, mode, read))
