"""Keeping the facts about quotas as new as the sales service's own; told twice or out of order they end up the same."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from services.reporting.parts.commands import know_path
from services.reporting.parts.queries import superior_on
from services.reporting.quotas.model import QuotaFact
from shared.actor import Actor
from shared.contracts.sales.quotas import QuotaEvent


def follow_quota(session: Session, actor: Actor, event: QuotaEvent, at: datetime) -> None:
    """Take in a quota as told at this moment. An older event adds only what no later one tells: when it was set, and
    where its unit and its seller stood then.
    """
    quota = session.get(QuotaFact, event.quota_id)
    if quota is None:
        quota = QuotaFact(id=event.quota_id, created_at=at, created_by=actor.user_id, standing_version=0)
        _take(quota, event)
        session.add(quota)
    elif event.record_version > quota.version:
        _take(quota, event)
    quota.created_at = min(quota.created_at, at)
    if quota.standing_version == 0 or event.record_version < quota.standing_version:
        know_path(session, event.unit_path)
        quota.set_unit_path, quota.set_superior = event.unit_path or None, superior_on(event.owner_path)
        quota.standing_version = event.record_version
    session.flush()


def _take(quota: QuotaFact, event: QuotaEvent) -> None:
    quota.version, quota.counts, quota.product_id = event.record_version, event.counts, event.product_id
    quota.owner_id, quota.org_unit_id = event.owner_id, event.org_unit_id
    quota.starts_on, quota.ends_on = date.fromisoformat(event.starts_on), date.fromisoformat(event.ends_on)
    quota.name = f"{event.starts_on}..{event.ends_on}"
    quota.amount, quota.currency = Decimal(event.amount), event.currency
