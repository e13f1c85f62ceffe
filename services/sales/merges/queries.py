"""Reading merges: only of a customer in sight."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.merges.model import Merge
from shared.actor import Actor
from shared.errors import NotFound
from shared.newest import Newest, newest


def list_merges(
    session: Session, actor: Actor, customer_id: str, limit: int, before: str | None = None
) -> Newest[Merge]:
    merged_into = get_customer(session, actor, customer_id).id
    return newest(session, select(Merge).where(Merge.customer_id == merged_into), Merge.id, limit, before)


def get_merge_for_change(session: Session, actor: Actor, customer_id: str, merge_id: str) -> Merge:
    merged_into = get_customer(session, actor, customer_id).id
    theirs = select(Merge).where(Merge.id == merge_id, Merge.customer_id == merged_into)
    merge = session.scalar(theirs.with_for_update(of=Merge).execution_options(populate_existing=True))
    if merge is None:
        raise NotFound(f"There is no merge {merge_id} of this customer.")
    return merge
