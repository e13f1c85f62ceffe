"""Reading notices. They are the service's own work list; nobody else ever sees them."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from services.messaging.notices.model import DeliveryTurn, PendingNotice
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica

THE_ONE = 1
IDS_A_LOOK = 500

_SOME_DUE = select(PendingNotice.id).where(PendingNotice.next_try_at <= bindparam("moment")).limit(1)


def some_are_due(database: Database, moment: datetime) -> bool:
    """Whether `next_due` would find any; cheap, since it is asked several times a second."""
    return bool(database.ask(_SOME_DUE, {"moment": moment}))


def next_due(session: Session, moment: datetime) -> PendingNotice | None:
    """The one that has waited longest; those which need nobody's answer come first."""
    due = select(PendingNotice).where(PendingNotice.next_try_at <= moment)
    order = (PendingNotice.right.is_not(None), PendingNotice.id)
    return session.scalar(due.order_by(*order).limit(1))


def lock_notice(session: Session, notice_id: int) -> PendingNotice | None:
    """The notice, or none when another instance has dealt with it."""
    return session.scalar(select(PendingNotice).where(PendingNotice.id == notice_id).with_for_update())


def lock_turn(session: Session) -> bool:
    """Whether there is a turn to wait for; it is held until the transaction ends."""
    return session.scalar(select(DeliveryTurn.id).where(DeliveryTurn.id == THE_ONE).with_for_update()) is not None


def people_of(session: Session, unit_id: str) -> list[str]:
    """Those who work in this very unit, as far as the replica of the organisation knows them."""
    stand = select(OrgPersonReplica.id).where(OrgPersonReplica.unit_id == unit_id, OrgPersonReplica.active)
    return list(session.scalars(stand.order_by(OrgPersonReplica.id)))


def units_of(session: Session, people: list[str]) -> dict[str, str]:
    """Where each of these people stands, as far as the replica of the organisation knows them."""
    units: dict[str, str] = {}
    for start in range(0, len(people), IDS_A_LOOK):
        part = people[start : start + IDS_A_LOOK]
        rows = select(OrgPersonReplica.id, OrgPersonReplica.unit_id).where(OrgPersonReplica.id.in_(part))
        units |= {row.id: row.unit_id for row in session.execute(rows)}
    return units
