"""Splitting what an order earns. One function, one business decision, one event."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.commission_plans.commands import ensure_within
from services.sales.commission_plans.queries import Share, ensure_shared_once
from services.sales.commission_splits import queries, rules
from services.sales.commission_splits.model import CommissionSplit
from services.sales.orders.queries import get_order
from shared.actor import Actor
from shared.announce import announce
from shared.apportioning import ensure_add_up
from shared.contracts.events import changes
from shared.contracts.sales import commission_splits as contract
from shared.ids import new_id
from shared.visible import get_for_change

WHOLE = Decimal(100)


def set_commission_split(
    session: Session, actor: Actor, *, order_id: str, shares: list[dict[str, Any]], **chosen: str
) -> CommissionSplit:
    """Say who shares what the documents to come of an order within the caller's reach earn.

    Raises `NotFound` for an order or a person out of reach, `CommissionIsSplit`, `SplitOfOnesOwn`, `SharedTwice` and
    `PartsDoNotAddUp`. `chosen` is the id of the split, where it has one.
    """
    order = get_order(session, actor, order_id)
    if queries.is_split(session, order.id):
        raise rules.CommissionIsSplit("The commission of this order is split already.")
    split = CommissionSplit(
        order_id=order.id,
        owner_id=order.owner_id,
        org_unit_id=order.org_unit_id,
        created_by=actor.user_id,
        kept_shares=[],
        **({"id": new_id()} | chosen),
    )
    split.share_out(_shares(session, actor, shares), actor.user_id)
    session.add(split)
    session.flush()
    _announce(session, actor, split, {}, contract.CommissionSplitSet)
    return split


def change_commission_split(
    session: Session, actor: Actor, split_id: str, *, shares: list[dict[str, Any]]
) -> CommissionSplit:
    """Raises as `set_commission_split` does."""
    split = get_for_change(session, CommissionSplit, actor, split_id)
    before = _facts(split)
    split.share_out(_shares(session, actor, shares), actor.user_id)
    _announce(session, actor, split, before, contract.CommissionSplitChanged)
    return split


def _shares(session: Session, actor: Actor, said: list[dict[str, Any]]) -> list[Share]:
    shares = [Share(**one) for one in said]
    ensure_shared_once(shares)
    ensure_add_up([share.percent for share in shares], WHOLE)
    ensure_within(session, actor, [one["person_id"] for one in said])
    return shares


def _announce(
    session: Session,
    actor: Actor,
    split: CommissionSplit,
    before: dict[str, Any],
    event: type[contract.CommissionSplitEvent],
) -> None:
    after = _facts(split)
    told = {**after, "commission_split_id": split.id, "record_version": split.next_version}
    announce(session, actor, split, event(**told, changes=changes(before, after)))


def _facts(split: CommissionSplit) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "order_id": split.order_id,
        "shares": split.kept_shares,
        "owner_id": split.owner_id,
        "org_unit_id": split.org_unit_id,
    }
