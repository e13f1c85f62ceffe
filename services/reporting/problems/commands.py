"""Following the problems on deals; told twice or out of order they end up the same."""

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.problems.model import DealProblem
from shared.contracts.sales.problems import ProblemEvent


def follow_problem(session: Session, event: ProblemEvent, status: str) -> None:
    """Take in what became of a problem; every event tells where and when it occurred, so the latest one is enough."""
    known = session.get(DealProblem, event.problem_id)
    if known is None:
        known = DealProblem(
            id=event.problem_id,
            deal_id=event.opportunity_id,
            version=event.record_version,
            type=event.problem_type,
            stage=event.problem_stage,
            occurred_on=date.fromisoformat(event.problem_occurred_on),
            status=status,
        )
        session.add(known)
    elif event.record_version > known.version:
        known.version, known.status = event.record_version, status
    session.flush()


def forget_problems(session: Session, deal_id: str) -> None:
    """The deal was never meant to be recorded."""
    theirs = delete(DealProblem).where(DealProblem.deal_id == deal_id)
    session.execute(theirs.execution_options(synchronize_session=False))
