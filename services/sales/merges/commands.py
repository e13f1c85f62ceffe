"""Merging two customers, and undoing that. The other services follow by the events of the two."""

from sqlalchemy.orm import Session

from services.sales.activities.queries import POINTER as ACTIVITIES
from services.sales.call_backs.queries import POINTER as CALL_BACKS
from services.sales.carts.queries import POINTER as CARTS
from services.sales.comments.queries import POINTER as COMMENTS
from services.sales.contacts.queries import POINTER as CONTACTS
from services.sales.customers.commands.merging import bring_back, merge_away
from services.sales.customers.queries import POINTER as SUBSIDIARIES
from services.sales.deal_registrations.queries import POINTER as DEAL_REGISTRATIONS
from services.sales.leads.queries import POINTER as LEADS
from services.sales.merges import queries
from services.sales.merges.model import Merge
from services.sales.opportunities.commands import reindex_customer
from services.sales.opportunities.queries import POINTER as OPPORTUNITIES
from services.sales.orders.queries import POINTER as ORDERS
from services.sales.price_exceptions.queries import POINTER as PRICE_EXCEPTIONS
from services.sales.quotations.queries import POINTER as QUOTATIONS
from services.sales.visits.queries import POINTER as VISITS
from shared import merged_customers
from shared.actor import Actor
from shared.clock import now
from shared.ids import new_id

POINTERS = (
    ACTIVITIES, CALL_BACKS, CARTS, COMMENTS, CONTACTS, DEAL_REGISTRATIONS, LEADS, OPPORTUNITIES, ORDERS,
    PRICE_EXCEPTIONS, QUOTATIONS, SUBSIDIARIES, VISITS,
)  # fmt: skip


def merge_customers(session: Session, actor: Actor, customer_id: str, duplicate_id: str) -> Merge:
    """Let everything that the duplicate has be the customer's, and the duplicate be gone."""
    merge_id = new_id()
    merged = merge_away(session, actor, merge_id, customer_id, duplicate_id)
    moved = merged_customers.merge_customers(session, POINTERS, merged)
    merge = Merge(
        id=merge_id,
        customer_id=customer_id,
        duplicate_id=duplicate_id,
        duplicate_name=merged.loser_name,
        moved=moved,
        merged_by_id=actor.user_id,
    )
    session.add(merge)
    session.flush()
    session.expire_all()
    reindex_customer(session, actor, customer_id)
    return merge


def undo_merge(session: Session, actor: Actor, customer_id: str, merge_id: str) -> Merge:
    """Let the duplicate be there again with what it had; what it got since by the other stays with the other."""
    merge = queries.get_merge_for_change(session, actor, customer_id, merge_id)
    merge.undo(now())
    merged = bring_back(session, actor, merge.id, customer_id, merge.duplicate_id)
    merged_customers.undo_merge(session, POINTERS, merged)
    session.flush()
    session.expire_all()
    reindex_customer(session, actor, merge.duplicate_id)
    return merge
