"""Reporting problems on an open deal, resolving them, and taking back what was reported by mistake."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.opportunities.commands.involving import hold_open_opportunity, tell_of_part
from services.sales.opportunities.queries import Opportunity
from services.sales.problems import queries, rules
from services.sales.problems.model import OpportunityProblem
from shared.actor import Actor
from shared.clock import today
from shared.contracts.sales import problems as contract
from shared.ids import new_id
from shared.picklists import ensure_listed


def report_problem(session: Session, actor: Actor, opportunity_id: str, **fields: Any) -> OpportunityProblem:
    """Say that something stands in the way of the deal; it occurred today, in the stage where the deal stands. `fields`
    are those of `ReportProblem`.

    Raises `ValueIsNotListed` for a type that is not on the company's list, and `TooManyProblems`.
    """
    deal = hold_open_opportunity(session, actor, opportunity_id)
    ensure_listed(session, contract.PICKLISTS, fields)
    rules.ensure_room(queries.count_problems(session, deal.id), contract.MOST_PROBLEMS)
    problem = OpportunityProblem(
        id=new_id(),
        opportunity_id=deal.id,
        status=rules.ProblemStatus.OPEN,
        stage=deal.stage,
        occurred_on=today(),
        author_id=actor.user_id,
        **fields,
    )
    session.add(problem)
    session.flush()
    _tell(session, actor, deal, problem, contract.OpportunityProblemReported, {}, _facts(problem))
    return problem


def resolve_problem(
    session: Session, actor: Actor, opportunity_id: str, problem_id: str, resolution: str
) -> OpportunityProblem:
    """Say how the problem was got out of the way. Raises `ProblemIsResolved` for one that was already."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    problem = queries.get_problem_of(session, deal.id, problem_id)
    before = _facts(problem)
    problem.resolve(resolution.strip())
    _tell(session, actor, deal, problem, contract.OpportunityProblemResolved, before, _facts(problem))
    return problem


def withdraw_problem(session: Session, actor: Actor, opportunity_id: str, problem_id: str) -> None:
    """Take back a problem that never was one, resolved or not; the history of the deal keeps what was said."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    problem = queries.get_problem_of(session, deal.id, problem_id)
    _tell(session, actor, deal, problem, contract.OpportunityProblemWithdrawn, _facts(problem), {})
    session.delete(problem)


def _tell(
    session: Session,
    actor: Actor,
    deal: Opportunity,
    problem: OpportunityProblem,
    event: type[contract.ProblemEvent],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    told = {
        "problem_id": problem.id,
        "problem_type": problem.type,
        "problem_stage": problem.stage,
        "problem_occurred_on": problem.occurred_on.isoformat(),
    }
    tell_of_part(session, actor, deal, event, before=before, after=after, **told)


def _facts(problem: OpportunityProblem) -> dict[str, Any]:
    """What the history of the deal says of a problem."""
    return {
        "problem_type": problem.type,
        "problem_stage": problem.stage,
        "problem_note": problem.note,
        "problem_status": str(problem.status),
        "resolution": problem.resolution,
    }
