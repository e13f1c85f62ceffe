"""Writing the ledger: what is to be sent, what came of a try, what is to be sent again."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.messaging.deliveries import queries, rules
from services.messaging.deliveries.model import WebhookDelivery
from services.messaging.webhooks import commands as webhooks
from services.messaging.webhooks import queries as webhook_queries
from shared.actor import Actor
from shared.clock import now
from shared.contracts.messaging.webhooks import TEST_TYPE
from shared.ids import new_id
from shared.outbound import Answer

REMEMBERED = timedelta(days=90)


def enter_events(
    session: Session, webhook_id: str, holder: str, before: Mapping[str, int], events: Sequence[dict[str, Any]],
    places: Mapping[str, int],
) -> bool:  # fmt: skip
    """Put what follows after `before` into the ledger and remember how far that is, all in one transaction.

    Whether it was done: not when another process has taken the webhook over or has been there meanwhile.
    """
    if not webhooks.claim(session, webhook_id, holder):
        return False
    course = webhook_queries.find_course(session, webhook_id)
    if course.places != before:
        return False
    known = queries.known_events(session, webhook_id, [event["id"] for event in events])
    session.add_all(_line(webhook_id, event) for event in events if event["id"] not in known)
    course.places = dict(places)
    return True


def settle(
    session: Session,
    delivery_id: str,
    request: dict[str, Any],
    answer: Answer,
    delays: Sequence[float],
    patience: float,
) -> None:
    """Note what came of a try. A webhook that has taken nothing for too long is stopped, its owner told."""
    delivery = queries.lock_delivery(session, delivery_id)
    if delivery is None or delivery.state != rules.WAITING:
        return
    moment = now()
    delivery.note_try(moment, request, answer.status, answer.error, answer.milliseconds)
    delivery.response = answer.excerpt
    course = webhook_queries.find_course(session, delivery.webhook_id)
    if rules.is_taken(answer.status):
        delivery.deliver(moment)
        course.failing_since = None
        return
    delivery.postpone(rules.next_try(moment, delivery.attempts, delays))
    course.failing_since = course.failing_since or moment
    if answer.status == rules.GONE:
        webhooks.stop_by_itself(session, delivery.webhook_id, webhooks.BY_RECEIVER)
    elif rules.is_sustained(course.failing_since, moment, patience):
        webhooks.stop_by_itself(session, delivery.webhook_id, webhooks.BY_FAILURE)


def withhold(session: Session, delivery_id: str) -> None:
    delivery = queries.lock_delivery(session, delivery_id)
    if delivery is not None and delivery.state == rules.WAITING:
        delivery.withhold(now())


def test_webhook(session: Session, actor: Actor, webhook_id: str) -> WebhookDelivery:
    """Send an event that means nothing, to see whether it arrives."""
    webhook = webhooks.get_active_for_change(session, actor, webhook_id)
    event = {"id": new_id(), "source": "", "type": TEST_TYPE, "subject": webhook.id, "sequence": 0, "position": 0}
    delivery = _line(webhook.id, event)
    delivery.version = 1
    session.add(delivery)
    session.flush()
    return delivery


def replay_delivery(session: Session, actor: Actor, delivery_id: str) -> WebhookDelivery:
    """Send it again, with the same id, if its owner may read the record still."""
    delivery = queries.get_delivery(session, actor, delivery_id)
    webhooks.get_active_for_change(session, actor, delivery.webhook_id)
    locked = queries.lock_delivery(session, delivery.id) or delivery
    locked.repeat(now())
    return locked


def forget_old(session: Session) -> None:
    old = WebhookDelivery.delivered_at < now() - REMEMBERED
    session.execute(delete(WebhookDelivery).where(old).execution_options(synchronize_session=False))


def _line(webhook_id: str, event: Mapping[str, Any]) -> WebhookDelivery:
    moment = now()
    return WebhookDelivery(
        id=new_id(),
        version=1,
        created_at=moment,
        updated_at=moment,
        created_by=webhook_id,
        webhook_id=webhook_id,
        event_id=event["id"],
        source=str(event["source"]).removeprefix("/tenon/"),
        type=event["type"],
        subject=event["subject"],
        sequence=event["sequence"],
        position=event["position"],
        state=rules.WAITING,
        attempts=0,
        next_try_at=moment,
        tries=[],
    )
