"""Reading commission splits. Every query starts from what the actor may see."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.sales.commission_plans.queries import Share
from services.sales.commission_splits.model import CommissionSplit
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import commission_splits as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(CommissionSplit, name) for name in contract.LISTING.fields}


def get_commission_split(session: Session, actor: Actor, split_id: str) -> CommissionSplit:
    return get_visible(session, CommissionSplit, actor, split_id)


def list_commission_splits(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(CommissionSplit, actor), CommissionSplit, contract.LISTING, COLUMNS, query)


def list_commission_split_history(session: Session, actor: Actor, split_id: str, after: int) -> Payload:
    return list_history(session, get_commission_split(session, actor, split_id).id, after=after)


def is_split(session: Session, order_id: str) -> bool:
    """Whether anybody has split the commission of this order, in sight or not; how is not told."""
    return bool(session.scalar(select(exists().where(CommissionSplit.order_id == order_id))))


def shares_of(session: Session, actor: Actor, order_id: str) -> Sequence[Share]:
    """How the commission of an order is split, as far as it is in sight; nothing where the plans say it."""
    split = session.scalar(visible(CommissionSplit, actor).where(CommissionSplit.order_id == order_id))
    return split.shares if split else ()
