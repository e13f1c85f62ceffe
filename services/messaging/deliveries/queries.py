"""Reading the ledger. What somebody may see of it is what their webhooks were sent."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from services.messaging.deliveries import rules
from services.messaging.deliveries.model import WebhookDelivery
from services.messaging.webhooks.queries import visible_webhook_ids
from shared.actor import Actor
from shared.contracts.messaging.webhooks import DELIVERIES
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records

COLUMNS = {name: getattr(WebhookDelivery, name) for name in DELIVERIES.fields}
DUE_AT_ONCE = 50


def visible_deliveries(actor: Actor) -> Select[WebhookDelivery]:
    return select(WebhookDelivery).where(WebhookDelivery.webhook_id.in_(visible_webhook_ids(actor)))


def get_delivery(session: Session, actor: Actor, delivery_id: str) -> WebhookDelivery:
    found = session.scalar(visible_deliveries(actor).where(WebhookDelivery.id == delivery_id))
    if found is None:
        raise NotFound(f"There is no delivery {delivery_id}.")
    return found


def list_deliveries(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_deliveries(actor), WebhookDelivery, DELIVERIES, COLUMNS, query)


def list_due(session: Session, webhook_id: str, moment: datetime) -> Sequence[WebhookDelivery]:
    """What may be sent now: of each record only the first that waits, so that its events come in their order."""
    earlier = aliased(WebhookDelivery)
    is_behind = exists().where(
        earlier.webhook_id == WebhookDelivery.webhook_id,
        earlier.subject == WebhookDelivery.subject,
        earlier.state == rules.WAITING,
        earlier.position < WebhookDelivery.position,
    )
    due = select(WebhookDelivery).where(
        WebhookDelivery.webhook_id == webhook_id,
        WebhookDelivery.state == rules.WAITING,
        WebhookDelivery.next_try_at <= moment,
        ~is_behind,
    )
    return session.scalars(due.order_by(WebhookDelivery.next_try_at, WebhookDelivery.id).limit(DUE_AT_ONCE)).all()


def webhooks_with_due(session: Session, webhook_ids: Collection[str], moment: datetime) -> set[str]:
    due = select(WebhookDelivery.webhook_id).where(
        WebhookDelivery.webhook_id.in_(webhook_ids),
        WebhookDelivery.state == rules.WAITING,
        WebhookDelivery.next_try_at <= moment,
    )
    return set(session.scalars(due.distinct()))


def count_waiting(session: Session, webhook_id: str) -> int:
    waiting = select(func.count()).where(
        WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == rules.WAITING
    )
    return session.scalar(waiting) or 0


def lock_delivery(session: Session, delivery_id: str) -> WebhookDelivery | None:
    wanted = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id).with_for_update(of=WebhookDelivery)
    return session.scalar(wanted.execution_options(populate_existing=True))


def known_events(session: Session, webhook_id: str, event_ids: Collection[str]) -> set[str]:
    known = select(WebhookDelivery.event_id).where(
        WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.event_id.in_(event_ids)
    )
    return set(session.scalars(known))
