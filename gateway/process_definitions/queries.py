"""Reading definitions of processes. They are the same in the whole organisation: whoever may read them sees all."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gateway.process_definitions.model import ProcessDefinition as ProcessDefinition
from gateway.process_definitions.rules import ensure_in_use
from shared.actor import Actor
from shared.contracts.gateway.process_definitions import LISTING
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version


def visible_definitions(actor: Actor) -> Select[ProcessDefinition]:
    rows = select(ProcessDefinition)
    return rows if actor.reaches or actor.sight else rows.where(ProcessDefinition.id.in_([]))


def get_process_definition(session: Session, actor: Actor, process_definition_id: str) -> ProcessDefinition:
    found = session.scalar(visible_definitions(actor).where(ProcessDefinition.id == process_definition_id))
    if found is None:
        raise NotFound(f"There is no process definition {process_definition_id}.")
    return found


def get_process_definition_for_change(session: Session, actor: Actor, process_definition_id: str) -> ProcessDefinition:
    wanted = visible_definitions(actor).where(ProcessDefinition.id == process_definition_id).with_for_update()
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no process definition {process_definition_id}.")
    ensure_expected_version(actor, found)
    return found


def find_by_code(session: Session, code: str) -> ProcessDefinition | None:
    return session.scalar(select(ProcessDefinition).where(ProcessDefinition.code == code))


def find_process(session: Session, process_definition_id: str | None, code: str | None) -> ProcessDefinition:
    """The definition with this id or code, for whoever starts it."""
    named = ProcessDefinition.code == code if code else ProcessDefinition.id == process_definition_id
    found = session.scalar(select(ProcessDefinition).where(named))
    if found is None:
        raise NotFound(f"There is no process {code or process_definition_id}.")
    session.expunge(found)
    return found


def lock_in_use(session: Session, process_definition_id: str) -> ProcessDefinition:
    """The definition, which nobody retires before the transaction ends. Raises `ProcessIsRetired`."""
    wanted = select(ProcessDefinition).where(ProcessDefinition.id == process_definition_id).with_for_update()
    found = session.scalars(wanted.execution_options(populate_existing=True)).one()
    ensure_in_use(found.code, found.retired)
    return found


def list_process_definitions(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_definitions(actor), ProcessDefinition, LISTING, _COLUMNS, query)


def list_process_definition_history(session: Session, actor: Actor, process_definition_id: str, after: int) -> Payload:
    return list_history(session, get_process_definition(session, actor, process_definition_id).id, after=after)


_COLUMNS: Columns = {name: getattr(ProcessDefinition, name) for name in LISTING.fields}


def names_position(session: Session, position: str) -> bool:
    """Whether a step of any process, a retired one too, is done by this position."""
    every = session.scalars(select(ProcessDefinition.steps))
    return any(step["position"] == position for steps in every for step in steps)
