"""Changing webhooks. A secret leaves this file sealed, or once, to whoever asked for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from services.messaging.notices import commands as notices
from services.messaging.webhooks import queries, rules
from services.messaging.webhooks.model import Webhook, WebhookCourse
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.messaging import webhooks as contract
from shared.following import kinds_matching
from shared.outbound import Guard, aim
from shared.sealing import seal, unseal
from shared.visible import get_for_change

SEALED_FOR = "webhook"
BY_FAILURE, BY_RECEIVER, BY_ABSENCE = rules.BY_FAILURE, rules.BY_RECEIVER, rules.BY_ABSENCE
HELD = timedelta(seconds=20)


def create_webhook(
    session: Session, actor: Actor, *, url: str, types: list[str], description: str, places: dict[str, int], key: str
) -> tuple[Webhook, str]:
    """A webhook of the caller's, told of what happens after `places`; and its secret. `key` seals."""
    secret = rules.new_secret()
    webhook = Webhook(
        url=url,
        types=types,
        description=description,
        status=rules.ACTIVE,
        scopes=None if actor.scopes is None else list(actor.scopes),
        secret=seal(secret, key, SEALED_FOR),
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
    )
    session.add(webhook)
    session.flush()
    session.add(WebhookCourse(webhook_id=webhook.id, places=places))
    _announce(session, actor, webhook, {}, contract.WebhookCreated)
    return webhook, secret


def change_webhook(
    session: Session, actor: Actor, webhook_id: str, ends: dict[str, int] | None = None, **told: Any
) -> Webhook:
    """With other types come other logs: those that were not followed before are from their `ends` on."""
    webhook = _own_for_change(session, actor, webhook_id)
    before = _facts(webhook)
    webhook.change(**told)
    if ends is not None:
        course = queries.find_course(session, webhook.id)
        course.places = ends | {source: at for source, at in course.places.items() if source in ends}
    _announce(session, actor, webhook, before, contract.WebhookChanged)
    return webhook


def rotate_webhook_secret(
    session: Session, actor: Actor, webhook_id: str, overlap_seconds: int, key: str
) -> tuple[Webhook, str]:
    webhook = _own_for_change(session, actor, webhook_id)
    before, secret = _facts(webhook), rules.new_secret()
    webhook.rotate(seal(secret, key, SEALED_FOR), now(), overlap_seconds)
    _announce(session, actor, webhook, before, contract.WebhookSecretRotated)
    return webhook, secret


def pause_webhook(session: Session, actor: Actor, webhook_id: str) -> Webhook:
    """Send nothing for now. What happens meanwhile is sent once it is resumed."""
    webhook = get_for_change(session, Webhook, actor, webhook_id)
    before = _facts(webhook)
    webhook.pause(rules.BY_OWNER)
    _announce(session, actor, webhook, before, contract.WebhookPaused)
    return webhook


def resume_webhook(session: Session, actor: Actor, webhook_id: str) -> Webhook:
    webhook = get_for_change(session, Webhook, actor, webhook_id)
    before = _facts(webhook)
    webhook.resume()
    queries.find_course(session, webhook.id).failing_since = None
    _announce(session, actor, webhook, before, contract.WebhookResumed)
    return webhook


def remove_webhook(session: Session, actor: Actor, webhook_id: str) -> None:
    """End it for good; its ledger stays readable."""
    webhook = get_for_change(session, Webhook, actor, webhook_id)
    before = _facts(webhook)
    webhook.remove()
    _announce(session, actor, webhook, before, contract.WebhookRemoved)


def stop_by_itself(session: Session, webhook_id: str, because: str) -> None:
    """Pause a webhook that cannot go on, and tell its owner."""
    webhook = queries.lock_webhook(session, webhook_id)
    if webhook is None or webhook.status != rules.ACTIVE:
        return
    before = _facts(webhook)
    webhook.pause(because)
    _announce(session, system_actor("messaging"), webhook, before, contract.WebhookPaused)
    notices.note_paused_webhook(session, webhook.id, webhook.url, webhook.owner_id, because)


def get_active_for_change(session: Session, actor: Actor, webhook_id: str) -> Webhook:
    """For sending something out of the usual course."""
    webhook = get_for_change(session, Webhook, actor, webhook_id)
    rules.ensure_status(webhook.status, rules.ACTIVE, "send through")
    return webhook


def sign(secrets: Sequence[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header `webhook-signature`."""
    return rules.signatures(secrets, message_id, timestamp, body)


def claim(session: Session, webhook_id: str, holder: str) -> bool:
    """Be the one process that is at this webhook, for a while; also to say that one still is."""
    free = or_(WebhookCourse.holder.is_(None), WebhookCourse.holder == holder, WebhookCourse.held_until < now())
    return _set_holder(session, webhook_id, free, holder, now() + HELD)


def release(session: Session, webhook_id: str, holder: str) -> None:
    _set_holder(session, webhook_id, WebhookCourse.holder == holder, None, None)


def ensure_address(url: str, guard: Guard) -> None:
    """Raises `AddressRefused` for what may not be sent to."""
    aim(url, guard)


def sources_of(types: list[str]) -> list[str]:
    """The services whose logs these patterns concern. Raises `UnknownEventType`."""
    return sorted({kind.source() for kind in kinds_matching(types)})


def open_secrets(webhook: Webhook, moment: datetime, key: str) -> list[str]:
    return [unseal(one, key, SEALED_FOR) for one in webhook.live_secrets(moment)]


def _own_for_change(session: Session, actor: Actor, webhook_id: str) -> Webhook:
    webhook = get_for_change(session, Webhook, actor, webhook_id)
    rules.ensure_own(webhook.owner_id, actor.user_id)
    return webhook


def _set_holder(session: Session, webhook_id: str, free: Any, holder: str | None, until: datetime | None) -> bool:
    taken = session.execute(
        update(WebhookCourse)
        .where(WebhookCourse.webhook_id == webhook_id, free)
        .values(holder=holder, held_until=until)
        .execution_options(synchronize_session=False)
    )
    return bool(cast(CursorResult[Any], taken).rowcount)


def _facts(webhook: Webhook) -> dict[str, Any]:
    names = ("url", "types", "description", "status", "paused_because")
    return {name: getattr(webhook, name) for name in names}


def _announce(
    session: Session, actor: Actor, webhook: Webhook, before: dict[str, Any], event: type[contract.WebhookEvent]
) -> None:
    facts = _facts(webhook)
    announce(session, actor, webhook, event(webhook_id=webhook.id, **facts, changes=changes(before, facts)))
