"""Reading managed lists. They belong to the whole company: whoever may read lists sees all of them."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from gateway.picklists.model import Picklist as Picklist
from gateway.picklists.model import PicklistValue as PicklistValue
from shared.actor import Actor
from shared.contracts.gateway import picklists as contract
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version

COLUMNS = {name: getattr(Picklist, name) for name in contract.LISTING.fields}
VALUE_COLUMNS = {name: getattr(PicklistValue, name) for name in contract.VALUES.fields}


def get_picklist(session: Session, code: str) -> Picklist:
    found = find_picklist(session, code)
    if found is None:
        raise NotFound(f"There is no picklist {code}.")
    return found


def find_picklist(session: Session, code: str) -> Picklist | None:
    return session.scalar(select(Picklist).where(Picklist.code == code).execution_options(populate_existing=True))


def get_picklist_for_change(session: Session, actor: Actor, code: str) -> Picklist:
    """The list as it is now; the organisation is locked."""
    found = get_picklist(session, code)
    ensure_expected_version(actor, found)
    return found


def get_picklist_by_id(session: Session, actor: Actor, picklist_id: str) -> Picklist:
    """For whoever has nothing but its id; the organisation is locked."""
    found = session.get(Picklist, picklist_id, populate_existing=True)
    if found is None:
        raise NotFound(f"There is no picklist {picklist_id}.")
    ensure_expected_version(actor, found)
    return found


def get_value_by_id(session: Session, actor: Actor, value_id: str) -> PicklistValue:
    """For whoever has nothing but its id; the organisation is locked."""
    found = session.get(PicklistValue, value_id, populate_existing=True)
    if found is None:
        raise NotFound(f"There is no value {value_id}.")
    ensure_expected_version(actor, found)
    return found


def get_value(session: Session, picklist: str, code: str) -> PicklistValue:
    found = find_value(session, picklist, code)
    if found is None:
        raise NotFound(f"There is no value {code} in {picklist}.")
    return found


def find_value(session: Session, picklist: str, code: str) -> PicklistValue | None:
    wanted = select(PicklistValue).where(PicklistValue.picklist == picklist, PicklistValue.code == code)
    return session.scalar(wanted.execution_options(populate_existing=True))


def get_value_for_change(session: Session, actor: Actor, picklist: str, code: str) -> PicklistValue:
    found = get_value(session, picklist, code)
    ensure_expected_version(actor, found)
    return found


def values_of(session: Session, picklist: str) -> dict[str, PicklistValue]:
    """All values of a list by code; a list has at most `contract.MOST_VALUES`."""
    return {one.code: one for one in session.scalars(select(PicklistValue).where(PicklistValue.picklist == picklist))}


def values_in_use(session: Session, picklists: Sequence[str]) -> dict[str, list[PicklistValue]]:
    """The values of each of these lists that are not retired, in their order."""
    found: dict[str, list[PicklistValue]] = {code: [] for code in picklists}
    wanted = select(PicklistValue).where(PicklistValue.picklist.in_(picklists), PicklistValue.retired.is_(False))
    for value in session.scalars(wanted.order_by(PicklistValue.position, PicklistValue.code)):
        found[value.picklist].append(value)
    return found


def count_picklists(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Picklist)) or 0


def list_picklists(session: Session, query: Payload) -> Payload:
    return list_records(session, select(Picklist), Picklist, contract.LISTING, COLUMNS, query)


def list_values(session: Session, picklist: str, query: Payload) -> Payload:
    rows = select(PicklistValue).where(PicklistValue.picklist == get_picklist(session, picklist).code)
    return list_records(session, rows, PicklistValue, contract.VALUES, VALUE_COLUMNS, query)


def list_picklist_history(session: Session, code: str, after: int) -> Payload:
    return list_history(session, get_picklist(session, code).id, after=after)


def list_value_history(session: Session, picklist: str, code: str, after: int) -> Payload:
    return list_history(session, get_value(session, picklist, code).id, after=after)


def list_changed_values(session: Session, after: int, until: int) -> Sequence[PicklistValue]:
    changed = select(PicklistValue).where(PicklistValue.changed_in > after, PicklistValue.changed_in <= until)
    return session.scalars(changed.order_by(PicklistValue.changed_in, PicklistValue.id)).all()


def changed_versions(after: int) -> Select[int]:
    """The version each value changed after `after` was last changed in."""
    return select(PicklistValue.changed_in).where(PicklistValue.changed_in > after)
