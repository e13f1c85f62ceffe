"""The one way to start a query: from the rows that the caller may see, or may change."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, false, not_, or_, select, true
from sqlalchemy.orm import Session, with_loader_criteria

from shared.actor import Actor, Opened, Reach
from shared.clock import today
from shared.errors import Forbidden, NotFound, Stale
from shared.persistence.paths import below
from shared.persistence.platform import MergedCustomer, OrgPersonReplica, OrgUnitReplica, Share
from shared.persistence.records import OwnedRecord, Record

MOST_NAMED = 100
_BY_RECORD = frozenset({Reach.CUSTOMER})
"""Reaches that neither the owner nor the unit of a record decides."""

Owned = TypeVar("Owned", bound=OwnedRecord)


def visible(model: type[Owned], actor: Actor) -> Select[Owned]:
    """The rows within the reach of this call's right, and those shared with the caller."""
    return _within(model, actor, actor.reaches, for_change=False)


def changeable(model: type[Owned], actor: Actor) -> Select[Owned]:
    """The rows that this call's right reaches; of the shared ones only those shared for writing."""
    return _within(model, actor, actor.reaches, for_change=True)


def placed(model: Any, actor: Actor) -> Select[Any]:
    """The rows in sight by their owner and their unit. Also for tables of sums by these: those by unit alone are
    for reaches that no owner decides.
    """
    return _within(model, actor, actor.reaches - _BY_RECORD, for_change=False, by_share=False)


def beyond_place(model: type[Owned], actor: Actor) -> Select[Owned] | None:
    """The rows in sight by themselves alone: shared, or of the caller's customer. None where there can be none."""
    if Reach.ALL in actor.reaches:
        return None
    single = [_way(model, actor, reach) for reach in sorted(actor.reaches & _BY_RECORD)]
    if model.shareable and (actor.opened is None or any(one.noun == noun_of(model) for one in actor.opened)):
        single.append(_shared(model, actor, False, today()))
    if not single:
        return None
    by_place = [_way(model, actor, reach) for reach in sorted(actor.reaches - _BY_RECORD)]
    return _there(model).where(or_(*single), not_(or_(false(), *by_place)))


def get_visible(session: Session, model: type[Owned], actor: Actor, record_id: str) -> Owned:
    """The row, or `NotFound`; whether it exists out of sight is not told."""
    row = session.scalar(visible(model, actor).where(model.id == record_id))
    if row is None:
        raise NotFound(f"There is no {noun_of(model)} {record_id}.")
    return row


def get_for_change(session: Session, model: type[Owned], actor: Actor, record_id: str) -> Owned:
    """The row as it is now, whatever of it was read before, locked until the transaction ends.

    Raises `NotFound` out of sight, `Forbidden` when the caller may see it but this right does not reach it, and `Stale`
    when the caller named another version (If-Match) than the current one.
    """
    held = changeable(model, actor).where(model.id == record_id).with_for_update(of=model)
    row = session.scalar(held.execution_options(populate_existing=True))
    if row is None:
        seen = session.scalar(_within(model, actor, actor.sight, for_change=False).where(model.id == record_id))
        if seen is not None:
            raise Forbidden(f"You may see this {noun_of(model)} but not do this to it.")
        raise NotFound(f"There is no {noun_of(model)} {record_id}.")
    ensure_expected_version(actor, row)
    return row


def get_within_reach(session: Session, model: type[Owned], actor: Actor, record_id: str) -> Owned:
    """As `get_for_change`, for what a share never allows: to pass a record on, or to share it further."""
    row = get_for_change(session, model, actor, record_id)
    if not ids_within_reach(session, model, actor, {record_id}):
        raise Forbidden(f"This {noun_of(model)} is shared with you; only those it belongs to may do this to it.")
    return row


def ids_within_reach(session: Session, model: type[Owned], actor: Actor, record_ids: set[str]) -> set[str]:
    """Those of them that the caller's right reaches without any share."""
    within = _within(model, actor, actor.reaches, for_change=True, by_share=False).where(model.id.in_(record_ids))
    return set(session.scalars(within.with_only_columns(model.id, maintain_column_froms=True)))


def ensure_expected_version(actor: Actor, record: Record) -> None:
    if actor.expects_version is not None and actor.expects_version != record.version:
        raise Stale(
            f"This record has changed since version {actor.expects_version}; it is at {record.version}.",
            current_version=record.version,
        )


