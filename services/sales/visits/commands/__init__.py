"""Changing visits. One function, one business decision, one event."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts import queries as contacts
from services.sales.customers import queries as customers
from services.sales.opportunities import queries as opportunities
from services.sales.sellers.queries import owner_to_be
from services.sales.visits import queries, rules
from services.sales.visits.model import Arrival, Visit
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Changes, changes
from shared.contracts.payload import Payload
from shared.contracts.sales import visits as contract
from shared.custom_fields import custom_facts, record_custom
from shared.errors import NotFound
from shared.search import index_words
from shared.visible import get_for_change, get_within_reach

NOUN = contract.LISTING.noun
PLAIN = (
    "external_id", "customer_id", "contact_id", "opportunity_id", "subject", "place", "note", "outcome", "result",
    "next_step", "reason", "latitude", "longitude", "accuracy_m", "owner_id", "org_unit_id",
)  # fmt: skip
TIMES = ("starts_at", "ends_at", "checked_in_at", "checked_in_device_at", "completed_at", "completed_device_at")
TOLD = (
    "customer_id", "contact_id", "opportunity_id", "subject", "place", "status", "starts_at", "ends_at", "outcome",
    "owner_id", "org_unit_id",
)  # fmt: skip


def plan_visit(
    session: Session, actor: Actor, *, customer_id: str, custom: Payload | None = None, **fields: Any
) -> Visit:
    """Plan a visit of one's own to a customer in sight; its contact and deal, if any, are that customer's."""
    _ensure_customer(session, actor, customer_id)
    _ensure_parts(session, actor, customer_id, fields)
    _ensure_key_free(session, fields.get("external_id"))
    rules.ensure_order(fields["starts_at"], fields.get("ends_at"))
    visit = Visit(
        customer_id=customer_id, owner_id=actor.user_id, org_unit_id=actor.unit_id, created_by=actor.user_id, **fields
    )
    session.add(visit)
    session.flush()
    record_custom(session, actor, visit, custom)
    _announce(session, actor, visit, {}, contract.VisitPlanned)
    _index(session, visit)
    return visit


def change_visit(
    session: Session, actor: Actor, visit_id: str, *, custom: Payload | None = None, **fields: Any
) -> Visit:
    visit = get_for_change(session, Visit, actor, visit_id)
    before = facts_of(visit)
    changed = {name: value for name, value in fields.items() if value != getattr(visit, name)}
    _ensure_parts(session, actor, visit.customer_id, changed)
    _ensure_key_free(session, changed.get("external_id"))
    visit.edit(fields)
    session.expire(visit, ["contact_key", "opportunity_key"])
    record_custom(session, actor, visit, custom)
    _announce(session, actor, visit, before, contract.VisitChanged)
    _index(session, visit)
    return visit


def reschedule_visit(
    session: Session, actor: Actor, visit_id: str, *, starts_at: datetime, ends_at: datetime | None
) -> Visit:
    """Give the visit another time; one that was missed is planned again."""
    visit = get_for_change(session, Visit, actor, visit_id)
    before = facts_of(visit)
    visit.reschedule(starts_at, ends_at)
    _announce(session, actor, visit, before, contract.VisitRescheduled)
    return visit


def transfer_visit(session: Session, actor: Actor, visit_id: str, owner_id: str) -> Visit:
    """Let another person pay the visit; it moves to that person's unit."""
    visit = get_within_reach(session, Visit, actor, visit_id)
    person = owner_to_be(session, owner_id)
    hand_over(session, actor, visit, person.id, person.unit_id)
    return visit


def hand_over(session: Session, actor: Actor, visit: Visit, owner_id: str, org_unit_id: str) -> None:
    before = facts_of(visit)
    visit.hand_over(owner_id, org_unit_id)
    handed = {"from_owner_id": before["owner_id"], "to_owner_id": owner_id}
    _announce(session, actor, visit, before, contract.VisitTransferred, **handed)


