"""The one way to start a query: from the rows that the caller may see, or may change."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    exists,
    false,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, with_loader_criteria

from shared.actor import Actor, Opened, Reach
from shared.errors import Forbidden, NotFound, Stale
from shared.persistence.platform import MergedCustomer, OrgPersonReplica, OrgUnitReplica, Share, TerritorySeller
from shared.persistence.records import OwnedRecord, Record
from shared.terms import NAMED, Terms, terms_of

MOST_NAMED = 100
TERRITORY = "territory"
"""What is open to a caller with all that is placed in it; the other nouns of `Opened` are those of single records."""
_BY_RECORD = frozenset({Reach.CUSTOMER})
"""Reaches that neither the owner nor the unit of a record decides."""

Owned = TypeVar("Owned", bound=OwnedRecord)
Ask = Callable[[Executable, dict[str, Any]], Iterable[Row[Any]]]
"""A database's `ask`, or a session's `execute`."""


def visible(model: type[Owned], actor: Actor) -> Select[Owned]:
    """The rows within the reach of this call's right, those shared with the caller, and those of their territories."""
    return _within(model, actor, actor.reaches, for_change=False)


def changeable(model: type[Owned], actor: Actor) -> Select[Owned]:
    """The rows that this call's right reaches or that lie in the caller's territories; of the shared ones only those
    shared for writing.
    """
    return _within(model, actor, actor.reaches, for_change=True)


def placed(model: Any, actor: Actor) -> Select[Any]:
    """The rows in sight by their owner and their unit. Also for tables of sums by these: those by unit alone are
    for reaches that no owner decides.
    """
    return _within(model, actor, actor.reaches - _BY_RECORD, for_change=False, by_share=False)


def beyond_place(model: type[Owned], actor: Actor) -> Select[Owned] | None:
    """The rows in sight by themselves alone: shared, placed in the caller's territories, or of the caller's customer.
    None where there can be none.
    """
    if Reach.ALL in actor.reaches:
        return None
    single = [_way(model, terms_of(actor), reach) for reach in sorted(actor.reaches & _BY_RECORD)]
    opened = actor.shared_records()
    if model.shareable and (opened is None or any(one.noun == noun_of(model) for one in opened)):
        single.append(_shared(model, actor, for_change=False))
    if model.territory_key and (opened is None or any(one.noun == TERRITORY for one in opened)):
        single.append(_in_territories(model, model.territory_key, actor))
    if not single:
        return None
    by_place = [_way(model, terms_of(actor), reach) for reach in sorted(actor.reaches - _BY_RECORD)]
    return _there(model).where(or_(*single), not_(or_(false(), *by_place)))


def get_visible(session: Session, model: type[Owned], actor: Actor, record_id: str) -> Owned:
    """The row, or `NotFound`; whether it exists out of sight is not told."""
    row: Owned | None = session.scalar(*_one(model, actor, actor.reaches, record_id))
    if row is None:
        raise missing(model, record_id)
    return row


def missing(model: type[OwnedRecord], record_id: str) -> NotFound:
    return NotFound(f"There is no {noun_of(model)} {record_id}.")


def get_for_change(session: Session, model: type[Owned], actor: Actor, record_id: str) -> Owned:
    """The row as it is now, whatever of it was read before, locked until the transaction ends.

    Raises `NotFound` out of sight, `Forbidden` when the caller may see it but this right does not reach it, and `Stale`
    when the caller named another version (If-Match) than the current one.
    """
    held, parameters = _one(model, actor, actor.reaches, record_id, for_change=True)
    held = held.with_for_update(of=model).execution_options(populate_existing=True)
    row: Owned | None = session.scalar(held, parameters)
    if row is None:
        seen = session.scalar(*_one(model, actor, actor.sight, record_id))
        if seen is not None:
            raise Forbidden(f"You may see this {noun_of(model)} but not do this to it.")
        raise missing(model, record_id)
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


def _one(
    model: type[Owned], actor: Actor, reaches: frozenset[Reach], record_id: str, *, for_change: bool = False
) -> tuple[Select[Owned], Any]:
    """The statement for one row in sight, and its parameters. It is built once, unless the actor decides its form."""
    if any(getattr(model, "names_by_key", ())) and Reach.ALL not in reaches:
        return _within(model, actor, reaches, for_change=for_change).where(model.id == record_id), None
    alike: Any = model  # to mypy a class of records has no hash
    return one_within(alike, reaches, for_change), one_of(actor, record_id)


def one_of(actor: Actor, record_id: str) -> dict[str, Any]:
    """The parameters of `one_within`."""
    return {**terms_of(actor)._asdict(), "record_id": record_id}


@lru_cache(maxsize=1000)
def one_within(model: Any, reaches: frozenset[Reach], for_change: bool = False) -> Select[Any]:
    """The statement for one row within these reaches; whose they are and which row it is are parameters (`one_of`).

    Built once for all callers: building it anew costs more than its answer.
    """
    one = _there(model).where(model.id == bindparam("record_id"))
    if Reach.ALL in reaches:
        return one
    found = [_way_to_one(model, NAMED, reach) for reach in sorted(reaches)]
    if model.shareable:
        found.append(_granted(model, NAMED, for_change=for_change))
    if model.territory_key:
        found.append(getattr(model, model.territory_key).in_(_territories_of(NAMED)))
    return one.where(or_(false(), *found))


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
    """What may let the caller in, by name: each of the reaches, `share` and `territory`. One that holds is enough."""
    terms = terms_of(actor)
    found = {str(reach): _way(model, terms, reach) for reach in sorted(reaches)}
    if by_share and model.shareable:
        found["share"] = _shared(model, actor, for_change=for_change)
    if by_share and model.territory_key:
        found[TERRITORY] = _in_territories(model, model.territory_key, actor)
    return found


