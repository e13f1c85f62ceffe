"""Keeping the facts about requests as new as the service desk's own, in whatever order it is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.reporting.needs.queries import words_of
from services.reporting.requests.model import RequestFact
from services.reporting.shares import commands as shares
from shared.actor import Actor
from shared.contracts.service_desk.requests import RequestEvent, RequestShared, RequestShareRevoked
from shared.merged_customers import standing_customer
from shared.visible import noun_of


def follow_request(session: Session, actor: Actor, event: RequestEvent, version: int, at: datetime) -> None:
    """Take in a request as told at this version and moment. An older event adds only when it was recorded, and when
    it was first said what it asks for.
    """
    request = session.get(RequestFact, event.request_id)
    if request is None:
        request = RequestFact(id=event.request_id, created_at=at, created_by=actor.user_id)
        _take(session, request, event, version)
        session.add(request)
    elif version > request.version:
        _take(session, request, event, version)
    request.created_at = min(request.created_at, at)
    if event.product_id is not None or event.need is not None:
        request.asked_on = min(request.asked_on or at.date(), at.date())
    session.flush()


def forget_request(session: Session, request_id: str) -> None:
    """The request was never meant to be recorded; no figure counts it any more."""
    shares.forget_shares(session, request_id)
    request = session.get(RequestFact, request_id)
    if request is not None:
        session.delete(request)
        session.flush()


def follow_share(
    session: Session, actor: Actor, event: RequestShared | RequestShareRevoked, version: int, at: datetime
) -> None:
    """Open the figures of a request to whom it is shared with, or close them again."""
    follow_request(session, actor, event, version, at)
    shares.follow_share(session, actor, noun_of(RequestFact), event.request_id, version, event)


def _take(session: Session, request: RequestFact, event: RequestEvent, version: int) -> None:
    request.version, request.number = version, event.number
    request.customer_id = standing_customer(session, event.customer_id) if event.customer_id else None
    request.product_id, request.words = event.product_id, words_of(event.product_id, event.need)
    request.owner_id, request.org_unit_id = event.owner_id, event.org_unit_id