def check_in_visit(
    session: Session,
    actor: Actor,
    visit_id: str,
    *,
    device_at: datetime,
    latitude: float,
    longitude: float,
    accuracy_m: float | None,
) -> Visit:
    """Record that the visitor has arrived. Raises `VisitOfAnotherPerson` for anybody else."""
    visit = get_for_change(session, Visit, actor, visit_id)
    before, moment = facts_of(visit), now()
    visit.check_in(actor.user_id, Arrival(device_at, latitude, longitude, accuracy_m), moment)
    where = {"latitude": latitude, "longitude": longitude, "accuracy_m": accuracy_m}
    when = {"checked_in_at": moment.isoformat(), "device_at": device_at.isoformat()}
    _announce(session, actor, visit, before, contract.VisitCheckedIn, **where, **when)
    return visit


def complete_visit(
    session: Session,
    actor: Actor,
    visit_id: str,
    *,
    outcome: str,
    result: str,
    next_step: str | None,
    device_at: datetime | None,
) -> Visit:
    """Record what came of the visit. Raises `VisitOfAnotherPerson` for anybody but the visitor."""
    visit = get_for_change(session, Visit, actor, visit_id)
    before = facts_of(visit)
    visit.complete(actor.user_id, outcome, result, next_step, device_at, now())
    _announce(session, actor, visit, before, contract.VisitCompleted, result=result)
    return visit


def miss_visit(session: Session, actor: Actor, visit_id: str, reason: str) -> Visit:
    visit = get_for_change(session, Visit, actor, visit_id)
    before = facts_of(visit)
    visit.miss(reason, now())
    _announce(session, actor, visit, before, contract.VisitMissed, reason=reason)
    return visit


def cancel_visit(session: Session, actor: Actor, visit_id: str, reason: str) -> Visit:
    visit = get_for_change(session, Visit, actor, visit_id)
    before = facts_of(visit)
    visit.cancel(reason)
    _announce(session, actor, visit, before, contract.VisitCancelled, reason=reason)
    return visit


def _ensure_customer(session: Session, actor: Actor, customer_id: str) -> None:
    """Whoever plans a visit sees the customer; whoever it is handed over to need not."""
    try:
        customers.get_customer(session, actor, customer_id)
    except NotFound as refusal:
        raise rules.VisitPartIsUnknown(refusal.detail) from None


def _ensure_parts(session: Session, actor: Actor, customer_id: str, fields: dict[str, Any]) -> None:
    contact_id, deal_id = fields.get("contact_id"), fields.get("opportunity_id")
    try:
        contact = contacts.get_contact(session, actor, contact_id) if contact_id else None
        deal = opportunities.get_opportunity(session, actor, deal_id) if deal_id else None
    except NotFound as refusal:
        raise rules.VisitPartIsUnknown(refusal.detail) from None
    if contact is not None:
        rules.ensure_part_of(customer_id, contact.customer_id, "contact")
    if deal is not None:
        rules.ensure_part_of(customer_id, deal.customer_id, "opportunity")


def _ensure_key_free(session: Session, external_id: str | None) -> None:
    if external_id is not None and queries.external_ids_taken(session, {external_id}):
        raise rules.VisitExternalIdIsTaken(f"There is a visit {external_id} already.")


def _announce(
    session: Session, actor: Actor, visit: Visit, before: dict[str, Any], event: type[contract.VisitEvent], **more: Any
) -> None:
    announce(session, actor, visit, event(**told_of(visit, changes(before, facts_of(visit))), **more))


def told_of(visit: Visit, changed: Changes) -> dict[str, Any]:
    """What every event about this visit says."""
    facts = facts_of(visit)
    return {name: facts[name] for name in TOLD} | {
        "visit_id": visit.id,
        "record_version": visit.next_version,
        "customer_name": visit.customer.name if visit.customer else None,
        "custom": visit.custom or {},
        "changes": changed,
    }


def facts_of(visit: Visit) -> dict[str, Any]:
    """The fields whose changes are history."""
    times = {name: getattr(visit, name) for name in TIMES}
    return {
        **{name: getattr(visit, name) for name in PLAIN},
        **{name: None if at is None else at.isoformat() for name, at in times.items()},
        "status": str(visit.status),
        **custom_facts(visit),
    }


def found_by(visit: Visit) -> tuple[str | None, ...]:
    """The texts whose words find this visit."""
    return visit.subject, visit.place, visit.note, visit.external_id


def _index(session: Session, visit: Visit) -> None:
    index_words(session, NOUN, visit.id, *found_by(visit))
