"""Reading comments: only of a customer in sight, and only as a colleague."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.sales.comments import rules
from services.sales.comments.model import Comment
from services.sales.customers.queries import get_customer
from shared.actor import Actor
from shared.merged_customers import Pointer
from shared.newest import Newest, newest


@dataclass(frozen=True)
class Place:
    """The customer that is talked about, and whose it is."""

    customer_id: str
    owner_id: str
    org_unit_id: str


def get_discussed(session: Session, actor: Actor, customer_id: str) -> Place:
    """Raises `CommentsAreForColleagues` for people of customers, whatever rights they were given."""
    rules.ensure_colleague(actor.customer_id)
    customer = get_customer(session, actor, customer_id)
    return Place(customer.id, customer.owner_id, customer.org_unit_id)


def list_comments(
    session: Session, actor: Actor, customer_id: str, limit: int, before: str | None = None
) -> Newest[Comment]:
    discussed = get_discussed(session, actor, customer_id).customer_id
    return newest(session, select(Comment).where(Comment.customer_id == discussed), Comment.id, limit, before)


def is_comment_on(session: Session, customer_id: str, comment_id: str) -> bool:
    """Whether this is said of the customer, which is in the caller's sight."""
    said = select(Comment.id).where(Comment.id == comment_id, Comment.customer_id == customer_id)
    return session.scalar(said) is not None


POINTER = Pointer(Comment)
"""Each names its customer."""
