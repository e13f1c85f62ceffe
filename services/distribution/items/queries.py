"""Reading items. They belong to the company, not to a person or a unit: whoever may read items reads them all."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.distribution.items import rules
from services.distribution.items.model import Item
from shared.actor import Actor
from shared.contracts.distribution import items as contract
from shared.contracts.payload import Payload
from shared.errors import NotFound, Stale
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {
    "id": Item.id,
    "code": Item.code,
    "name": Item.name,
    "unit_of_measure": Item.unit_of_measure,
    "from_catalogue": Item.from_catalogue,
    "created_at": Item.created_at,
    "updated_at": Item.updated_at,
}


def all_items() -> Select[Item]:
    """Every item: the gateway has checked the right, and items need no reach."""
    return select(Item)


def find_item_for_change(session: Session, item_id: str) -> Item | None:
    return session.scalar(all_items().where(Item.id == item_id).with_for_update())


def get_item(session: Session, item_id: str) -> Item:
    item = session.scalar(all_items().where(Item.id == item_id))
    if item is None:
        raise NotFound(f"There is no item {item_id}.")
    return item


def get_item_for_change(session: Session, actor: Actor, item_id: str) -> Item:
    item = find_item_for_change(session, item_id)
    if item is None:
        raise NotFound(f"There is no item {item_id}.")
    if actor.expects_version not in (None, item.version):
        raise Stale(f"This item has changed; it is at version {item.version}.", current_version=item.version)
    return item


def list_items(session: Session, query: Payload) -> Payload:
    return list_records(session, all_items(), Item, contract.LISTING, COLUMNS, query)


def list_item_history(session: Session, item_id: str, after: int) -> Payload:
    return list_history(session, get_item(session, item_id).id, after=after)


def is_code_taken(session: Session, code: str) -> bool:
    return session.scalar(all_items().where(Item.code == code).limit(1)) is not None


def items_by_code(session: Session, codes: set[str]) -> dict[str, Item]:
    """The items of these codes, locked in one order; of two with one code that which is in the catalogue."""
    rows = all_items().where(Item.code.in_(codes)).order_by(Item.from_catalogue, Item.id)
    locked = rows.with_for_update().execution_options(populate_existing=True)
    return {item.code: item for item in session.scalars(locked)}


def ensure_items_known(session: Session, item_ids: Iterable[str]) -> None:
    """Raises `ItemIsUnknown` naming every id that is no item."""
    asked = sorted(set(item_ids))
    known = session.scalars(all_items().with_only_columns(Item.id).where(Item.id.in_(asked))).all()
    rules.ensure_known(asked, known)
