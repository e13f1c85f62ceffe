"""Where the problems on deals meet the message bus."""

from services.sales.problems import commands, queries
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.problems import (
    OpportunityProblemsView,
    OpportunityProblemView,
    ReportProblem,
    ResolveProblem,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class OpportunityProblemEntrypoints(Entrypoints):
    @rpc
    def report_problem(self, opportunity_id: str, request: Payload) -> Payload:
        form = ReportProblem().load(request)
        with self.work() as session:
            return reply(OpportunityProblemView, commands.report_problem(session, self.actor, opportunity_id, **form))

    @rpc
    def list_problems(self, opportunity_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            found = queries.list_problems(session, self.actor, opportunity_id, **form)
            return reply(OpportunityProblemsView, found)

    @rpc
    def resolve_problem(self, opportunity_id: str, problem_id: str, request: Payload) -> Payload:
        form = ResolveProblem().load(request)
        with self.work() as session:
            resolved = commands.resolve_problem(session, self.actor, opportunity_id, problem_id, **form)
            return reply(OpportunityProblemView, resolved)

    @rpc
    def withdraw_problem(self, opportunity_id: str, problem_id: str) -> None:
        with self.work() as session:
            commands.withdraw_problem(session, self.actor, opportunity_id, problem_id)
