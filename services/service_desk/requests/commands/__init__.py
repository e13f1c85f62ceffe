"""Changing requests. One function, one business decision, one event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.agents import queries as agent_queries
from services.service_desk.articles import commands as article_commands
from services.service_desk.customers import queries as customer_queries
from services.service_desk.products import queries as product_queries
from services.service_desk.requests import queries, rules
from services.service_desk.requests.model import ClockMove, Request
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.payload import Payload
from shared.contracts.service_desk import requests as contract
from shared.custom_fields import custom_facts, record_custom
from shared.persistence.numbering import next_number
from shared.search import index_words
from shared.visible import get_for_change, get_within_reach

NOUN = contract.LISTING.noun
NUMBER_KIND = "RQ"
BATCH = 100
CLOCK_EVENTS: Mapping[str, type[contract.RequestClockEvent]] = {
    rules.ClockState.WARNED: contract.RequestClockWarned,
    rules.ClockState.BREACHED: contract.RequestClockBreached,
}
"""What is told when a clock moves by itself; what a verb does to it is told with the verb."""


def create_request(
    session: Session, actor: Actor, description: str, custom: Payload | None = None, **fields: Any
) -> Request:
    """A customer within sight, or a name, and a text are enough.

    Raises `CustomerIsMissing`, `CustomerIsUnknown` for a customer that the caller may not see or nobody knows, and
    `RequestProductIsUnknown`.
    """
    customer_id = fields.get("customer_id")
    rules.ensure_customer(customer_id, fields.get("customer_name"))
    if customer_id and not customer_queries.is_known_customer(session, actor, customer_id):
        raise rules.CustomerIsUnknown(f"There is no customer {customer_id}.")
    _ensure_product(session, fields.get("product_id"))
    promised = customer_queries.promised_hours(session, actor, {customer_id}) if customer_id else {}
    request = drawn_up(
        description=description,
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
        promised=promised.get(customer_id or ""),
        **fields,
    )
    request.number = next_number(session, NUMBER_KIND, actor.unit_id)
    session.add(request)
    session.flush()
    record_custom(session, actor, request, custom)
    _announce(session, actor, request, {}, contract.RequestCreated)
    _index(session, request)
    return request


def drawn_up(
    description: str,
    subject: str | None = None,
    severity: str = "normal",
    due_at: datetime | None = None,
    promised: Mapping[str, int] | None = None,
    **fields: Any,
) -> Request:
    """A new request whose time runs from now on; it has no number yet. `promised` are the hours in which those of its
    customer are solved, by severity.
    """
    subject = subject or rules.subject_of(description)
    request = Request(subject=subject, description=description, severity=severity, level=0, **fields)
    request.open(now(), due_at, promised)
    return request


def change_request(
    session: Session, actor: Actor, request_id: str, *, custom: Payload | None = None, **fields: Any
) -> Request:
    """What is left out stays. Raises `RequestIsDone`, `RequestProductIsUnknown`."""
    request = get_for_change(session, Request, actor, request_id)
    before = facts_of(request)
    _ensure_product(session, fields.get("product_id"))
    request.edit(fields, now())
    record_custom(session, actor, request, custom)
    _announce(session, actor, request, before, contract.RequestChanged)
    _index(session, request)
    return request


def claim_request(session: Session, actor: Actor, request_id: str) -> Request:
    """Take a request on. Raises `RequestIsClaimedAlready` for whoever comes second, `AgentLacksSkill`."""
    request = get_within_reach(session, Request, actor, request_id)
    _ensure_unclaimed(session, request)
    before = facts_of(request)
    request.claim(actor.user_id, agent_queries.skills_of(session, actor.user_id), now())
    _announce(session, actor, request, before, contract.RequestClaimed)
    return request


def release_request(session: Session, actor: Actor, request_id: str) -> Request:
    request = get_for_change(session, Request, actor, request_id)
    before = facts_of(request)
    request.release(actor.user_id)
    _announce(session, actor, request, before, contract.RequestReleased)
    return request


def reassign_request(session: Session, actor: Actor, request_id: str, assignee_id: str) -> Request:
    """Give a request to an agent of its unit. Raises `AssigneeIsUnknown` and the rules' refusals."""
    request = get_within_reach(session, Request, actor, request_id)
    person = queries.find_person(session, assignee_id)
    if person is None or not person.active:
        raise rules.AssigneeIsUnknown(f"There is no agent {assignee_id}.")
    before, previous = facts_of(request), request.assignee_id
    request.reassign(person.id, agent_queries.skills_of(session, person.id), person.unit_id, now())
    _announce(session, actor, request, before, contract.RequestReassigned, from_assignee_id=previous)
    return request


def start_request(session: Session, actor: Actor, request_id: str) -> Request:
    request = get_for_change(session, Request, actor, request_id)
    before = facts_of(request)
    request.start(actor.user_id, now())
    _announce(session, actor, request, before, contract.RequestStarted)
    return request


def solve_request(
    session: Session, actor: Actor, request_id: str, solution: str, article_id: str | None = None
) -> Request:
    """Solve a request, with a published article if one was the answer; the article counts its success."""
    request = get_for_change(session, Request, actor, request_id)
    before = facts_of(request)
    request.solve(actor.user_id, solution, article_id, now())
    if article_id is not None:
        article_commands.count_help(session, actor, article_id, request.id)
    told = {"solution": solution, "article_id": article_id}
    _announce(session, actor, request, before, contract.RequestSolved, **told)
    return request