def _way(model: type[Owned], terms: Terms, reach: Reach) -> ColumnElement[bool]:
    match reach:
        case Reach.OWN:
            return cast("ColumnElement[bool]", model.owner_id == terms.user_id)
        case Reach.UNIT:
            return cast("ColumnElement[bool]", model.org_unit_id == terms.unit_id)
        case Reach.SUBORDINATES:
            chain = _between(OrgPersonReplica.path, terms.person_path, terms.beyond_person_path)
            return model.owner_id.in_(select(OrgPersonReplica.id).where(chain))
        case Reach.SUBTREE:
            subtree = _between(OrgUnitReplica.path, terms.unit_path, terms.beyond_unit_path)
            return model.org_unit_id.in_(select(OrgUnitReplica.id).where(subtree))
        case Reach.CUSTOMER:
            return _of_customer(model, terms)
        case Reach.ALL:
            return true()


def _way_to_one(model: type[Owned], terms: Terms, reach: Reach) -> ColumnElement[bool]:
    """As `_way`, for one row: its own unit or owner is looked up. A list of all those below would be made first by
    every database, however many they are.
    """
    match reach:
        case Reach.SUBORDINATES:
            chain = _between(OrgPersonReplica.path, terms.person_path, terms.beyond_person_path)
            return exists().where(OrgPersonReplica.id == model.owner_id, chain).correlate(model)
        case Reach.SUBTREE:
            subtree = _between(OrgUnitReplica.path, terms.unit_path, terms.beyond_unit_path)
            return exists().where(OrgUnitReplica.id == model.org_unit_id, subtree).correlate(model)
        case _:
            return _way(model, terms, reach)


def _between(column: SQLColumnExpression[str], first: Any, beyond: Any) -> ColumnElement[bool]:
    return and_(column >= first, column < beyond)


def _of_customer(model: type[Owned], terms: Terms) -> ColumnElement[bool]:
    column = getattr(model, model.customer_key, None)
    if column is None or terms.customer_id is None:
        return false()
    merged_into = select(MergedCustomer.into_id).where(MergedCustomer.loser_id == terms.customer_id)
    belongs: ColumnElement[bool] = or_(column == terms.customer_id, column.in_(merged_into))
    return belongs


def _shared(model: type[Owned], actor: Actor, *, for_change: bool) -> ColumnElement[bool]:
    """The records named one by one where that is known: a condition on the key, which an index can serve."""
    opened = actor.shared_records()
    if opened is None:
        return _granted(model, terms_of(actor), for_change=for_change)
    noun = noun_of(model)
    named = [one.record_id for one in opened if one.noun == noun and (one.may_write or not for_change)]
    return model.id.in_(named) if named else false()


def _in_territories(model: type[Owned], key: str, actor: Actor) -> ColumnElement[bool]:
    """Those that lie where the caller sells. The few territories are named where they are known, so that the index of
    the column serves beside those of the other ways in.
    """
    column: SQLColumnExpression[Any] = getattr(model, key)
    opened = actor.shared_records()
    if opened is None:
        return column.in_(_territories_of(terms_of(actor)))
    named = [one.record_id for one in opened if one.noun == TERRITORY]
    return column.in_(named) if named else false()


def _territories_of(terms: Terms) -> Select[str]:
    return select(TerritorySeller.territory_id).where(TerritorySeller.person_id == terms.user_id)


def territories_of(actor: Actor) -> Select[str]:
    """The territories in which the caller sells."""
    return _territories_of(terms_of(actor))


def _granted(model: type[Owned], terms: Terms, *, for_change: bool) -> ColumnElement[bool]:
    granted = exists().where(Share.record_id == model.id, *_to(terms))
    return granted.where(Share.may_write) if for_change else granted


def shared_ids(actor: Actor) -> Select[str]:
    """The records that are shared with the caller today."""
    return select(Share.record_id).where(*granted_to(actor))


def opened_to(ask: Ask, actor: Actor) -> tuple[Opened, ...] | None:
    """What is shared with the caller today, record by record or by territory, or None when it is more than can be named
    in a statement.
    """
    found = list(ask(_OPENED, terms_of(actor)._asdict()))
    return None if len(found) > MOST_NAMED else tuple(Opened(one.noun, one.record_id, one.may_write) for one in found)


def granted_to(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Open today to the person, or to a unit that the person stands in or below."""
    return _to(terms_of(actor))


def _to(terms: Terms) -> tuple[ColumnElement[bool], ...]:
    units_above = select(OrgUnitReplica.id).where(OrgUnitReplica.node.in_(terms.nodes_above))
    return (
        or_(Share.grantee_id == terms.user_id, Share.grantee_id.in_(units_above)),
        or_(Share.until.is_(None), Share.until >= terms.today),
    )


_OPENED = union_all(
    select(Share.noun, Share.record_id, Share.may_write).where(*_to(NAMED)),
    select(literal(TERRITORY, String), TerritorySeller.territory_id, true()).where(
        TerritorySeller.person_id == NAMED.user_id
    ),
).limit(MOST_NAMED + 1)
