"""Reading call-backs. Every query starts from what the actor may see."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from services.sales.call_backs import rules
from services.sales.call_backs.model import CallBack
from services.sales.call_backs.rules import CallBackStatus
from shared.actor import Actor
from shared.clock import now
from shared.contracts.payload import Payload
from shared.contracts.sales import call_backs as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.persistence.platform import OrgUnitReplica
from shared.processes import Process, process_of
from shared.showing import show_visible
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(CallBack, name) for name in contract.LISTING.fields}


def show_call_back(database: Database, actor: Actor, call_back_id: str) -> Payload:
    return show_visible(database, CallBack, contract.CallBackView, actor, call_back_id)


def get_call_back(session: Session, actor: Actor, call_back_id: str) -> CallBack:
    return get_visible(session, CallBack, actor, call_back_id)


def list_call_backs(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(CallBack, actor), CallBack, contract.LISTING, COLUMNS, query)


def list_call_queue(session: Session, actor: Actor, query: Payload) -> Payload:
    """Those that are due now and wait for the caller, or for whoever of the caller's unit takes them first."""
    due = visible(CallBack, actor).where(
        CallBack.status == CallBackStatus.WAITING, CallBack.due_at <= now(), _waits_for(actor)
    )
    return list_records(session, due, CallBack, contract.QUEUE, COLUMNS, query)


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    for_unit = and_(CallBack.agent_id.is_(None), CallBack.org_unit_id == actor.unit_id)
    return or_(CallBack.agent_id == actor.user_id, for_unit)


def list_call_back_history(session: Session, actor: Actor, call_back_id: str, after: int) -> Payload:
    return list_history(session, get_call_back(session, actor, call_back_id).id, after=after)


def take_untold(session: Session, actor: Actor, at: datetime, most: int) -> list[CallBack]:
    """Those whose time has come and of which nobody was told yet, locked, the earliest first; those that another
    instance works on are left to it.
    """
    untold = visible(CallBack, actor).where(CallBack.tell_at <= at)
    first = untold.order_by(CallBack.tell_at, CallBack.id).limit(most)
    return list(session.scalars(first.with_for_update(of=CallBack, skip_locked=True)))


def open_unit(session: Session, unit_id: str) -> str:
    """The id of a unit that is not closed. Raises `CallBackUnitIsUnknown`."""
    known = select(OrgUnitReplica.id).where(OrgUnitReplica.id == unit_id, OrgUnitReplica.closed.is_(False))
    found = session.scalar(known)
    if found is None:
        raise rules.CallBackUnitIsUnknown(f"There is no open unit {unit_id}.")
    return found


def has_call_backs(session: Session, record_id: str, *, about: str) -> bool:
    """Whether any concern this record, in sight or not; which ones is not told. `about` is the column's name."""
    return bool(session.scalar(select(exists().where(getattr(CallBack, about) == record_id))))


def call_back_process() -> Process:
    return process_of("call-backs", CallBackStatus, rules.TRANSITIONS)


POINTER = Pointer(CallBack)
"""Those that concern a customer name it."""
