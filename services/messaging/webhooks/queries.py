"""Reading webhooks. Every query on behalf of somebody starts from what that person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from services.messaging.webhooks import rules
from services.messaging.webhooks.model import Webhook, WebhookCourse
from shared.actor import Actor
from shared.contracts.messaging import webhooks as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Webhook, name) for name in contract.LISTING.fields}
MOST_AT_WORK = 500


@dataclass(frozen=True)
class AtWork:
    """An active webhook that no process is at: whose it is, what it wants, and how far it is."""

    id: str
    owner_id: str
    scopes: list[str] | None
    types: list[str]
    places: dict[str, int]


def get_webhook(session: Session, actor: Actor, webhook_id: str) -> Webhook:
    return get_visible(session, Webhook, actor, webhook_id)


def visible_webhook_ids(actor: Actor) -> Select[str]:
    """For the ledger, which is seen as far as the webhooks are."""
    return visible(Webhook, actor).with_only_columns(Webhook.id, maintain_column_froms=True)


def list_webhooks(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Webhook, actor), Webhook, contract.LISTING, COLUMNS, query)


def list_webhook_history(session: Session, actor: Actor, webhook_id: str, after: int) -> Payload:
    return list_history(session, get_webhook(session, actor, webhook_id).id, after=after)


def list_free(database: Database, moment: datetime) -> Sequence[AtWork]:
    """The active webhooks that nobody is at."""
    rows = database.ask(_all_free(), {"moment": moment})
    return [AtWork(row.id, row.owner_id, row.scopes, row.types, row.places) for row in rows]


@cache
def _all_free() -> Executable:
    """Made once: it is asked several times a second."""
    free = or_(WebhookCourse.holder.is_(None), WebhookCourse.held_until < bindparam("moment"))
    wanted = select(Webhook.id, Webhook.owner_id, Webhook.scopes, Webhook.types, WebhookCourse.places).join(
        WebhookCourse, WebhookCourse.webhook_id == Webhook.id
    )
    return wanted.where(Webhook.status == rules.ACTIVE, free).order_by(Webhook.id).limit(MOST_AT_WORK)


def lock_webhook(session: Session, webhook_id: str) -> Webhook | None:
    """For whoever is at it, on its owner's behalf."""
    wanted = select(Webhook).where(Webhook.id == webhook_id).with_for_update(of=Webhook)
    return session.scalar(wanted.execution_options(populate_existing=True))


def find_course(session: Session, webhook_id: str) -> WebhookCourse:
    return session.scalars(select(WebhookCourse).where(WebhookCourse.webhook_id == webhook_id)).one()
