"""Working out what to do next about a deal in the caller's sight."""

from sqlalchemy.orm import Session

from services.sales.next_actions import rules
from services.sales.next_actions.rules import Action, Deal, Offered, Planned, Standing
from services.sales.opportunities.queries import get_opportunity
from services.sales.orders.queries import order_of
from services.sales.quotations.queries import quotations_of_deal
from services.sales.stages.queries import ladder
from services.sales.visits.queries import visits_to_pay
from shared.actor import Actor
from shared.clock import today
from shared.field_limits import ensure_all_open, is_open


def get_next_actions(session: Session, actor: Actor, opportunity_id: str) -> list[Action]:
    """From the stage and from those visits and quotations of the deal that are in sight themselves.

    To whom only some fields of a deal are open is told what asks for nothing but these: no criterion on a closed field,
    and no visits, which tell of our own people. Raises `FieldIsClosed` where the stage or the status is closed.
    """
    seen = actor.fields
    if seen is not None and not (is_open(seen, "stage") and is_open(seen, "status")):
        ensure_all_open(seen)
    opportunity, steps = get_opportunity(session, actor, opportunity_id), ladder(session)
    here = steps.at(opportunity.stage)
    onward = next((step for step in steps.steps if step.outcome is None and step.position > here.position), None)
    deal = Deal(
        status=str(opportunity.status),
        stage=Standing(here.code, [one for one in here.exit_criteria if _is_told(seen, one)]),
        onward=onward.code if onward else None,
        known=opportunity.known(),
        close_date=opportunity.expected_close_date if _is_told(seen, "expected_close_date") else None,
        is_ordered=order_of(session, opportunity) is not None,
        visits=[
            Planned(visit.id, visit.subject, visit.starts_at.date())
            for visit in (visits_to_pay(session, actor, opportunity.id) if seen is None else ())
        ],
        quotations=[
            Offered(one.id, one.number, str(one.status), one.valid_until)
            for one in quotations_of_deal(session, actor, opportunity.id)
        ],
    )
    return rules.next_actions(deal, today())


def _is_told(seen: frozenset[str] | None, field: str) -> bool:
    return seen is None or is_open(seen, field)
