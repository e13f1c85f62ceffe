"""Where the reports hear of problems on deals. What is said of them in words changes no fact."""

from sqlalchemy.orm import Session

from services.reporting.problems import commands, rules
from shared.actor import Actor
from shared.contracts.sales.problems import (
    OpportunityProblemReported,
    OpportunityProblemResolved,
    OpportunityProblemWithdrawn,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class DealProblemEntrypoints(Entrypoints):
    @handles(OpportunityProblemReported)
    def follow_reported_problem(self, session: Session, actor: Actor, event: OpportunityProblemReported) -> None:
        commands.follow_problem(session, event, rules.OPEN)

    @handles(OpportunityProblemResolved)
    def follow_resolved_problem(self, session: Session, actor: Actor, event: OpportunityProblemResolved) -> None:
        commands.follow_problem(session, event, rules.RESOLVED)

    @handles(OpportunityProblemWithdrawn)
    def follow_withdrawn_problem(self, session: Session, actor: Actor, event: OpportunityProblemWithdrawn) -> None:
        commands.follow_problem(session, event, rules.WITHDRAWN)
