"""Reading inbound returns. Every query on behalf of somebody starts from what the actor may see."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.distribution.inbound_returns import rules
from services.distribution.inbound_returns.model import InboundReturn
from services.distribution.orders.queries import get_order
from services.distribution.warehouses.queries import ensure_warehouse_in_reach, warehouse_ids
from shared.actor import Actor, system_actor
from shared.contracts.distribution import inbound_returns as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import ensure_expected_version, get_for_change, get_visible, visible

COLUMNS = {
    "id": InboundReturn.id,
    "number": InboundReturn.number,
    "return_number": InboundReturn.return_number,
    "order_id": InboundReturn.order_id,
    "customer_id": InboundReturn.customer_id,
    "warehouse_id": InboundReturn.warehouse_id,
    "status": InboundReturn.status,
    "owner_id": InboundReturn.owner_id,
    "org_unit_id": InboundReturn.org_unit_id,
    "received_at": InboundReturn.received_at,
    "created_at": InboundReturn.created_at,
    "updated_at": InboundReturn.updated_at,
}


def get_inbound_return(session: Session, actor: Actor, return_id: str) -> InboundReturn:
    found = session.scalar(returns_in_sight(actor).where(InboundReturn.id == return_id))
    return found or get_visible(session, InboundReturn, actor, return_id)


def get_return_for_change(session: Session, actor: Actor, return_id: str) -> InboundReturn:
    """The return, locked; the caller's right must reach the warehouse that its goods come to."""
    held = returns_in_sight(actor).where(InboundReturn.id == return_id).with_for_update(of=InboundReturn)
    found = session.scalar(held) or get_for_change(session, InboundReturn, actor, return_id)
    ensure_expected_version(actor, found)
    ensure_warehouse_in_reach(session, actor, found.warehouse_id)
    return found


def hold_return(session: Session, return_id: str) -> InboundReturn | None:
    """The return that an event is about, locked; None where none is known."""
    known = visible(InboundReturn, system_actor("distribution")).where(InboundReturn.id == return_id)
    return session.scalar(known.with_for_update(of=InboundReturn).execution_options(populate_existing=True))


def returns_in_sight(actor: Actor) -> Select[InboundReturn]:
    """The returns of orders within reach, and those that come to a warehouse within reach."""
    rows = visible(InboundReturn, actor)
    if rows.whereclause is None:
        return rows
    return select(InboundReturn).where(or_(rows.whereclause, InboundReturn.warehouse_id.in_(warehouse_ids(actor))))


def list_inbound_returns(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, returns_in_sight(actor), InboundReturn, contract.LISTING, COLUMNS, query)


def list_order_inbound_returns(session: Session, actor: Actor, order_id: str, query: Payload) -> Payload:
    order = get_order(session, actor, order_id)
    rows = returns_in_sight(actor).where(InboundReturn.order_id == order.id)
    return list_records(session, rows, InboundReturn, contract.LISTING, COLUMNS, query)


def list_inbound_return_history(session: Session, actor: Actor, return_id: str, after: int) -> Payload:
    return list_history(session, get_inbound_return(session, actor, return_id).id, after=after)


def inbound_return_process() -> Process:
    return process_of("inbound-returns", rules.InboundReturnStatus, rules.TRANSITIONS, rules.TOLD)


POINTER = Pointer(InboundReturn)
"""Each names its customer."""
