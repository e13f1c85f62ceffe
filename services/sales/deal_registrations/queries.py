"""Reading registered deals, and what stands against them. Every query starts from what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from services.sales.customers.queries import Likeness, alike_anywhere, alike_by, likeness, likeness_of
from services.sales.deal_registrations import rules
from services.sales.deal_registrations.model import DealRegistration
from services.sales.deal_registrations.rules import PARTNER_KINDS as PARTNER_KINDS
from services.sales.deal_registrations.rules import DealStatus
from services.sales.opportunities.queries import Opportunity, rival_opportunities
from shared.actor import Actor
from shared.clock import today
from shared.contracts.payload import Payload, reply
from shared.contracts.sales import deal_registrations as contract
from shared.contracts.sales import opportunities
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.persistence.platform import OrgUnitReplica
from shared.processes import Process, process_of
from shared.showing import show_visible
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(DealRegistration, name) for name in contract.LISTING.fields}

POINTER = Pointer(DealRegistration)
"""Each may name its customer."""


def show_deal_registration(database: Database, actor: Actor, registration_id: str) -> Payload:
    return show_visible(database, DealRegistration, contract.DealRegistrationView, actor, registration_id)


def get_deal_registration(session: Session, actor: Actor, registration_id: str) -> DealRegistration:
    return get_visible(session, DealRegistration, actor, registration_id)


def list_deal_registrations(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(DealRegistration, actor), DealRegistration, contract.LISTING, COLUMNS, query)


def list_deal_registration_history(session: Session, actor: Actor, registration_id: str, after: int) -> Payload:
    return list_history(session, get_deal_registration(session, actor, registration_id).id, after=after)


def kind_of_unit(session: Session, unit_id: str) -> str | None:
    return session.scalar(select(OrgUnitReplica.kind).where(OrgUnitReplica.id == unit_id))


def known_by(session: Session, registration: DealRegistration) -> Likeness:
    """What the customer of a registration is known by today: as it is recorded, or as the prospect was told of."""
    recorded = likeness_of(session, registration.customer_id) if registration.customer_id else None
    return recorded or told_of(
        registration.customer_name,
        tax_id=registration.tax_id,
        phone=registration.phone,
        domain=registration.domain,
        website=registration.website,
    )


def told_of(
    customer_name: str,
    *,
    tax_id: str | None = None,
    phone: str | None = None,
    domain: str | None = None,
    website: str | None = None,
    **_: Any,
) -> Likeness:
    """What a prospect is known by."""
    return likeness(customer_name, tax_id, phone, rules.domain_of(domain, website))


def is_protected_for_another(session: Session, alike: Likeness, unit_id: str, on: date) -> bool:
    """Whether a partner other than this unit is protected with this customer on that day, in sight or not."""
    found = select(DealRegistration.id).where(_against(alike, unit_id), _protects(on)).limit(1)
    return session.scalar(found) is not None


def warning_about(session: Session, actor: Actor, customer_id: str | None) -> Payload:
    """What somebody of the house is told who opens a deal with this customer: until when a partner is protected with
    it, neither who nor for what. Empty where none is, and for partners, who are told nothing of each other.
    """
    if customer_id is None or not _is_anybody_protected(session, today()):
        return {}
    if kind_of_unit(session, actor.unit_id) in rules.PARTNER_KINDS:
        return {}
    alike = likeness_of(session, customer_id)
    until = _protected_until(session, alike, actor.unit_id, today()) if alike else None
    if until is None:
        return {}
    return {"registration_warning": reply(opportunities.RegistrationWarning, {"protected_until": until})}


def _is_anybody_protected(session: Session, on: date) -> bool:
    """Whether any partner is, with any customer: where none is, as most of the time, nothing else need be read."""
    return session.scalar(select(DealRegistration.id).where(_protects(on)).limit(1)) is not None


def _protected_until(session: Session, alike: Likeness, unit_id: str, on: date) -> date | None:
    """The last day on which any partner other than this unit, in sight or not, is protected with this customer."""
    last = select(func.max(DealRegistration.protected_until))
    return session.scalar(last.where(_against(alike, unit_id), _protects(on)))


def rival_registrations(
    session: Session, actor: Actor, alike: Likeness, unit_id: str, *, waiting: bool = False
) -> list[DealRegistration]:
    """Those in sight that protect another partner with this customer today, and if `waiting` those that may yet."""
    protects = _protects(today())
    counted = or_(protects, DealRegistration.status == DealStatus.SUBMITTED) if waiting else protects
    rows = visible(DealRegistration, actor).where(_against(alike, unit_id), counted)
    oldest = rows.order_by(DealRegistration.created_at, DealRegistration.id).limit(rules.MOST_RIVALS)
    return list(session.scalars(oldest))


def _against(alike: Likeness, unit_id: str) -> ColumnElement[bool]:
    same = or_(DealRegistration.customer_id.in_(alike_anywhere(alike)), *alike_by(DealRegistration, alike))
    return and_(DealRegistration.org_unit_id != unit_id, same)


def _protects(on: date) -> ColumnElement[bool]:
    return and_(DealRegistration.status.in_(rules.PROTECTING), DealRegistration.protected_until >= on)


@dataclass(frozen=True)
class DealConflicts:
    """What stands against a registered deal today; of the records only those in the asker's sight."""

    is_protected_for_another: bool
    registrations: Sequence[DealRegistration]
    opportunities: Sequence[Opportunity]


def find_conflicts(session: Session, actor: Actor, registration_id: str, readers: Iterable[Actor]) -> DealConflicts:
    """`readers` are the same person by their right to read opportunities: which these may see, that right decides."""
    registration = get_deal_registration(session, actor, registration_id)
    alike, unit_id = known_by(session, registration), registration.org_unit_id
    looking = [one for one in readers if (one.user_id, one.right) == (actor.user_id, opportunities.READ)]
    customers = alike_anywhere(alike)
    return DealConflicts(
        is_protected_for_another(session, alike, unit_id, today()),
        rival_registrations(session, actor, alike, unit_id, waiting=True),
        [
            found
            for reader in looking
            for found in rival_opportunities(session, reader, customers, unit_id, rules.MOST_RIVALS)
        ],
    )


def take_over_date(session: Session, actor: Actor, on: date, most: int) -> list[DealRegistration]:
    """Registrations still waiting whose last day was before that day, locked; those that another instance works on
    are left to it.
    """
    rows = visible(DealRegistration, actor).where(
        DealRegistration.status.in_(rules.WAITING), DealRegistration.protected_until < on
    )
    earliest = rows.order_by(DealRegistration.protected_until, DealRegistration.id).limit(most)
    return list(session.scalars(earliest.with_for_update(of=DealRegistration, skip_locked=True)))


def deal_registration_process() -> Process:
    return process_of("deal-registrations", DealStatus, rules.TRANSITIONS, rules.steps_of_time())


def has_deal_registrations(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(DealRegistration.customer_id == customer_id))))
