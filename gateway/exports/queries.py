"""Reading exports: whoever made one sees it, and whoever reaches that person by the right to read exports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, or_, select
from sqlalchemy.orm import Session

from gateway.exports.model import Export as Export
from gateway.exports.rules import ExportStatus
from gateway.people import queries as people
from shared.actor import Actor, Reach
from shared.contracts.gateway.exports import LISTING
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version

AT_ONCE = 100


def exports_within(actor: Actor, reaches: frozenset[Reach]) -> Select[Export]:
    rows = select(Export)
    return rows if Reach.ALL in reaches else rows.where(Export.created_by.in_(people.ids_within(actor, reaches)))


def get_export(session: Session, actor: Actor, export_id: str) -> Export:
    found = session.scalar(exports_within(actor, actor.reaches).where(Export.id == export_id))
    if found is None:
        raise NotFound(f"There is no export {export_id}.")
    return found


def get_own_export(session: Session, actor: Actor, export_id: str) -> Export:
    """The caller's own export, locked: what somebody else took with their rights is not there, whatever one's reach."""
    mine = select(Export).where(Export.id == export_id, Export.created_by == actor.user_id)
    found = session.scalar(mine.with_for_update(of=Export).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no export {export_id} of yours.")
    ensure_expected_version(actor, found)
    return found


def list_exports(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, exports_within(actor, actor.reaches), Export, LISTING, _COLUMNS, query)


def list_export_history(session: Session, actor: Actor, export_id: str, after: int) -> Payload:
    return list_history(session, get_export(session, actor, export_id).id, after=after)


def lock_export(session: Session, export_id: str) -> Export | None:
    """For the process at work on it, which acts for its maker."""
    wanted = select(Export).where(Export.id == export_id).with_for_update(of=Export)
    return session.scalar(wanted.execution_options(populate_existing=True))


def standing_still(session: Session, moment: datetime) -> Sequence[str]:
    """The exports that should be at work and that no process holds."""
    free = or_(Export.lease_until.is_(None), Export.lease_until < moment)
    waiting = select(Export.id).where(Export.status == ExportStatus.RUNNING, free)
    return session.scalars(waiting.order_by(Export.id).limit(AT_ONCE)).all()


def expired(session: Session, moment: datetime) -> Sequence[str]:
    over = select(Export.id).where(Export.expires_at < moment)
    return session.scalars(over.order_by(Export.expires_at).limit(AT_ONCE)).all()


def exports_as_jobs() -> Select[*tuple[Any, ...]]:
    """The exports with the columns of a job."""
    return select(
        Export.id,
        Export.version,
        Export.created_at,
        Export.updated_at,
        Export.created_by,
        literal("export").label("kind"),
        Export.noun,
        Export.status.label("state"),
        Export.done,
        Export.total,
        Export.done.label("succeeded"),
        literal(0).label("failed"),
        Export.failure,
    )


_COLUMNS: Columns = {name: getattr(Export, name) for name in LISTING.fields}
