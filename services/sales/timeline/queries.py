"""What the timeline of a contact goes into beside the contact itself."""

from sqlalchemy.orm import Session

from services.sales.contacts.queries import get_contact
from services.sales.opportunities.queries import newest_opportunity_ids
from services.sales.stakeholders.queries import newest_opportunity_ids_with
from shared.actor import Actor
from shared.contracts.gateway.contacts import MOST_DEALS
from shared.timeline import Related


def get_related(session: Session, actor: Actor, contact_id: str) -> Related:
    """The customer of a contact in sight, the deals that it takes part in and the newest with that customer. Raises
    `NotFound`.
    """
    contact = get_contact(session, actor, contact_id)
    deals = newest_opportunity_ids_with(session, actor, contact.id, MOST_DEALS)
    if contact.customer_id is not None:
        deals += newest_opportunity_ids(session, actor, contact.customer_id, MOST_DEALS)
    return Related(contact.id, contact.customer_id, tuple(dict.fromkeys(deals)))
