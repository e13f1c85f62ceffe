"""What events and the history say about an opportunity, and the words it is found by."""

from typing import Any

from services.sales.opportunities.model import Opportunity
from shared.contracts.events import Changes
from shared.contracts.fields import money_text
from shared.custom_fields import custom_facts
from shared.owners import places_of

FACTS = (
    "name", "stage", "status", "currency", "probability", "probability_overridden", "customer_id", "contact_id",
    "product_id", "description", "source", "channel", "next_step", "lost_reason", "winner_competitor", "external_id",
    "deal_registration_id", "owner_id", "org_unit_id",
)  # fmt: skip


def facts(opportunity: Opportunity) -> dict[str, Any]:
    """The fields whose changes are history."""
    amount, closed_at = opportunity.amount, opportunity.closed_at
    return {
        **{name: getattr(opportunity, name) for name in FACTS},
        "status": str(opportunity.status),
        "amount": None if amount is None else money_text(amount),
        "expected_close_date": _day(opportunity.expected_close_date),
        "engaged_on": _day(opportunity.engaged_on),
        "next_step_on": _day(opportunity.next_step_on),
        "closed_at": None if closed_at is None else closed_at.isoformat(),
        **custom_facts(opportunity),
    }


def told(opportunity: Opportunity, changed: Changes, *, record_version: int | None = None) -> dict[str, Any]:
    """What every event about this opportunity says; the version is the one that announcing it leads to."""
    known = facts(opportunity)
    customer, product = opportunity.customer, opportunity.product
    return {
        "opportunity_id": opportunity.id,
        "record_version": record_version or opportunity.next_version,
        "number": opportunity.number,
        **{name: known[name] for name in ("name", "stage", "status", "amount", "currency", "probability")},
        "probability_overridden": opportunity.probability_overridden,
        "customer_id": opportunity.customer_id,
        "customer_name": customer.name if customer else None,
        "product_id": opportunity.product_id,
        "product_name": product.name if product else None,
        "contact_id": opportunity.contact_id,
        "description": opportunity.description,
        "channel": opportunity.channel,
        "owner_id": opportunity.owner_id,
        "org_unit_id": opportunity.org_unit_id,
        "expected_close_date": known["expected_close_date"],
        "closed_at": known["closed_at"],
        "created_at": opportunity.created_at.isoformat(),
        "custom": opportunity.custom or {},
        "changes": changed,
        **places_of(opportunity),
    }


def found_by(opportunity: Opportunity) -> tuple[str | None, ...]:
    """The texts whose words lead to this opportunity."""
    customer = opportunity.customer
    return opportunity.number, opportunity.name, customer.name if customer else None, opportunity.external_id


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