def noun_of(model: type[OwnedRecord]) -> str:
    return model.shared_as or model.__name__.lower()


def _within(
    model: type[Owned], actor: Actor, reaches: frozenset[Reach], *, for_change: bool, by_share: bool = True
) -> Select[Owned]:
    rows = _there(model)
    if Reach.ALL in reaches:
        return rows
    rows = rows.options(*_keys_in_sight(model, actor, reaches))
    return rows.where(or_(false(), *ways(model, actor, reaches, for_change=for_change, by_share=by_share).values()))


def _there(model: Any) -> Select[Any]:
    """The rows that are not gone. Tables of sums have no such column: what is gone is in no sum."""
    rows, gone_by = select(model), getattr(model, "gone_by", None)
    return rows if gone_by is None else rows.where(getattr(model, gone_by).is_(None))


def _keys_in_sight(model: Any, actor: Actor, reaches: frozenset[Reach]) -> Iterator[Any]:
    """Of the records that a row names it tells the keys of those in sight: a key is a fact of whatever bears it."""
    for keyed in getattr(model, "names_by_key", ()):
        yield with_loader_criteria(keyed, or_(false(), *ways(keyed, actor, reaches, for_change=False).values()))


def ways(
    model: type[Owned], actor: Actor, reaches: frozenset[Reach], *, for_change: bool, by_share: bool = True
) -> dict[str, ColumnElement[bool]]:
    """What may let the caller in, by name: each of the reaches, and `share`. One that holds is enough."""
    found = {str(reach): _way(model, actor, reach) for reach in sorted(reaches)}
    if by_share and model.shareable:
        found["share"] = _shared(model, actor, for_change, today())
    return found


def _way(model: type[Owned], actor: Actor, reach: Reach) -> ColumnElement[bool]:
    match reach:
        case Reach.OWN:
            return model.owner_id == actor.user_id
        case Reach.UNIT:
            return model.org_unit_id == actor.unit_id
        case Reach.SUBORDINATES:
            chain = below(OrgPersonReplica.path, actor.person_path)
            return model.owner_id.in_(select(OrgPersonReplica.id).where(chain))
        case Reach.SUBTREE:
            subtree = below(OrgUnitReplica.path, actor.unit_path)
            return model.org_unit_id.in_(select(OrgUnitReplica.id).where(subtree))
        case Reach.CUSTOMER:
            return _of_customer(model, actor)
        case Reach.ALL:
            return true()


def _of_customer(model: type[Owned], actor: Actor) -> ColumnElement[bool]:
    column = getattr(model, model.customer_key, None)
    if column is None or actor.customer_id is None:
        return false()
    merged_into = select(MergedCustomer.into_id).where(MergedCustomer.loser_id == actor.customer_id)
    belongs: ColumnElement[bool] = or_(column == actor.customer_id, column.in_(merged_into))
    return belongs


def _shared(model: type[Owned], actor: Actor, for_change: bool, on: date) -> ColumnElement[bool]:
    """The records named one by one where that is known: a condition on the key, which an index can serve."""
    if actor.opened is None:
        granted = exists().where(Share.record_id == model.id, *granted_to(actor, on))
        return granted.where(Share.may_write) if for_change else granted
    noun = noun_of(model)
    named = [one.record_id for one in actor.opened if one.noun == noun and (one.may_write or not for_change)]
    return model.id.in_(named) if named else false()


def shared_ids(actor: Actor) -> Select[str]:
    """The records that are shared with the caller today."""
    return select(Share.record_id).where(*granted_to(actor, today()))


def opened_to(session: Session, actor: Actor) -> tuple[Opened, ...] | None:
    """What is shared with the caller today, or None when it is more than can be named in a statement."""
    shares = select(Share.noun, Share.record_id, Share.may_write).where(*granted_to(actor, today()))
    found = session.execute(shares.limit(MOST_NAMED + 1)).all()
    return None if len(found) > MOST_NAMED else tuple(Opened(*share) for share in found)


def granted_to(actor: Actor, on: date) -> tuple[ColumnElement[bool], ...]:
    """Open to the person, or to a unit that the person stands in or below."""
    above = [int(node) for node in actor.unit_path.strip("/").split("/") if node]
    units_above = select(OrgUnitReplica.id).where(OrgUnitReplica.node.in_(above))
    return (
        or_(Share.grantee_id == actor.user_id, Share.grantee_id.in_(units_above)),
        or_(Share.until.is_(None), Share.until >= on),
    )
