"""Changing exceptions. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.price_exceptions import rules
from services.sales.price_exceptions.model import PriceException
from services.sales.products.queries import offered_products
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now, today
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales import price_exceptions as contract
from shared.errors import NotFound
from shared.visible import get_for_change


def request_price_exception(session: Session, actor: Actor, **fields: Any) -> PriceException:
    """Ask for a price for a customer in sight."""
    try:
        get_customer(session, actor, fields["customer_id"])
    except NotFound as refusal:
        raise rules.CustomerOfExceptionIsUnknown(refusal.detail) from None
    offered_products(session, [fields["product_id"]])
    rules.ensure_not_over(fields["ends_on"], today())
    asked = PriceException(
        **{"from_quantity": 1, **fields},
        status=rules.PriceExceptionStatus.REQUESTED,
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
    )
    session.add(asked)
    session.flush()
    _announce(session, actor, asked, {}, contract.PriceExceptionRequested, reason=asked.reason)
    return asked


def approve_price_exception(session: Session, actor: Actor, price_exception_id: str) -> PriceException:
    """Raises `OwnExceptionIsNotDecided` for whoever asked for it."""
    asked = get_for_change(session, PriceException, actor, price_exception_id)
    before = _facts(asked)
    asked.approve(actor.user_id, now())
    _announce(session, actor, asked, before, contract.PriceExceptionApproved)
    return asked


def refuse_price_exception(session: Session, actor: Actor, price_exception_id: str, reason: str) -> PriceException:
    """Raises `OwnExceptionIsNotDecided` for whoever asked for it."""
    asked = get_for_change(session, PriceException, actor, price_exception_id)
    before = _facts(asked)
    asked.refuse(actor.user_id, reason, now())
    _announce(session, actor, asked, before, contract.PriceExceptionRefused, reason=reason)
    return asked


def withdraw_price_exception(session: Session, actor: Actor, price_exception_id: str) -> PriceException:
    asked = get_for_change(session, PriceException, actor, price_exception_id)
    before = _facts(asked)
    asked.withdraw()
    _announce(session, actor, asked, before, contract.PriceExceptionWithdrawn)
    return asked


def _announce(
    session: Session,
    actor: Actor,
    asked: PriceException,
    before: dict[str, Any],
    event: type[contract.PriceExceptionEvent],
    **more: Any,
) -> None:
    after = _facts(asked)
    told = {name: value for name, value in after.items() if name not in ("decided_by", "refused_reason", "reason")}
    told |= {"price_exception_id": asked.id, "record_version": asked.next_version}
    announce(session, actor, asked, event(**told, changes=changes(before, after), **more))


def _facts(asked: PriceException) -> dict[str, Any]:
    """The fields whose changes are history."""
    plain = ("customer_id", "product_id", "currency", "from_quantity", "reason", "decided_by", "refused_reason")
    return {
        **{name: getattr(asked, name) for name in (*plain, "owner_id", "org_unit_id")},
        "unit_price": money_text(asked.unit_price),
        "ends_on": asked.ends_on.isoformat(),
        "status": str(asked.status),
    }
