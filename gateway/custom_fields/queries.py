"""Reading custom fields. They belong to the whole company: whoever may read them sees all of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from gateway.custom_fields.model import CustomField as CustomField
from gateway.picklists import queries as lists
from shared.actor import Actor
from shared.contracts.gateway import custom_fields as contract
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version

COLUMNS: dict[str, Any] = {name: getattr(CustomField, name) for name in contract.LISTING.fields}


def get_custom_field(session: Session, custom_field_id: str) -> CustomField:
    wanted = select(CustomField).where(CustomField.id == custom_field_id)
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no custom field {custom_field_id}.")
    return found


def get_custom_field_for_change(session: Session, actor: Actor, custom_field_id: str) -> CustomField:
    """The field as it is now; the organisation is locked."""
    found = get_custom_field(session, custom_field_id)
    ensure_expected_version(actor, found)
    return found


def find_custom_field(session: Session, entity: str, code: str) -> CustomField | None:
    wanted = select(CustomField).where(CustomField.entity == entity, CustomField.code == code)
    return session.scalar(wanted.execution_options(populate_existing=True))


def is_code_taken(session: Session, entity: str, code: str) -> bool:
    taken = select(CustomField.id).where(CustomField.entity == entity, CustomField.code == code)
    return session.scalar(taken) is not None


def codes_of(session: Session, entity: str) -> set[str]:
    """At most `MOST_FIELDS`."""
    return set(session.scalars(select(CustomField.code).where(CustomField.entity == entity)))


def count_and_last(session: Session, entity: str) -> tuple[int, int]:
    """How many fields the entity has, and the position of the last one."""
    asked = select(func.count(), func.max(CustomField.position)).where(CustomField.entity == entity)
    count, last = session.execute(asked).one()
    return count, last or 0


def list_custom_fields(session: Session, query: Payload) -> Payload:
    return list_records(session, select(CustomField), CustomField, contract.LISTING, COLUMNS, query)


def list_custom_field_history(session: Session, custom_field_id: str, after: int) -> Payload:
    return list_history(session, get_custom_field(session, custom_field_id).id, after=after)


def describe(session: Session, known: int) -> Payload:
    """The version in which fields last changed (by its index), and all of them unless the caller knows that version.

    There are at most `MOST_FIELDS` for each kind of record.
    """
    version = session.scalar(select(func.max(CustomField.changed_in))) or 0
    if version == known:
        return {"version": version, "every": None}
    every = session.scalars(select(CustomField).order_by(CustomField.position, CustomField.code)).all()
    return {"version": version, "every": every}


def definitions_for(session: Session, entity: str | None, picklists: Sequence[str]) -> dict[str, Any]:
    """The custom fields of these records in their order, and the values in use of the named lists and of theirs."""
    wanted = select(CustomField).where(CustomField.entity == entity)
    own = session.scalars(wanted.order_by(CustomField.position, CustomField.code)).all() if entity else []
    named = {*picklists, *(field.picklist for field in own if field.picklist)}
    return {"custom_fields": own, "choices": lists.values_in_use(session, sorted(named))}


def list_changed_fields(session: Session, after: int, until: int) -> Sequence[CustomField]:
    changed = select(CustomField).where(CustomField.changed_in > after, CustomField.changed_in <= until)
    return session.scalars(changed.order_by(CustomField.changed_in, CustomField.id)).all()


def changed_versions(after: int) -> Select[int]:
    """The version each field changed after `after` was last changed in."""
    return select(CustomField.changed_in).where(CustomField.changed_in > after)


def uses_picklist(session: Session, picklist: str) -> bool:
    """Whether the choices of any field are on this list."""
    return session.scalar(select(CustomField.id).where(CustomField.picklist == picklist).limit(1)) is not None
