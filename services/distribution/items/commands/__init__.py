"""Changing items. One function, one business decision, one event."""

from collections.abc import Sequence
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from services.distribution.items import queries, rules
from services.distribution.items.model import Item
from services.distribution.stock.commands import Cause, Move, MoveKind, move_stock
from services.distribution.warehouses.queries import get_warehouse_for_moves, place_of
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import items as contract
from shared.contracts.events import Changes, changes
from shared.ids import new_id
from shared.importing import Form, ReadRow, RowResult, named
from shared.loading import Load, load_rows
from shared.search import index_words

NOUN = contract.LISTING.noun


class OpeningStock(TypedDict):
    """How many pieces lie in a warehouse when the item is recorded."""

    warehouse_id: str
    quantity: int


def create_item(
    session: Session, actor: Actor, code: str, name: str, opening: Sequence[OpeningStock] = (), **fields: Any
) -> Item:
    """Record an item, and what of it lies in warehouses that the caller's right reaches, as moves."""
    rules.ensure_code_free(queries.is_code_taken(session, code), code)
    item = Item(code=code, name=name, created_by=actor.user_id, **fields)
    session.add(item)
    session.flush()
    announce(session, actor, item, contract.ItemCreated(**told_of(item, changes({}, facts_of(item)))))
    _index(session, item)
    for position, part in enumerate(sorted(opening, key=lambda part: part["warehouse_id"])):
        _open_stock(session, actor, item, position, part)
    return item


def change_item(session: Session, actor: Actor, item_id: str, **fields: Any) -> Item:
    item = queries.get_item_for_change(session, actor, item_id)
    before = facts_of(item)
    item.edit(fields)
    announce(session, actor, item, contract.ItemChanged(**told_of(item, changes(before, facts_of(item)))))
    _index(session, item)
    return item


def take_new_product(session: Session, actor: Actor, product_id: str, code: str, name: str) -> None:
    """Record the item of a new product; where there is one, what was told of it is as new or newer."""
    if queries.find_item_for_change(session, product_id) is None:
        follow_product(session, actor, product_id, code, name)


def follow_product(session: Session, actor: Actor, product_id: str, code: str, name: str) -> None:
    """Make the item of a product say what the product catalogue says; told twice, it changes once."""
    item = queries.find_item_for_change(session, product_id)
    if item is None:
        item = Item(id=product_id, code=code, name=name, from_catalogue=True, created_by=actor.user_id)
        session.add(item)
        session.flush()
        announce(session, actor, item, contract.ItemCreated(**told_of(item, changes({}, facts_of(item)))))
    else:
        before = facts_of(item)
        item.follow_catalogue(code, name)
        if before == facts_of(item):
            return
        announce(session, actor, item, contract.ItemChanged(**told_of(item, changes(before, facts_of(item)))))
    _index(session, item)


def _open_stock(session: Session, actor: Actor, item: Item, position: int, part: OpeningStock) -> None:
    warehouse = get_warehouse_for_moves(session, actor, part["warehouse_id"])
    move = Move(warehouse.id, item.id, MoveKind.INBOUND, str(position), physical=part["quantity"])
    move_stock(session, actor, Cause("opening", item.id), [move], opens=place_of(warehouse))


def import_items(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the items in step with these rows, by code; what a row does not mention stays as it is."""

    def make(fields: Form) -> Item:
        return Item(id=new_id(), created_by=actor.user_id, **fields)

    known = queries.items_by_code(session, named(rows, "code"))
    load = Load(
        noun=NOUN,
        key="code",
        known=known,
        taken=set(),
        taken_refusal=rules.CodeIsTaken,
        fields=dict,
        make=make,
        edit=Item.edit,
        facts=facts_of,
        created=lambda item, diff: contract.ItemCreated(**told_of(item, diff)),
        changed=lambda item, diff: contract.ItemChanged(**told_of(item, diff)),
        words=lambda item: (item.code, item.name),
    )
    return load_rows(session, actor, mode, rows, load)


def facts_of(item: Item) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "code": item.code,
        "name": item.name,
        "unit_of_measure": item.unit_of_measure,
        "from_catalogue": item.from_catalogue,
    }


def told_of(item: Item, changed: Changes) -> dict[str, Any]:
    """What every event about this item says."""
    return {"item_id": item.id, **facts_of(item), "changes": changed}


def _index(session: Session, item: Item) -> None:
    index_words(session, NOUN, item.id, item.code, item.name)
