"""Keeping what is promised to customers of a level as new as sales says it."""

from sqlalchemy.orm import Session

from services.service_desk.customers.model import LevelPromise
from shared.contracts.sales.customer_levels import CustomerLevelEvent, CustomerLevelRemoved


def follow_level(session: Session, event: CustomerLevelEvent) -> None:
    """Take in what a level means as told; what is older than what is known changes nothing."""
    promise = session.get(LevelPromise, event.customer_level_id)
    if promise is None:
        promise = LevelPromise(id=event.customer_level_id)
        session.add(promise)
    elif event.record_version <= promise.version:
        return
    promise.take(event)


def forget_level(session: Session, event: CustomerLevelRemoved) -> None:
    """The events of one record come in their order, so nothing older can bring it back."""
    promise = session.get(LevelPromise, event.customer_level_id)
    if promise is not None:
        session.delete(promise)
