"""Reading the problems on a deal: by whoever may see the deal."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.sales.opportunities.queries import get_opportunity
from services.sales.problems.model import OpportunityProblem
from shared.actor import Actor
from shared.errors import NotFound
from shared.newest import Newest, newest


def list_problems(
    session: Session, actor: Actor, opportunity_id: str, limit: int, before: str | None = None
) -> Newest[OpportunityProblem]:
    """The open and the resolved ones. Raises `NotFound` for a deal out of sight."""
    deal = get_opportunity(session, actor, opportunity_id)
    reported = select(OpportunityProblem).where(OpportunityProblem.opportunity_id == deal.id)
    return newest(session, reported, OpportunityProblem.id, limit, before)


def get_problem_of(session: Session, opportunity_id: str, problem_id: str) -> OpportunityProblem:
    """One of the deal that the caller was given. Raises `NotFound`."""
    one = select(OpportunityProblem).where(
        OpportunityProblem.id == problem_id, OpportunityProblem.opportunity_id == opportunity_id
    )
    found = session.scalar(one)
    if found is None:
        raise NotFound(f"There is no problem {problem_id} on this deal.")
    return found


def count_problems(session: Session, opportunity_id: str) -> int:
    """How many are reported on the deal that the caller holds."""
    reported = select(func.count()).select_from(OpportunityProblem)
    return session.scalar(reported.where(OpportunityProblem.opportunity_id == opportunity_id)) or 0
