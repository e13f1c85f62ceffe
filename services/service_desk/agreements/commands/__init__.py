"""Changing agreements. One function, one business decision, one event."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.agreements import queries, rules
from services.service_desk.agreements.model import Agreement
from services.service_desk.customers import queries as customers
from services.service_desk.products import queries as products
from services.service_desk.products.queries import Product
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now, today
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.payload import Payload
from shared.contracts.service_desk import agreements as contract
from shared.custom_fields import custom_facts, record_custom
from shared.persistence.numbering import next_number
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun
NUMBER_KIND = "AG"
BATCH = 100
PLAIN = (
    "name", "customer_id", "coverage", "terms", "currency", "fee_period", "reason", "external_id", "owner_id",
    "org_unit_id",
)  # fmt: skip
DAYS = ("starts_on", "ends_on", "ended_on")
TOLD = (
    "name", "customer_id", "status", "coverage", "starts_on", "ends_on", "fee", "currency", "owner_id", "org_unit_id",
)  # fmt: skip


def create_agreement(
    session: Session,
    actor: Actor,
    *,
    customer_id: str,
    product_ids: list[str] | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Agreement:
    """Draw an agreement up with a customer in sight, as a draft, for products of the catalogue."""
    if not customers.is_known_customer(session, actor, customer_id):
        raise rules.AgreementCustomerIsUnknown(f"There is no customer {customer_id}.")
    rules.ensure_term(fields["starts_on"], fields["ends_on"])
    agreement = Agreement(
        customer_id=customer_id,
        number=next_number(session, NUMBER_KIND, actor.unit_id),
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
        products=_covered(session, product_ids or []),
        **fields,
    )
    session.add(agreement)
    session.flush()
    record_custom(session, actor, agreement, custom)
    _announce(session, actor, agreement, {}, contract.AgreementCreated)
    _index(session, agreement)
    return agreement


def change_agreement(
    session: Session,
    actor: Actor,
    agreement_id: str,
    *,
    product_ids: list[str] | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Agreement:
    agreement = get_for_change(session, Agreement, actor, agreement_id)
    before = facts_of(agreement)
    agreement.edit(fields, None if product_ids is None else _covered(session, product_ids))
    record_custom(session, actor, agreement, custom)
    _announce(session, actor, agreement, before, contract.AgreementChanged)
    _index(session, agreement)
    return agreement


def activate_agreement(session: Session, actor: Actor, agreement_id: str) -> Agreement:
    agreement = get_for_change(session, Agreement, actor, agreement_id)
    before = facts_of(agreement)
    agreement.activate(now())
    _announce(session, actor, agreement, before, contract.AgreementActivated)
    return agreement


def renew_agreement(
    session: Session, actor: Actor, agreement_id: str, *, ends_on: date, fee: Decimal | None = None
) -> Agreement:
    """Let it last longer; of the new end its owner is reminded as of any other."""
    agreement = get_for_change(session, Agreement, actor, agreement_id)
    before = facts_of(agreement)
    agreement.renew(ends_on, fee, today())
    _announce(session, actor, agreement, before, contract.AgreementRenewed, from_ends_on=before["ends_on"])
    return agreement


def end_agreement(session: Session, actor: Actor, agreement_id: str, reason: str) -> Agreement:
    agreement = get_for_change(session, Agreement, actor, agreement_id)
    before = facts_of(agreement)
    agreement.end(reason, today())
    _announce(session, actor, agreement, before, contract.AgreementEnded, reason=reason)
    return agreement


def remind_of_expiring_agreements(session: Session, actor: Actor) -> int:
    """Tell of up to a hundred agreements whose end came nearer than a threshold; how many were looked at."""
    due = queries.take_due_reminders(session, actor, today(), BATCH)
    for agreement in due:
        before, threshold = facts_of(agreement), agreement.remind(today())
        if threshold is not None:
            left = rules.days_left(agreement.ends_on, today())
            told = {"threshold": threshold, "days_left": left}
            _announce(session, actor, agreement, before, contract.AgreementExpiring, **told)
    return len(due)


def expire_agreements(session: Session, actor: Actor) -> int:
    """Up to a hundred agreements whose term is over; how many there were."""
    over = queries.take_expired(session, actor, today(), BATCH)
    for agreement in over:
        before = facts_of(agreement)
        agreement.expire()
        _announce(session, actor, agreement, before, contract.AgreementExpired)
    return len(over)


def _covered(session: Session, product_ids: list[str]) -> list[Product]:
    found = products.known_products(session, set(product_ids))
    unknown = set(product_ids) - {product.id for product in found}
    if unknown:
        raise rules.AgreementProductIsUnknown(f"There is no product {min(unknown)} in the catalogue.")
    return found


def _announce(
    session: Session,
    actor: Actor,
    agreement: Agreement,
    before: dict[str, Any],
    event: type[contract.AgreementEvent],
    **more: Any,
) -> None:
    announce(session, actor, agreement, event(**told_of(agreement, changes(before, facts_of(agreement))), **more))


def told_of(agreement: Agreement, changed: Changes) -> dict[str, Any]:
    """What every event about this agreement says."""
    after = facts_of(agreement)
    return {name: after[name] for name in TOLD} | {
        "agreement_id": agreement.id,
        "record_version": agreement.next_version,
        "number": agreement.number,
        "customer_name": agreement.customer.name if agreement.customer else None,
        "custom": agreement.custom or {},
        "changes": changed,
    }


def facts_of(agreement: Agreement) -> dict[str, Any]:
    """The fields whose changes are history."""
    days = {name: getattr(agreement, name) for name in DAYS}
    return {
        **{name: getattr(agreement, name) for name in PLAIN},
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
        "status": str(agreement.status),
        "fee": money_text(agreement.fee),
        "response_targets": agreement.response_targets,
        "remind_days": agreement.remind_days,
        "product_ids": sorted(product.id for product in agreement.products),
        **custom_facts(agreement),
    }


def found_by(agreement: Agreement) -> tuple[str | None, ...]:
    """The texts whose words find this agreement."""
    return agreement.number, agreement.name, agreement.terms


def _index(session: Session, agreement: Agreement) -> None:
    index_words(session, NOUN, agreement.id, *found_by(agreement))
