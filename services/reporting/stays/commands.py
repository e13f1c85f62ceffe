"""Noting when deals came to which stage; told twice or out of order the stays end up the same."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol, Self, TypeVar, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from services.reporting.deals.commands import midnight_of
from services.reporting.parts.commands import know_path
from services.reporting.stays.model import DealStay
from shared.contracts.sales.opportunities import OpportunityEvent, OpportunityStageChanged
from shared.contracts.sales.stages import WON

StayRows = cast(Table, DealStay.__table__)
"""New deals come by the thousand; their first stays are written without the session's bookkeeping."""


class Stay(Protocol):
    """Being somewhere from one version of a record to the next that leaves it."""

    version: int

    def end_with(self, following: Self) -> None: ...


S = TypeVar("S", bound=Stay)


def follow_stage_of_deal(session: Session, event: OpportunityEvent, at: datetime) -> None:
    """Note that the deal came to the stage that it is told in; an event that tells of no coming is passed over."""
    if event.record_version > 1 and "stage" not in event.changes and not isinstance(event, OpportunityStageChanged):
        return
    if event.record_version == 1 and _is_new(session, event.opportunity_id):
        know_path(session, event.unit_path)
        session.connection().execute(insert(StayRows), [_facts(event, at)])
        return
    theirs = select(DealStay).where(DealStay.deal_id == event.opportunity_id).order_by(DealStay.version)
    stays = list(session.scalars(theirs))
    if any(stay.version == event.record_version for stay in stays):
        return
    came = DealStay(**_facts(event, at))
    know_path(session, event.unit_path)
    session.add(came)
    put_between(stays, came)
    session.flush()


def put_between(stays: Sequence[S], came: S) -> None:
    """Let the stay before end with the one that came, and that with the one after; the others are told by version,
    ascending. One that is told late has its place in the middle.
    """
    before = [stay for stay in stays if stay.version < came.version]
    after = [stay for stay in stays if stay.version > came.version]
    if before:
        before[-1].end_with(came)
    if after:
        came.end_with(after[0])


def forget_stays(session: Session, deal_id: str) -> None:
    """The deal was never meant to be recorded."""
    theirs = delete(DealStay).where(DealStay.deal_id == deal_id)
    session.execute(theirs.execution_options(synchronize_session=False))


def _is_new(session: Session, deal_id: str) -> bool:
    return session.connection().execute(select(StayRows.c.version).where(StayRows.c.deal_id == deal_id)).first() is None


def _facts(event: OpportunityEvent, at: datetime) -> dict[str, Any]:
    entered_at = _entered_at(event, at)
    return {
        "deal_id": event.opportunity_id,
        "version": event.record_version,
        "stage": event.stage,
        "entered_at": entered_at,
        "entered_on": entered_at.date(),
        "risen": event.risen if isinstance(event, OpportunityStageChanged) else event.stage == WON,
        "amount": None if event.amount is None else Decimal(event.amount),
        "currency": event.currency,
        "unit_id": event.org_unit_id,
        "unit_path": event.unit_path or None,
        "owner_id": event.owner_id,
    }


def _entered_at(event: OpportunityEvent, at: datetime) -> datetime:
    """A closed deal came to its end when it was closed, which may be told later; a new one stands where it began, and
    one that is taken over from elsewhere came there when work on it began.
    """
    if event.closed_at is not None:
        return datetime.fromisoformat(event.closed_at)
    if event.record_version > 1:
        return at
    return midnight_of(event.changes.get("engaged_on", {}).get("after")) or datetime.fromisoformat(event.created_at)
