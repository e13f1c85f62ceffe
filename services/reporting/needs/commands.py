"""Following what is asked for in deals; told twice or out of order it ends up the same."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.needs.model import DealNeed
from services.reporting.needs.rules import words_of
from shared.contracts.sales.needs import NeedEvent


def follow_need(session: Session, event: NeedEvent, at: datetime, *, wanted: bool) -> None:
    """Take in what the deal asks for, or does not any more. An older event adds only when that was first said."""
    need = session.get(DealNeed, event.need_id)
    if need is None:
        need = DealNeed(id=event.need_id, deal_id=event.opportunity_id, recorded_on=at.date())
        _take(need, event, wanted)
        session.add(need)
    elif event.record_version > need.version:
        _take(need, event, wanted)
    need.recorded_on = min(need.recorded_on, at.date())
    session.flush()


def forget_needs(session: Session, deal_id: str) -> None:
    """The deal was never meant to be recorded."""
    theirs = delete(DealNeed).where(DealNeed.deal_id == deal_id)
    session.execute(theirs.execution_options(synchronize_session=False))


def _take(need: DealNeed, event: NeedEvent, wanted: bool) -> None:
    need.version, need.wanted = event.record_version, wanted
    need.product_id, need.words = event.needed_product_id, words_of(event.needed_product_id, event.need)
    need.category, need.quantity = event.need_category, event.need_quantity
