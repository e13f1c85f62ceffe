"""Keeping the facts about customers as new as the sales service's own."""

from datetime import UTC, datetime
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.customers.model import CustomerFact, CustomerTouch, KnownLevel
from services.reporting.segment_checks.commands import note_customer
from services.reporting.shares import commands as shares
from shared.actor import Actor
from shared.contracts.sales.customer_levels import CustomerLevelEvent
from shared.contracts.sales.customers import CustomerEvent, CustomerShared, CustomerShareRevoked, CustomerTouched
from shared.contracts.sales.territories import TerritorySellerAssigned, TerritorySellerRemoved
from shared.merged_customers import standing_customer
from shared.persistence.batches import add_row, drop_rows, row_about
from shared.persistence.platform import TerritorySeller
from shared.visible import noun_of


def follow_customer(session: Session, actor: Actor, event: CustomerEvent, at: datetime) -> None:
    """Take in a customer as told at this moment. An older event adds only when it was entered."""
    customer = row_about(session, CustomerFact, event.customer_id)
    if customer is None:
        customer = CustomerFact(id=event.customer_id, created_at=at, created_by=actor.user_id)
        _take(customer, event)
        add_row(session, customer)
    elif event.record_version > customer.version:
        _take(customer, event)
    customer.created_at = min(customer.created_at, at)
    note_customer(session, event.customer_id)


def forget_customer(session: Session, customer_id: str) -> None:
    """It was merged into another, or never meant to be recorded. Its touches stay: they move, or count for nobody."""
    shares.forget_shares(session, customer_id)
    drop_rows(session, CustomerFact, customer_id)
    note_customer(session, customer_id)


def follow_share(session: Session, actor: Actor, event: CustomerShared | CustomerShareRevoked, at: datetime) -> None:
    """Open the figures of a customer to whom it is shared with, or close them again."""
    follow_customer(session, actor, event, at)
    shares.follow_share(session, actor, noun_of(CustomerFact), event.customer_id, event.record_version, event)


def follow_touch(session: Session, event: CustomerTouched) -> None:
    """Note when somebody was in touch; what is told again stays."""
    identity = str(uuid5(NAMESPACE_OID, f"{event.customer_id}/{event.record_version}"))
    if session.get(CustomerTouch, identity) is not None:
        return
    touched_at = datetime.fromisoformat(event.at).astimezone(UTC)
    touch = CustomerTouch(id=identity, kind=event.kind, touched_at=touched_at, touched_on=touched_at.date())
    touch.customer_id = standing_customer(session, event.customer_id)
    session.add(touch)
    session.flush()
    note_customer(session, touch.customer_id)


def follow_level(session: Session, event: CustomerLevelEvent) -> None:
    """Take in what a level asks for; what is older than what is known changes nothing."""
    level = session.get(KnownLevel, event.customer_level_id)
    if level is None:
        level = KnownLevel(id=event.customer_level_id, version=0)
        session.add(level)
    if event.record_version > level.version:
        level.version, level.code, level.rank = event.record_version, event.code, event.rank
        level.follow_up_days = event.follow_up_days
    session.flush()


def forget_level(session: Session, level_id: str) -> None:
    """It asks for nothing any more, whoever still bears it."""
    level = session.get(KnownLevel, level_id)
    if level is not None:
        session.delete(level)
        session.flush()


def follow_seller(session: Session, actor: Actor, event: TerritorySellerAssigned, at: datetime) -> None:
    """Whoever sells in a territory sees the figures of its customers."""
    key = (event.person_id, event.territory_id)
    if session.get(TerritorySeller, key) is None:
        person_id, territory_id = key
        seller = TerritorySeller(person_id=person_id, territory_id=territory_id, assigned_by=actor.user_id)
        seller.assigned_at = at
        session.add(seller)
        session.flush()


def forget_seller(session: Session, event: TerritorySellerRemoved) -> None:
    theirs = (TerritorySeller.person_id == event.person_id, TerritorySeller.territory_id == event.territory_id)
    session.execute(delete(TerritorySeller).where(*theirs).execution_options(synchronize_session=False))


def _take(customer: CustomerFact, event: CustomerEvent) -> None:
    customer.version, customer.name = event.record_version, event.name
    customer.level, customer.type, customer.status = event.level, event.customer_type, event.status
    customer.industry, customer.region, customer.territory_id = event.industry, event.region, event.territory_id
    customer.owner_id, customer.org_unit_id = event.owner_id, event.org_unit_id
