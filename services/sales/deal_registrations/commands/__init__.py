"""Registering deals, protecting them and what becomes of them. One function, one business decision, one event.

Whoever looks for conflicts holds the turns of the customer's traits meanwhile (`take_turns`), so that of two who would
both be protected with one customer the second finds the first.
"""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers.commands import create_customer
from services.sales.customers.queries import Likeness, get_customer, take_turns
from services.sales.deal_registrations import queries, rules
from services.sales.deal_registrations.commands import telling
from services.sales.deal_registrations.model import DealRegistration
from services.sales.opportunities.commands import open_opportunity
from services.sales.products.queries import offered_products
from shared.actor import Actor
from shared.clock import today
from shared.contracts.sales import deal_registrations as contract
from shared.contracts.sales import products
from shared.errors import NotFound
from shared.owners import Belonging, new_owner
from shared.picklists import ensure_listed
from shared.visible import get_for_change

BATCH = 100


def submit_deal_registration(
    session: Session,
    actor: Actor,
    *,
    expected_close_date: date,
    customer_id: str | None = None,
    customer_name: str = "",
    **fields: Any,
) -> DealRegistration:
    """Register a deal for the caller's unit; `fields` are the others of `SubmitDealRegistration`.

    Raises `NotOfAPartner`, `ClosesInPast`, `CustomerIsUnknown`, `ProductIsNotOffered`, and `DealIsRegistered` while
    another partner is protected with the customer.
    """
    rules.ensure_partner(queries.kind_of_unit(session, actor.unit_id))
    rules.ensure_to_come(expected_close_date, today())
    offered_products(session, [one for one in (fields.get("product_id"),) if one])
    ensure_listed(session, {"product_category": products.PICKLISTS["category"]}, fields)
    if customer_id is None:
        alike = queries.told_of(customer_name, **fields)
    else:
        customer_name, alike = _recorded(session, actor, customer_id)
    _ensure_free(session, actor, alike, actor.unit_id)
    registration = DealRegistration(
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
        customer_id=customer_id,
        customer_name=customer_name,
        expected_close_date=expected_close_date,
        status=rules.DealStatus.SUBMITTED,
        **fields,
    )
    registration.recognise_by(alike)
    session.add(registration)
    session.flush()
    telling.tell(session, actor, registration, {}, contract.DealRegistrationSubmitted)
    return registration


def accept_deal_registration(
    session: Session, actor: Actor, registration_id: str, protection_days: int | None = None
) -> DealRegistration:
    """Protect the deal from today on, for so many days. Raises `DealIsRegistered` and `ProtectionIsTooLong`."""
    registration, before = _held(session, actor, registration_id)
    registration.accept(protection_days, today())
    alike = queries.known_by(session, registration)
    _ensure_free(session, actor, alike, registration.org_unit_id)
    registration.recognise_by(alike)
    telling.tell(session, actor, registration, before, contract.DealRegistrationAccepted)
    return registration


def refuse_deal_registration(session: Session, actor: Actor, registration_id: str, reason: str) -> DealRegistration:
    registration, before = _held(session, actor, registration_id)
    registration.refuse(reason)
    telling.tell(session, actor, registration, before, contract.DealRegistrationRefused, refusal_reason=reason)
    return registration


def extend_deal_registration(
    session: Session, actor: Actor, registration_id: str, days: int | None = None
) -> DealRegistration:
    """Let the protection end later. Nobody else can have come in between: it has not been over."""
    registration, before = _held(session, actor, registration_id)
    registration.extend(days, today())
    telling.tell(session, actor, registration, before, contract.DealRegistrationExtended)
    return registration


def withdraw_deal_registration(session: Session, actor: Actor, registration_id: str) -> DealRegistration:
    registration, before = _held(session, actor, registration_id)
    registration.withdraw()
    telling.tell(session, actor, registration, before, contract.DealRegistrationWithdrawn)
    return registration


