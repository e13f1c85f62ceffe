"""Reading quotas, and reckoning how much of them is attained. Every query starts from what the actor may see."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.sales.orders.queries import sold_in_period
from services.sales.quotas import rules
from services.sales.quotas.model import Quota
from shared.actor import Actor
from shared.asked_units import unit_in_sight
from shared.contracts.payload import Payload
from shared.contracts.sales import quotas as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Quota, name) for name in contract.LISTING.fields}


def get_quota(session: Session, actor: Actor, quota_id: str) -> Quota:
    return get_visible(session, Quota, actor, quota_id)


def list_quotas(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Quota, actor), Quota, contract.LISTING, COLUMNS, query)


def list_quota_history(session: Session, actor: Actor, quota_id: str, after: int) -> Payload:
    return list_history(session, get_quota(session, actor, quota_id).id, after=after)


def is_set(session: Session, about: str) -> bool:
    """Whether anybody has set this very quota, in sight or not; what it asks for is not told."""
    return bool(session.scalar(select(exists().where(Quota.about == about))))


def unit_to_answer_for(session: Session, actor: Actor, unit_id: str) -> str:
    """A unit that the caller reaches, or in which a quota is in sight. Raises `NotFound`."""
    theirs = visible(Quota, actor).where(Quota.org_unit_id == unit_id)
    return unit_in_sight(session, actor, unit_id, lambda _: theirs).id


@dataclass(frozen=True)
class Attainment:
    """How much of a quota was sold, in how many orders."""

    quota_id: str
    amount: Decimal
    attained: Decimal
    currency: str
    percent: Decimal
    orders: int


def attain(session: Session, actor: Actor, quota_id: str) -> Attainment:
    """What the orders in sight come to, of a quota in sight."""
    quota = get_quota(session, actor, quota_id)
    of_unit = quota.counts == contract.UNIT
    sold = sold_in_period(
        session,
        actor,
        quota.starts_on,
        quota.ends_on,
        quota.currency,
        product_id=quota.product_id,
        seller_id=None if of_unit else quota.owner_id,
        unit_id=quota.org_unit_id if of_unit else None,
    )
    percent = rules.percent_of(sold.amount, quota.amount)
    return Attainment(quota.id, quota.amount, sold.amount, quota.currency, percent, sold.orders)
