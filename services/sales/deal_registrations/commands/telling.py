"""What events and the history say about a registered deal."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.deal_registrations.model import DealRegistration
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales import deal_registrations as contract

_PLAIN = (
    "name", "customer_id", "customer_name", "tax_id", "domain", "website", "phone", "country", "product_id",
    "product_category", "description", "currency", "refusal_reason", "opportunity_id", "owner_id", "org_unit_id",
)  # fmt: skip
_DAYS = ("expected_close_date", "protected_from", "protected_until")
_TOLD = frozenset(contract.DealRegistrationEvent.__dataclass_fields__)


def facts(registration: DealRegistration) -> dict[str, Any]:
    """The fields whose changes are history."""
    days = {name: getattr(registration, name) for name in _DAYS}
    return {
        **{name: getattr(registration, name) for name in _PLAIN},
        **{name: day and day.isoformat() for name, day in days.items()},
        "status": str(registration.status),
        "amount": money_text(registration.amount),
    }


def tell(
    session: Session,
    actor: Actor,
    registration: DealRegistration,
    before: dict[str, Any],
    event: type[contract.DealRegistrationEvent],
    **more: Any,
) -> None:
    session.flush()
    session.expire(registration, ["customer", "product", "opportunity"])
    after = facts(registration)
    told = {name: value for name, value in after.items() if name in _TOLD}
    announce(
        session,
        actor,
        registration,
        event(
            **told,
            deal_registration_id=registration.id,
            record_version=registration.next_version,
            changes=changes(before, after),
            **more,
        ),
    )
