"""Deals in the caller's sight by when they changed.

What is taken in has its turn, so times of change rise with what is committed, as far as the clocks of the instances
agree. The last seconds are held back until they surely do: a row that comes later never has an earlier key.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from services.reporting.customers.queries import INDUSTRY, with_customers
from services.reporting.deals.queries import BEGAN_AT, OWNER_ID, UNIT_ID, AsOf, Deal, as_of
from shared.actor import Actor
from shared.clock import now
from shared.contracts.reporting.deal_facts import HELD_BACK_SECONDS
from shared.errors import Malformed
from shared.visible import visible

COLUMNS: dict[str, Any] = {
    **{name: getattr(Deal, name) for name in ("id", "version", "number", "name", "status", "stage", "currency")},
    **{name: getattr(Deal, name) for name in ("amount", "weighted_amount", "probability", "channel", "lost_reason")},
    **{name: getattr(Deal, name) for name in ("winner_competitor", "owner_id", "org_unit_id", "customer_id")},
    **{name: getattr(Deal, name) for name in ("product_id", "expected_close_date", "closed_on")},
    "furthest_stage": Deal.reached_stage,
    "customer": Deal.customer_name,
    "sector": INDUSTRY,
    "product": Deal.product_name,
    "counted_owner_id": OWNER_ID,
    "counted_unit_id": UNIT_ID,
    "began_at": BEGAN_AT,
    "changed_at": Deal.updated_at,
}


@dataclass(frozen=True)
class DealFacts:
    rows: list[dict[str, Any]]
    next: str | None
    more: bool
    as_of: AsOf


def get_deal_facts(session: Session, actor: Actor, limit: int, after: str | None = None) -> DealFacts:
    fresh = as_of(session)
    settled = now() - timedelta(seconds=HELD_BACK_SECONDS)
    rows = with_customers(visible(Deal, actor)).where(Deal.updated_at <= settled)
    if after is not None:
        changed_at, deal_id = _read(after)
        same_moment = and_(Deal.updated_at == changed_at, Deal.id > deal_id)
        rows = rows.where(or_(Deal.updated_at > changed_at, same_moment))
    page = rows.order_by(Deal.updated_at, Deal.id).limit(limit + 1)
    columns = [column.label(name) for name, column in COLUMNS.items()]
    found = session.execute(page.with_only_columns(*columns, maintain_column_froms=True)).mappings().all()
    told = [{**row, "key": _key(row["changed_at"], row["id"])} for row in found[:limit]]
    return DealFacts(told, told[-1]["key"] if told else after, len(found) > limit, fresh)


def _key(changed_at: datetime, deal_id: str) -> str:
    return f"{changed_at.astimezone(UTC).isoformat(timespec='microseconds').removesuffix('+00:00')}Z,{deal_id}"


def _read(after: str) -> tuple[datetime, str]:
    moment, deal_id = after.split(",")
    try:
        return datetime.fromisoformat(moment), deal_id
    except ValueError as fault:
        raise Malformed("The key of a row is its time and its id.") from fault
