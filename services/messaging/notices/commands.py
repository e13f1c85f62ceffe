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
from shared.contracts.gateway.process_runs import (
    ProcessRunEvent,
    ProcessRunFinished,
    ProcessRunStarted,
    ProcessStepCompleted,
)
from shared.contracts.gateway.system import READ as READ_SYSTEM
from shared.contracts.gateway.system import CapacityExceeded
from shared.contracts.messaging import messages as contract
from shared.contracts.sales.call_backs import TAKE as TAKE_CALL_BACK
from shared.contracts.sales.call_backs import CallBackDue
from shared.contracts.sales.customers import CustomerFollowUpDue
from shared.contracts.sales.leads import LeadAssigned, LeadTransferred
from shared.contracts.sales.opportunities import READ as READ_OPPORTUNITY
from shared.contracts.sales.opportunities import OpportunityEvent, OpportunityStageChanged, OpportunityTransferred
from shared.contracts.service_desk.agreements import AgreementExpiring
from shared.contracts.service_desk.requests import RequestEscalated
from shared.errors import Unavailable
from shared.ids import new_id
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


def note_assignment(session: Session, event: LeadAssigned) -> None:
    """Whoever is given a new lead by a rule is told, unless it was theirs."""
    _note_lead(session, event, event.rule_name, event.reason)


def note_lead_handed_over(session: Session, event: LeadTransferred) -> None:
    """Whoever is given a lead by hand is told, unless it was theirs."""
    _note_lead(session, event)


def _note_lead(session: Session, event: LeadAssigned | LeadTransferred, *why: str) -> None:
    if event.to_owner_id == event.from_owner_id:
        return
    session.add(
        PendingNotice(
            event_id=_event_id(),
            kind=contract.LEAD_RECEIVED,
            title=rules.title(f"{event.name} is yours now"),
            body=rules.body(" · ".join(part for part in (event.company, *why) if part)),
            about_type="lead",
            about_id=event.lead_id,
            people=[event.to_owner_id],
        )
    )


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


def note_expiring_agreement(session: Session, event: AgreementExpiring) -> None:
    """Whoever answers for an agreement is told that its end is near."""
    session.add(
        PendingNotice(
            event_id=_event_id(),
            kind=contract.AGREEMENT_EXPIRING,
            title=rules.title(f"{event.name} ends on {event.ends_on}"),
            body=" · ".join(
                part for part in (event.number, event.customer_name, f"{event.days_left} days left") if part
            ),
            about_type="agreement",
            about_id=event.agreement_id,
            people=[event.owner_id],
        )
    )


def note_follow_up(session: Session, event: CustomerFollowUpDue) -> None:
    """Whoever answers for a customer is told that nobody was in touch for longer than its level allows."""
    last = f"last touch on {event.last_touch_at[:10]}" if event.last_touch_at else "no touch so far"
    session.add(
        PendingNotice(
            event_id=_event_id(),
            kind=contract.CUSTOMER_FOLLOW_UP_DUE,
            title=rules.title(f"{event.name} waits to hear from you"),
            body=f"level {event.level}: every {event.follow_up_days} days · {last}",
            about_type="customer",
            about_id=event.customer_id,
            people=[event.owner_id],
        )
    )


def note_call_back(session: Session, event: CallBackDue) -> None:
    """Whoever is to call is told that the time has come: the agent, or all of a unit who may take the call-back."""
    people = queries.people_of(session, event.org_unit_id) if event.agent_id is None else [event.agent_id]
    if not people:
        return
    session.add(
        PendingNotice(
            event_id=_event_id(),
            kind=contract.CALL_BACK_DUE,
            title=rules.title(f"Time to call back: {event.subject}" if event.subject else "Time to call back"),
            body=rules.promise(event.local_time, event.time_zone, event.phone_number),
            about_type="call_back",
            about_id=event.call_back_id,
            people=people,
            right=TAKE_CALL_BACK,
            owner_id=event.owner_id,
            org_unit_id=event.org_unit_id,
        )
    )


def note_warning(session: Session, event: CapacityExceeded) -> None:
    """Everybody who may see how the whole system runs is told that it came to a limit."""
    session.add(
        PendingNotice(
            event_id=_event_id(),
            kind=contract.CAPACITY_EXCEEDED,
            title=rules.title(f"The system came to its limit: {event.name}"),
            body=f"{event.name} is at {event.value}, the limit is {event.threshold}: GET /v1/system/status",
            about_type="alert",
            about_id=event.alert_id,
            right=READ_SYSTEM,
        )
    )


def note_waiting_step(session: Session, event: ProcessRunStarted | ProcessStepCompleted) -> None:
    """Those who hold the position that the step waits for are told, where there are any."""
    if event.waiting_for:
        notice = _about_run(event, contract.PROCESS_STEP_WAITS)
        notice.title, notice.people = rules.title(f"{event.name}: {event.step}"), list(event.waiting_for)
        session.add(notice)


def note_finished_process(session: Session, event: ProcessRunFinished) -> None:
    """Whoever started the run is told that it is over."""
    notice = _about_run(event, contract.PROCESS_FINISHED)
    notice.title, notice.people = rules.title(f"{event.name} is finished"), [event.started_by]
    session.add(notice)


def note_state_of_schedule(session: Session, schedule_id: str, title: str, body: str, people: list[str]) -> None:
    """Whoever takes part in something that was planned is told that it is done, missed, called off or on again."""
    session.add(
        PendingNotice(
            event_id=new_id(),
            kind=contract.SCHEDULE_STATE_CHANGED,
            title=rules.title(title),
            body=rules.body(body),
            about_type="schedule",
            about_id=schedule_id,
            people=people,
        )
    )


def note_paused_webhook(session: Session, webhook_id: str, url: str, owner_id: str, because: str) -> None:
    """Whoever owns a webhook that was stopped is told so, and why."""
    session.add(
        PendingNotice(
            event_id=new_id(),
            kind=contract.WEBHOOK_PAUSED,
            title=rules.title(f"Your webhook to {url} is paused"),
            body=rules.why_paused(because),
            about_type="webhook",
            about_id=webhook_id,
            people=[owner_id],
        )
    )


def deliver_due(database: Database, bus: Bus) -> int:
    """Turn the notices that are due into messages, up to fifty in one go; how many were tried.

    No transaction is open while the gateway is asked. One notice that fails waits, and holds up no other.
    """
    if not queries.some_are_due(database, now()):
        return 0
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
    asked = set(notice.people)
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
            return [person for person in found if person in asked] if asked else found


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


def _about_run(event: ProcessRunEvent, kind: str) -> PendingNotice:
    return PendingNotice(
        event_id=_event_id(), kind=kind, body=event.noun, about_type="process_run", about_id=event.process_run_id
    )


def _event_id() -> str:
    event_id = causation.get()
    if event_id is None:
        raise NotHandlingAnEvent("A notice needs the event that it is about.")
    return event_id
