"""Moving stock: all moves of one cause together, or none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.distribution.stock import queries
from services.distribution.stock.model import StockBalance, StockMove
from services.distribution.stock.rules import MoveKind, Shortage, StockShort
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution.stock import StockLevelChanged
from shared.contracts.events import changes

__all__ = ["Cause", "Move", "MoveKind", "Place", "Shortage", "StockShort", "move_stock"]


@dataclass(frozen=True)
class Place:
    """A warehouse and whose it is; the stock that comes to lie there is theirs too."""

    warehouse_id: str
    owner_id: str
    org_unit_id: str


@dataclass(frozen=True)
class Move:
    """One change of one balance. `line` names it within its document, so that it can happen only once."""

    warehouse_id: str
    item_id: str
    kind: MoveKind
    line: str
    physical: int = 0
    reserved: int = 0


@dataclass(frozen=True)
class Cause:
    """The document because of which stock moves."""

    kind: str
    id: str
    note: str | None = None


def move_stock(
    session: Session, actor: Actor, cause: Cause, moves: Sequence[Move], opens: Place | None = None
) -> list[StockBalance]:
    """Carry out all of these moves, or raise `StockShort` naming every balance that cannot bear its part.

    The balances stay locked until the transaction ends; they are locked in one fixed order, so that two documents with
    the same items never wait for each other. `opens` is the warehouse in which missing balances are opened at zero.
    The caller has made sure that the actor's right reaches the warehouse.
    """
    changed = _totals(moves)
    balances = {key: _locked(session, actor, key, opens) for key in sorted(changed)}
    shortages = [
        short for key, balance in balances.items() if (short := _shortage(key, balance, *changed[key])) is not None
    ]
    if shortages:
        raise StockShort(shortages)
    held = {key: balance for key, balance in balances.items() if balance is not None}
    for key, balance in held.items():
        _change(session, actor, cause, balance, *changed[key])
    session.add_all(_ledger_line(actor, cause, held[_key(move)], move) for move in moves)
    session.flush()
    return list(held.values())


Key = tuple[str, str]


def _key(move: Move) -> Key:
    return move.item_id, move.warehouse_id


def _totals(moves: Sequence[Move]) -> Mapping[Key, tuple[int, int]]:
    totals: dict[Key, tuple[int, int]] = {}
    for move in moves:
        physical, reserved = totals.get(_key(move), (0, 0))
        totals[_key(move)] = (physical + move.physical, reserved + move.reserved)
    return totals


def _locked(session: Session, actor: Actor, key: Key, opens: Place | None) -> StockBalance | None:
    item_id, warehouse_id = key
    balance = queries.lock_balance(session, warehouse_id, item_id)
    if balance is None and opens is not None:
        _open_balance(session, actor, opens, item_id)
        balance = queries.lock_balance(session, warehouse_id, item_id)
    return balance


def _open_balance(session: Session, actor: Actor, place: Place, item_id: str) -> None:
    try:
        with session.begin_nested():
            session.add(
                StockBalance(
                    warehouse_id=place.warehouse_id,
                    item_id=item_id,
                    owner_id=place.owner_id,
                    org_unit_id=place.org_unit_id,
                    created_by=actor.user_id,
                )
            )
    except IntegrityError:
        session.expire_all()  # another transaction opened the balance first


def _shortage(key: Key, balance: StockBalance | None, physical: int, reserved: int) -> Shortage | None:
    item_id, warehouse_id = key
    if balance is None:
        return Shortage(warehouse_id, item_id, max(-physical, reserved), 0)
    if balance.is_short_of(physical, reserved):
        return Shortage(warehouse_id, item_id, max(-physical, reserved), balance.available)
    return None


def _change(session: Session, actor: Actor, cause: Cause, balance: StockBalance, physical: int, reserved: int) -> None:
    before = _facts(balance)
    balance.move(physical, reserved)
    announce(
        session,
        actor,
        balance,
        StockLevelChanged(
            stock_id=balance.id,
            warehouse_id=balance.warehouse_id,
            item_id=balance.item_id,
            physical=balance.physical,
            reserved=balance.reserved,
            available=balance.available,
            document_kind=cause.kind,
            document_id=cause.id,
            changes=changes(before, _facts(balance)),
        ),
    )


def _facts(balance: StockBalance) -> dict[str, int]:
    return {"physical": balance.physical, "reserved": balance.reserved}


def _ledger_line(actor: Actor, cause: Cause, balance: StockBalance, move: Move) -> StockMove:
    return StockMove(
        stock_id=balance.id,
        business_key=f"{move.kind}:{cause.kind}:{cause.id}:{move.line}",
        kind=move.kind,
        physical=move.physical,
        reserved=move.reserved,
        document_kind=cause.kind,
        document_id=cause.id,
        note=cause.note,
        moved_by=actor.user_id,
    )
