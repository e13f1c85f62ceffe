"""What becomes of the visits of a deal that another person takes over."""

from sqlalchemy.orm import Session

from services.sales.visits import queries
from services.sales.visits.commands import hand_over
from shared.actor import Actor
from shared.contracts.sales.opportunities import OpportunityTransferred


def hand_over_visits_of_deal(session: Session, actor: Actor, event: OpportunityTransferred) -> None:
    """The planned visits of the old owner about this deal are the new owner's: open work stays with the deal."""
    for visit in queries.planned_visits_of_deal(session, actor, event.opportunity_id, event.from_owner_id):
        hand_over(session, actor, visit, event.owner_id, event.org_unit_id)
