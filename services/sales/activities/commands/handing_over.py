"""What becomes of the activities about a record that another person takes over."""

from sqlalchemy.orm import Session

from services.sales.activities import queries
from services.sales.activities.commands import hand_over
from shared.actor import Actor
from shared.contracts.sales.contacts import ContactTransferred
from shared.contracts.sales.customers import CustomerTransferred
from shared.contracts.sales.leads import LeadTransferred
from shared.contracts.sales.opportunities import OpportunityTransferred

Handed = ContactTransferred | CustomerTransferred | LeadTransferred | OpportunityTransferred


def hand_over_activities(session: Session, actor: Actor, about: str, record_id: str, event: Handed) -> None:
    """The past of a record goes with it: the new owner sees what was done. `about` names the record among them."""
    for activity in queries.activities_to_hand_over(session, actor, about, record_id, event.owner_id):
        hand_over(session, actor, activity, event.owner_id, event.org_unit_id)
