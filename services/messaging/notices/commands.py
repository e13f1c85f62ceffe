"""Noting what people must be told of, and telling them."""

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.messaging.messages.commands import Letter, send_messages
from services.messaging.notices import queries, rules
from services.messaging.notices.model import DeliveryTurn, PendingNotice
from shared.actor import system_actor
from shared.announce import causation
from shared.clock import now
from shared.contracts.messaging import messages as contract
from shared.contracts.sales.opportunities import READ as READ_OPPORTUNITY
from shared.contracts.sales.opportunities import OpportunityEvent, OpportunityStageChanged, OpportunityTransferred
from shared.contracts.service_desk.requests import RequestEscalated
from shared.errors import Unavailable
from shared.organisation import Bus, catch_up, replica_version
from shared.persistence.database import Database

A_RUN = 50
PEOPLE_A_CALL = 1000

_log = structlog.get_logger(__name__)


class NotHandlingAnEvent(LookupError):
    """Notices are made while an event is handled; its id is what makes each message one of a kind."""


def note_rise(session: Session, event: OpportunityStageChanged) -> None:
    """Everybody who may read the deal is told that it came nearer to being won; a fall tells nobody."""
    if not event.risen:
        return
    notice = _about_deal(event, contract.OPPORTUNITY_ROSE)
    notice.title = rules.title(f"{event.name} rose from {event.from_stage} to {event.to_stage}")
    notice.right, notice.owner_id, notice.org_unit_id = READ_OPPORTUNITY, event.owner_id, event.org_unit_id
    notice.shared_people, notice.shared_units = list(event.shared_people), list(event.shared_units)
    session.add(notice)


def note_transfer(session: Session, event: OpportunityTransferred) -> None:
    """The old owner and the new one are told, each what it means for them."""
    received = _about_deal(event, contract.OPPORTUNITY_RECEIVED)
    received.title, received.people = rules.title(f"{event.name} is yours now"), [event.to_owner_id]
    handed_over = _about_deal(event, contract.OPPORTUNITY_HANDED_OVER)
    handed_over.title, handed_over.people = rules.title(f"{event.name} was handed over"), [event.from_owner_id]
    session.add_all([received, handed_over])


def note_escalation(session: Session, event: RequestEscalated) -> None:
    """The superior who now answers for a request is told, if there is one."""
    if event.escalated_to_id is None:
        return
    session.add(
        PendingNotice(
            event_id=_event_id(),
            kind=contract.REQUEST_ESCALATED,
            title=rules.title(f"{event.subject} is overdue"),
            body=" · ".join(part for part in (event.number, event.customer_name, f"level {event.level}") if part),
            about_type="request",
            about_id=event.request_id,
            people=[event.escalated_to_id],
        )
    )


def deliver_due(database: Database, bus: Bus) -> int:
    """Turn the notices that are due into messages, up to fifty in one go; how many were tried.

    No transaction is open while the gateway is asked. One notice that fails waits, and holds up no other.
    """
    for tried in range(A_RUN):
        with database.read() as session:
            notice = queries.next_due(session, now())
            if notice is None:
                return tried
            session.expunge(notice)
        _try_to_deliver(database, bus, notice)
    return A_RUN


def _try_to_deliver(database: Database, bus: Bus, notice: PendingNotice) -> None:
    try:
        people = _recipients(bus, notice)
        _know_all(database, bus, people)
        with database.write() as session:
            _deliver(session, notice.id, people)
    except Exception as fault:
        _log.warning("notice not delivered", event_id=notice.event_id, kind=notice.kind, reason=str(fault))
        with database.write() as session:
            kept = queries.lock_notice(session, notice.id)
            if kept is not None:
                kept.postpone(now(), only_away=isinstance(fault, Unavailable))


def _deliver(session: Session, notice_id: int, people: list[str]) -> None:
    _take_turn(session)
    notice = queries.lock_notice(session, notice_id)
    if notice is None:
        return
    letter = Letter(
        notice.event_id, notice.kind, notice.title, notice.body, notice.about_type, about_id=notice.about_id
    )
    send_messages(session, system_actor("messaging"), letter, queries.units_of(session, people))
    session.delete(notice)


def _recipients(bus: Bus, notice: PendingNotice) -> list[str]:
    if notice.right is None:
        return list(notice.people)
    found: list[str] = []
    after: str | None = None
    while True:
        page = bus.call(
            "gateway",
            "list_people_who_may",
            right=notice.right,
            owner_id=notice.owner_id,
            org_unit_id=notice.org_unit_id,
            shared_people=notice.shared_people,
            shared_units=notice.shared_units,
            after=after,
            limit=PEOPLE_A_CALL,
        ).result
        found += [person["id"] for person in page["people"]]
        after = page["next"]
        if after is None:
            return found


def _know_all(database: Database, bus: Bus, people: list[str]) -> None:
    """Somebody may have joined since this service last heard of the organisation."""
    with database.read() as session:
        known = queries.units_of(session, people)
    while set(people) - known.keys():
        catch_up(database, bus, replica_version(database) + 1)
        with database.read() as session:
            known = queries.units_of(session, people)


def _take_turn(session: Session) -> None:
    if queries.lock_turn(session):
        return
    try:
        with session.begin_nested():
            session.add(DeliveryTurn(id=queries.THE_ONE))
    except IntegrityError:
        session.expire_all()  # another transaction made the row first
    queries.lock_turn(session)


def _about_deal(event: OpportunityEvent, kind: str) -> PendingNotice:
    return PendingNotice(
        event_id=_event_id(),
        kind=kind,
        body=rules.deal_in_short(event.number, event.customer_name, event.amount, event.currency),
        about_type="opportunity",
        about_id=event.opportunity_id,
    )


def _event_id() -> str:
    event_id = causation.get()
    if event_id is None:
        raise NotHandlingAnEvent("A notice needs the event that it is about.")
    return event_id
