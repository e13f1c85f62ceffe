"""Saying something about a customer."""

from sqlalchemy.orm import Session

from services.sales.comments import queries, rules
from services.sales.comments.model import Comment
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import comments as contract
from shared.ids import new_id


def write_comment(
    session: Session, actor: Actor, customer_id: str, *, text: str, reply_to_id: str | None = None
) -> Comment:
    place = queries.get_discussed(session, actor, customer_id)
    if reply_to_id is not None and not queries.is_comment_on(session, place.customer_id, reply_to_id):
        raise rules.CommentIsUnknown(f"There is no comment {reply_to_id} on this customer.")
    comment = Comment(
        id=new_id(),
        customer_id=place.customer_id,
        reply_to_id=reply_to_id,
        text=text,
        owner_id=place.owner_id,
        org_unit_id=place.org_unit_id,
        created_by=actor.user_id,
    )
    written = contract.CommentWritten(
        comment_id=comment.id, record_version=1, customer_id=place.customer_id, reply_to_id=reply_to_id, changes={}
    )
    announce(session, actor, comment, written)
    return comment
