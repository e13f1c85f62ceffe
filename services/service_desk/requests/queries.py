"""Reading requests. Every query on behalf of somebody starts from what that person may see."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.service_desk.requests import rules
from services.service_desk.requests.model import ClockMove, Request
from shared.actor import Actor
from shared.clock import now
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.service_desk import requests as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.persistence.platform import OrgPersonReplica
from shared.processes import Process, process_of
from shared.replay import end_of_log
from shared.timeline import Strand, told
from shared.visible import changeable, get_visible, visible

COLUMNS = {
    "id": Request.id,
    "number": Request.number,
    "kind": Request.kind,
    "customer_id": Request.customer_id,
    "subject": Request.subject,
    "channel": Request.channel,
    "severity": Request.severity,
    "skill": Request.skill,
    "status": Request.status,
    "assignee_id": Request.assignee_id,
    "opportunity_id": Request.opportunity_id,
    "order_id": Request.order_id,
    "product_id": Request.product_id,
    "due_at": Request.due_at,
    "clock": Request.clock,
    "clock_moves_at": Request.clock_moves_at,
    "level": Request.level,
    "external_id": Request.external_id,
    "owner_id": Request.owner_id,
    "org_unit_id": Request.org_unit_id,
    "created_at": Request.created_at,
    "updated_at": Request.updated_at,
}


def get_request(session: Session, actor: Actor, request_id: str) -> Request:
    return get_visible(session, Request, actor, request_id)


def list_requests(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Request, actor), Request, contract.LISTING, COLUMNS, query)


def list_request_history(session: Session, actor: Actor, request_id: str, after: int = 0) -> Payload:
    return list_history(session, get_request(session, actor, request_id).id, after=after)


def take_overdue(session: Session, actor: Actor, moment: datetime, most: int) -> list[Request]:
    """Open requests whose next step is due, locked; those that another instance works on are left to it."""
    overdue = visible(Request, actor).where(Request.next_escalation_at <= moment)
    earliest = overdue.order_by(Request.next_escalation_at, Request.id).limit(most)
    return list(session.scalars(earliest.with_for_update(of=Request, skip_locked=True)))


def take_moved_clocks(session: Session, actor: Actor, moment: datetime, most: int) -> list[Request]:
    """Requests whose clock moves by now, locked, the longest due first; then those that have no clock yet."""
    due = visible(Request, actor).where(Request.clock_moves_at <= moment).order_by(Request.clock_moves_at, Request.id)
    none_yet = visible(Request, actor).where(Request.clock.is_(None)).order_by(Request.id)
    taken: list[Request] = []
    for rows in (due, none_yet):
        left = rows.limit(most - len(taken)).with_for_update(of=Request, skip_locked=True)
        taken += session.scalars(left) if len(taken) < most else ()
    return taken


def clock_moves(session: Session, request_id: str) -> list[ClockMove]:
    """When the clock of a request that was found in sight moved by itself, the oldest first."""
    moves = select(ClockMove).where(ClockMove.request_id == request_id)
    return list(session.scalars(moves.order_by(ClockMove.moved_at, ClockMove.id)))


def show_clock(session: Session, actor: Actor, request_id: str) -> Payload:
    """The clock as it is at this moment, whatever the timer has come to, and how much of the log it rests on."""
    position, moment = end_of_log(session), now()
    request = get_request(session, actor, request_id)
    request.turn_clock(moment)
    shown = {name: getattr(request, name) for name in ("id", "version", "status", "due_at", "warns_at")}
    clock = {"state": request.clock, "since": request.clock_since, "moves_at": request.clock_moves_at}
    session.expunge(request)
    moves = clock_moves(session, request.id)
    return {**shown, **clock, "moves": moves, "as_of": {"position": position, "at": moment}}


def find_person(session: Session, person_id: str | None) -> OrgPersonReplica | None:
    """Somebody of the organisation, for the rules and for the name in a refusal."""
    return session.get(OrgPersonReplica, person_id) if person_id else None


def superior_of(session: Session, person_id: str) -> str | None:
    """The active person one step up the chain, if there is one."""
    person = find_person(session, person_id)
    above = person.path.rstrip("/").rpartition("/")[0] + "/" if person else "/"
    if above == "/":
        return None
    chain = select(OrgPersonReplica.id).where(OrgPersonReplica.path == above, OrgPersonReplica.active)
    return session.scalar(chain.limit(1))


def requests_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Request]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Request, actor).where(Request.external_id.in_(external_ids)).order_by(Request.id)
    locked = rows.with_for_update(of=Request).execution_options(populate_existing=True)
    return {str(request.external_id): request for request in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any request bears, in sight or not: each names one request of the whole installation."""
    return set(session.scalars(select(Request.external_id).where(Request.external_id.in_(external_ids))))


def request_process() -> Process:
    return process_of("requests", rules.RequestStatus, rules.TRANSITIONS)


POINTER = Pointer(Request)
"""Each names its customer."""

STRAND = Strand(timeline.REQUEST, Request, partial(visible, Request), told("number", "status", title="subject"))
"""What a customer's timeline shows of them."""
