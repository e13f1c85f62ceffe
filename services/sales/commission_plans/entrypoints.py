"""Where commission plans meet the message bus."""

from services.sales.commission_plans import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.commission_plans import (
    ChangeCommissionPlan,
    CommissionPlanView,
    DefineCommissionPlan,
    ReviseCommissionPlan,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CommissionPlanEntrypoints(Entrypoints):
    @rpc
    def define_commission_plan(self, request: Payload) -> Payload:
        form = DefineCommissionPlan().load(request)
        with self.work() as session:
            return reply(CommissionPlanView, commands.define_commission_plan(session, self.actor, **form))

    @rpc
    def get_commission_plan(self, plan_id: str) -> Payload:
        with self.read() as session:
            return reply(CommissionPlanView, queries.get_commission_plan(session, self.actor, plan_id))

    @rpc
    def list_commission_plans(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_commission_plans(session, self.actor, query)

    @rpc
    def list_commission_plan_history(self, plan_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_commission_plan_history(session, self.actor, plan_id, after)

    @rpc
    def change_commission_plan(self, plan_id: str, request: Payload) -> Payload:
        form = ChangeCommissionPlan().load(request)
        with self.work() as session:
            return reply(CommissionPlanView, commands.change_commission_plan(session, self.actor, plan_id, **form))

    @rpc
    def revise_commission_plan(self, plan_id: str, request: Payload) -> Payload:
        form = ReviseCommissionPlan().load(request)
        with self.work() as session:
            return reply(CommissionPlanView, commands.revise_commission_plan(session, self.actor, plan_id, **form))