def confirm_request(session: Session, actor: Actor, request_id: str) -> Request:
    request = get_for_change(session, Request, actor, request_id)
    before = facts_of(request)
    request.confirm(now())
    _announce(session, actor, request, before, contract.RequestConfirmed)
    return request


def close_request(session: Session, actor: Actor, request_id: str) -> Request:
    request = get_for_change(session, Request, actor, request_id)
    before = facts_of(request)
    request.close(now())
    _announce(session, actor, request, before, contract.RequestClosed)
    return request


def reopen_request(session: Session, actor: Actor, request_id: str, reason: str) -> Request:
    request = get_for_change(session, Request, actor, request_id)
    before = facts_of(request)
    request.reopen(now())
    _announce(session, actor, request, before, contract.RequestReopened, reason=reason)
    return request


def escalate_overdue_requests(session: Session, actor: Actor) -> int:
    """Raise up to a hundred overdue requests by one level each; how many there were."""
    moment = now()
    overdue = queries.take_overdue(session, actor, moment, BATCH)
    for request in overdue:
        before = facts_of(request)
        superior_id = queries.superior_of(session, request.owner_id)
        request.escalate(superior_id, moment)
        _announce(session, actor, request, before, contract.RequestEscalated, escalated_to_id=superior_id)
    return len(overdue)


def turn_clocks(session: Session, actor: Actor) -> int:
    """Let up to a hundred clocks move whose moment has come, and tell of those that warn now or whose deadline has
    passed; how many there were. One that stood for longer, since nobody ran, shows at once where it is by now.
    """
    moment = now()
    moved = queries.take_moved_clocks(session, actor, moment, BATCH)
    for request in moved:
        before = request.clock
        request.turn_clock(moment)
        event = CLOCK_EVENTS.get(request.clock or "")
        if event is not None and before not in (None, request.clock):
            _announce_move(session, actor, request, before, event)
    return len(moved)


def _announce_move(
    session: Session, actor: Actor, request: Request, before: str | None, event: type[contract.RequestClockEvent]
) -> None:
    move = ClockMove(request_id=request.id, state=request.clock, due_at=request.due_at, moved_at=request.clock_since)
    move.go_along(request)
    move.created_by = actor.user_id
    session.add(move)
    session.flush()
    told: dict[str, Any] = {
        "clock_move_id": move.id,
        "record_version": move.next_version,
        "request_id": request.id,
        "number": request.number,
        "severity": request.severity,
        "assignee_id": request.assignee_id,
        "due_at": move.due_at.isoformat(),
        "moved_at": move.moved_at.isoformat(),
        "state": move.state,
        "owner_id": move.owner_id,
        "org_unit_id": move.org_unit_id,
    }
    announce(session, actor, move, event(**told, changes=changes({"state": before}, {"state": move.state})))


def _ensure_product(session: Session, product_id: str | None) -> None:
    if product_id is not None and not product_queries.known_products(session, {product_id}):
        raise rules.RequestProductIsUnknown(f"There is no product {product_id} in the catalogue.")


def _ensure_unclaimed(session: Session, request: Request) -> None:
    if request.assignee_id is None or not rules.is_open(rules.RequestStatus(request.status)):
        return
    claimer = queries.find_person(session, request.assignee_id)
    name = claimer.name if claimer else "another agent"
    raise rules.RequestIsClaimedAlready(
        f"{name} works on this request already.", assignee={"id": request.assignee_id, "name": name}
    )


def _announce(
    session: Session,
    actor: Actor,
    request: Request,
    before: dict[str, Any],
    event: type[contract.RequestEvent],
    **more: Any,
) -> None:
    changed = changes(before, facts_of(request))
    announce(session, actor, request, event(**told_of(request), changes=changed, **more))
    if "owner_id" in changed and before:
        for move in queries.clock_moves(session, request.id):
            move.go_along(request)
    session.expire(request, ["assignee", "customer", "product"])


def facts_of(request: Request) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "kind": request.kind,
        "customer_id": request.customer_id,
        "customer_name": request.customer_name,
        "subject": request.subject,
        "description": request.description,
        "severity": request.severity,
        "skill": request.skill,
        "status": str(request.status),
        "assignee_id": request.assignee_id,
        "due_at": request.due_at.isoformat(),
        "clock": request.clock,
        "level": request.level,
        "solution": request.solution,
        "article_id": request.article_id,
        "opportunity_id": request.opportunity_id,
        "order_id": request.order_id,
        "product_id": request.product_id,
        "need": request.need,
        "owner_id": request.owner_id,
        **custom_facts(request),
    }


def told_of(request: Request) -> dict[str, Any]:
    """What every event about this request says."""
    return {
        "request_id": request.id,
        "number": request.number,
        "kind": request.kind,
        "customer_id": request.customer_id,
        "customer_name": request.customer_name,
        "subject": request.subject,
        "channel": request.channel,
        "severity": request.severity,
        "skill": request.skill,
        "status": str(request.status),
        "assignee_id": request.assignee_id,
        "due_at": request.due_at.isoformat(),
        "level": request.level,
        "opportunity_id": request.opportunity_id,
        "order_id": request.order_id,
        "product_id": request.product_id,
        "need": request.need,
        "owner_id": request.owner_id,
        "org_unit_id": request.org_unit_id,
        "clock": request.clock,
        "custom": request.custom or {},
    }


def found_by(request: Request) -> tuple[str | None, ...]:
    """The texts whose words find this request."""
    return request.number, request.subject, request.description, request.customer_name


def _index(session: Session, request: Request) -> None:
    index_words(session, NOUN, request.id, *found_by(request))