def convert_deal_registration(
    session: Session,
    actor: Actor,
    registration_id: str,
    *,
    customer_id: str | None = None,
    customer_name: str | None = None,
    **chosen: Any,
) -> DealRegistration:
    """Open an opportunity of the partner, owned by who registered the deal; `chosen` may name another product.

    Raises `ProtectionIsOver`, `DealIsRegistered` where the customer turns out to be one that another partner is
    protected with, `CustomerIsNamed`, `CustomerIsUnknown` and `CustomerIsDuplicate`.
    """
    registration, before = _held(session, actor, registration_id)
    registration.ensure_convertible(today())
    new_owner(session, registration.owner_id)
    customer = _customer_of(session, actor, registration, customer_id, customer_name)
    opportunity = open_opportunity(
        session,
        actor,
        name=registration.name,
        belongs_to=Belonging(registration.owner_id, registration.org_unit_id),
        customer_id=customer,
        product_id=chosen.get("product_id", registration.product_id),
        description=registration.description,
        amount=registration.amount,
        currency=registration.currency,
        expected_close_date=registration.expected_close_date,
        channel=queries.kind_of_unit(session, registration.org_unit_id),
        deal_registration_id=registration.id,
    )
    registration.convert(customer, opportunity.id)
    telling.tell(session, actor, registration, before, contract.DealRegistrationConverted)
    return registration


def lapse_over_date(session: Session, actor: Actor) -> int:
    """Close up to a hundred registrations whose protection is over; how many there were."""
    over = queries.take_over_date(session, actor, today(), BATCH)
    for registration in over:
        before = telling.facts(registration)
        registration.lapse(today())
        telling.tell(session, actor, registration, before, contract.DealRegistrationLapsed)
    return len(over)


def _held(session: Session, actor: Actor, registration_id: str) -> tuple[DealRegistration, dict[str, Any]]:
    """The registration, locked, and what it was before."""
    registration = get_for_change(session, DealRegistration, actor, registration_id)
    return registration, telling.facts(registration)


def _recorded(session: Session, actor: Actor, customer_id: str) -> tuple[str, Likeness]:
    """Name and likeness of a customer in the caller's sight."""
    try:
        customer = get_customer(session, actor, customer_id)
    except NotFound:
        raise rules.CustomerIsUnknown(f"There is no customer {customer_id} for this deal.") from None
    return customer.name, customer.likeness()


def _customer_of(
    session: Session, actor: Actor, registration: DealRegistration, customer_id: str | None, own_name: str | None
) -> str:
    """The id of the customer that the opportunity is for, recorded now where the prospect is none yet."""
    rules.ensure_same_customer(registration.customer_id, customer_id, own_name)
    unit_id = registration.org_unit_id
    _ensure_free(session, actor, queries.known_by(session, registration), unit_id)
    known = registration.customer_id or customer_id
    if known is not None:
        _, alike = _recorded(session, actor, known)
        _ensure_free(session, actor, alike, unit_id)
        return known
    name = own_name or registration.customer_name
    _ensure_free(session, actor, queries.told_of(name), unit_id)
    customer = create_customer(
        session,
        actor,
        name=name,
        allow_duplicate=own_name is not None,
        belongs_to=Belonging(registration.owner_id, unit_id),
        tax_id=registration.tax_id,
        domain=rules.domain_of(registration.domain, registration.website),
        website=registration.website,
        phone=registration.phone,
        country=registration.country,
    )
    return customer.id


def _ensure_free(session: Session, actor: Actor, alike: Likeness, unit_id: str) -> None:
    """Raise `DealIsRegistered` where another partner than this unit is protected with the customer."""
    take_turns(session, alike)
    if not queries.is_protected_for_another(session, alike, unit_id, today()):
        return
    if queries.kind_of_unit(session, actor.unit_id) in rules.PARTNER_KINDS:
        raise rules.DealIsRegistered("This customer is registered already.")
    seen = queries.rival_registrations(session, actor, alike, unit_id)
    raise rules.DealIsRegistered(
        "Another partner is protected with this customer.", candidates=[_candidate(one) for one in seen]
    )


def _candidate(registration: DealRegistration) -> dict[str, Any]:
    """What the house is told of a registration that stands against another."""
    unit, until = registration.org_unit, registration.protected_until
    return {
        "id": registration.id,
        "customer_name": registration.customer_name,
        "partner": unit.name if unit else None,
        "protected_until": until.isoformat() if until else None,
    }
