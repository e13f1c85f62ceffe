"""Two customers that are one: what points to the one is made to point to the other, and back when that is undone."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Table, delete, exists, select, update
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.clock import now
from shared.contracts.sales.customers import CustomerMerged, CustomerMergeUndone
from shared.entrypoints import Entrypoints
from shared.persistence.platform import MergedCustomer, MovedToCustomer
from shared.persistence.sets import insert_rows, table_of
from shared.rpc import handles

STANDING = "standing customers"
"""What was found in this transaction, as events come in batches; forgotten when two are merged or parted."""

_MERGED = table_of(MergedCustomer)


@dataclass(frozen=True)
class Pointer:
    """Records that name a customer in `column`, and its name in `name_column` where they keep that too. Of those that
    a customer can have only once within what `once_in` says, the other customer keeps its own and gets no second.
    """

    model: type[Any]
    column: str = "customer_id"
    name_column: str | None = None
    once_in: str | None = None

    @property
    def table(self) -> Table:
        return table_of(self.model)


@dataclass(frozen=True)
class Merge:
    """One customer, the loser, that is merged into another, and what the two are called."""

    merge_id: str
    loser_id: str
    loser_name: str
    into_id: str
    into_name: str


def merge_customers(session: Session, pointers: Iterable[Pointer], merge: Merge) -> dict[str, int]:
    """How many records of which table were moved."""
    _remember(session, merge)
    moved = {pointer.table.name: _move(session, pointer, merge) for pointer in pointers}
    return {name: count for name, count in moved.items() if count}


def undo_merge(session: Session, pointers: Iterable[Pointer], merge: Merge) -> None:
    """Give back what the merge had moved, as far as it was not given to somebody else since."""
    for pointer in pointers:
        table, key = pointer.table, pointer.table.c[pointer.column]
        back = _values(pointer, merge.loser_id, merge.loser_name)
        session.execute(update(table).where(_moved(pointer, merge.merge_id), key == merge.into_id).values(back))
    session.execute(delete(MovedToCustomer).where(MovedToCustomer.merge_id == merge.merge_id))
    session.execute(delete(MergedCustomer).where(MergedCustomer.merge_id == merge.merge_id))
    session.info.pop(STANDING, None)


def standing_customer(session: Session, customer_id: str) -> str:
    """The customer itself, or that into which it was merged: for what was said of it before and is heard only now."""
    remembered: dict[str, str] = session.info.setdefault(STANDING, {})
    if customer_id not in remembered:
        remembered[customer_id] = _follow_merges(session, customer_id)
    return remembered[customer_id]


def _follow_merges(session: Session, customer_id: str) -> str:
    known = {customer_id}
    while True:
        into = select(_MERGED.c.into_id).where(_MERGED.c.loser_id == customer_id, _MERGED.c.into_id.not_in(known))
        following: str | None = session.connection().execute(into.limit(1)).scalar()
        if following is None:
            return customer_id
        customer_id = following
        known.add(following)


def losers_of(session: Session, customer_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The customers that were merged into each of these, directly or by way of others."""
    merged = select(MergedCustomer.into_id, MergedCustomer.loser_id).where(MergedCustomer.into_id.in_(customer_ids))
    found: dict[str, set[str]] = defaultdict(set)
    for into_id, loser_id in session.execute(merged):
        found[into_id].add(loser_id)
    return {into_id: frozenset(losers) for into_id, losers in found.items()}


def _remember(session: Session, merge: Merge) -> None:
    """Also for those that were merged into the loser before."""
    before = select(MergedCustomer.loser_id).where(MergedCustomer.into_id == merge.loser_id)
    losers = [merge.loser_id, *session.scalars(before)]
    rows = [{"loser_id": one, "into_id": merge.into_id, "merge_id": merge.merge_id} for one in losers]
    insert_rows(session, _MERGED, rows)
    session.info.pop(STANDING, None)


def _move(session: Session, pointer: Pointer, merge: Merge) -> int:
    table, key = pointer.table, pointer.table.c[pointer.column]
    rows = select(table.c.id).where(key == merge.loser_id)
    if pointer.once_in is not None:
        other = table.alias()
        taken = other.c[pointer.once_in] == table.c[pointer.once_in]
        rows = rows.where(~exists().where(other.c[pointer.column] == merge.into_id, taken))
    ids = list(session.scalars(rows.order_by(table.c.id).with_for_update()))
    noted = [{"merge_id": merge.merge_id, "noun": table.name, "record_id": one} for one in ids]
    insert_rows(session, table_of(MovedToCustomer), noted)
    values = _values(pointer, merge.into_id, merge.into_name)
    session.execute(update(table).where(_moved(pointer, merge.merge_id)).values(values))
    return len(ids)


def _moved(pointer: Pointer, merge_id: str) -> ColumnElement[bool]:
    theirs = (MovedToCustomer.merge_id == merge_id, MovedToCustomer.noun == pointer.table.name)
    moved: ColumnElement[bool] = pointer.table.c.id.in_(select(MovedToCustomer.record_id).where(*theirs))
    return moved


def _values(pointer: Pointer, customer_id: str, name: str) -> dict[str, Any]:
    named = {pointer.name_column: name} if pointer.name_column else {}
    return {pointer.column: customer_id, "updated_at": now(), **named}


class MergedCustomerEntrypoints(Entrypoints):
    """Mixed into each service whose records name customers; `pointers` are the kinds of such records."""

    pointers: ClassVar[tuple[Pointer, ...]]

    @handles(CustomerMerged)
    def move_to_other_customer(self, session: Session, actor: Actor, event: CustomerMerged) -> None:
        merge_customers(session, self.pointers, _merge_of(event))

    @handles(CustomerMergeUndone)
    def move_back_to_customer(self, session: Session, actor: Actor, event: CustomerMergeUndone) -> None:
        undo_merge(session, self.pointers, _merge_of(event))


def _merge_of(event: CustomerMerged | CustomerMergeUndone) -> Merge:
    return Merge(event.merge_id, event.customer_id, event.name, event.into_id, event.into_name)
