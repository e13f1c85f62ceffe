"""Taking back what a job did to items."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from services.distribution.items import commands, queries
from services.distribution.items.model import Item
from shared.actor import Actor
from shared.contracts.distribution import items as contract
from shared.importing import RowResult
from shared.undoing import Undoing, undo_records

_ITEMS = Undoing(
    noun=commands.NOUN,
    model=Item,
    find=queries.get_item_for_change,
    put_back=lambda session, item, fields: item.put_back(fields),
    facts=commands.facts_of,
    changed=lambda item, diff: contract.ItemChanged(**commands.told_of(item, diff)),
    removed=lambda item, diff: contract.ItemRemoved(**commands.told_of(item, diff)),
    words=lambda item: (item.code, item.name),
)


def undo_items(
    session: Session, actor: Actor, job_id: str, item_ids: Sequence[str], ensure_unused: Callable[[Session, str], None]
) -> list[RowResult]:
    """One result an item; one that was changed since, or that was ever moved or named in a document, stays."""
    undoing = replace(_ITEMS, ensure_removable=lambda session, item: ensure_unused(session, item.id))
    return undo_records(session, actor, job_id, item_ids, undoing)
