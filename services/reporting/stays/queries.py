"""The stays of deals, for the reports. They are in sight with their deals."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_

from services.reporting.deals.queries import Deal
from services.reporting.parts.queries import Facts, Part, within
from services.reporting.stages.queries import KnownStage
from services.reporting.stays.model import DealStay
from shared.contracts.reporting.deals import LISTING
from shared.contracts.sales.stages import OUTCOMES
from shared.persistence.days import days_between
from shared.persistence.types import UtcTime

__all__ = ["FACTS", "DealStay"]


def with_stays(deals: Select[Any]) -> Select[Any]:
    """Each deal as often as it came to an open stage."""
    return deals.join(DealStay, and_(DealStay.deal_id == Deal.id, DealStay.stage.not_in(OUTCOMES)))


_HAS_LEFT = DealStay.left_at.is_not(None)
CURRENCY: ColumnElement[str] = case((_HAS_LEFT, DealStay.left_currency), else_=Deal.currency)
AMOUNT: ColumnElement[Any] = case((_HAS_LEFT, DealStay.left_amount), else_=Deal.amount)
"""What the deal was worth when it left, or is worth today."""
FACTS = Facts(
    Deal,
    DealStay.left_unit_id,
    DealStay.left_unit_path,
    DealStay.left_owner_id,
    LISTING,
    beside=with_stays,
    currency=CURRENCY,
)
"""A stay counts for whom the deal belonged to when it left the stage; one that goes on for whom it belongs to."""
STAGE_NAME: ColumnElement[str] = func.coalesce(func.max(KnownStage.name), func.max(DealStay.stage))
PLACE = KnownStage.position
STAGE_PLACE: ColumnElement[int] = func.min(PLACE)


def stayed_within(rows: Select[Any], part: Part) -> Select[Any]:
    """The stays of which a day lies in the period."""
    if part.until is not None:
        rows = rows.where(DealStay.entered_on <= part.until)
    if part.since is not None:
        rows = rows.where(or_(DealStay.left_on.is_(None), DealStay.left_on >= part.since))
    return rows


def entered_within(rows: Select[Any], part: Part) -> Select[Any]:
    """The stays that began in the period."""
    return rows.where(within(DealStay.entered_on, part))


def left_within(deals: Select[Any], part: Part) -> Select[Any]:
    """Each deal once for each time that it went from one stage to another, was won, lost or reopened in the period."""
    return deals.join(DealStay, DealStay.deal_id == Deal.id).where(
        within(DealStay.left_on, part), DealStay.left_for.is_not(None)
    )


def with_stage(rows: Select[Any]) -> Select[Any]:
    """With the stage as it is called today."""
    return rows.outerjoin(KnownStage, KnownStage.code == DealStay.stage)


def days_stayed(today: date) -> ColumnElement[int]:
    """Until the deal left, or until today."""
    until = func.coalesce(DealStay.left_at, literal(datetime.combine(today, time(), UTC), UtcTime), type_=UtcTime)
    return days_between(DealStay.entered_at, until)
