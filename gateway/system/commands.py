"""Setting limits, and warning once when one is crossed until it is well below again."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.http.access_log import PACE
from gateway.system import queries, rules
from gateway.system.model import THE_ONE, CapacityAlert, CapacityReading, CapacityThresholds
from shared.actor import Actor
from shared.announce import announce, announce_fact
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.gateway.system import (
    ALERTS,
    BackupTaken,
    CapacityExceeded,
    CapacityRestored,
    ThresholdsChanged,
)
from shared.errors import Stale
from shared.ids import new_id
from shared.process import this_process


def get_thresholds(session: Session, actor: Actor) -> CapacityThresholds:
    """The limits; those that the product comes with until somebody sets them."""
    kept = queries.thresholds(session)
    return kept if kept is not None else _usual(actor)


def change_thresholds(session: Session, actor: Actor, values: dict[str, int | None]) -> CapacityThresholds:
    locked = select(CapacityThresholds).where(CapacityThresholds.id == THE_ONE).with_for_update()
    kept = session.scalar(locked.execution_options(populate_existing=True)) or _usual(actor)
    if actor.expects_version not in (None, kept.version):
        raise Stale(f"The limits have changed; they are at version {kept.version}.", current_version=kept.version)
    before = {name: getattr(kept, name) for name in ALERTS}
    kept.set(values)
    told = changes(before, {name: getattr(kept, name) for name in ALERTS})
    announce(session, actor, kept, ThresholdsChanged(changes=told))
    return kept


def _usual(actor: Actor) -> CapacityThresholds:
    moment = now()
    kept = CapacityThresholds(id=THE_ONE, version=0, created_by=actor.user_id, created_at=moment, updated_at=moment)
    kept.set(dict(rules.USUAL))
    return kept


def note_backup(session: Session, actor: Actor, backup_id: str, moment: str) -> None:
    """Say in the log that a backup was made; the status reads it there."""
    announce_fact(session, actor, BackupTaken(backup_id=backup_id, moment=moment))


def watch(session: Session, actor: Actor, conditions: dict[str, dict[str, object]], moment: datetime) -> None:
    """Compare every figure with its limit; raise and clear what that calls for, each once in the whole house."""
    latency = round(1000 * rules.quantile(PACE.lately(), 0.95))
    session.merge(CapacityReading(instance=this_process().name, latency=latency, at=moment))
    session.execute(delete(CapacityReading).where(CapacityReading.at < moment - queries.RECENT))
    session.flush()
    limits = get_thresholds(session, actor)
    for name, value in queries.measure(session, conditions, moment).items():
        _compare(session, actor, name, value, getattr(limits, name), moment)


def _compare(session: Session, actor: Actor, name: str, value: int, limit: int | None, moment: datetime) -> None:
    crossed, known = rules.is_crossed(value, limit), _find(session, name)
    if known is None and not crossed:
        return
    alert = known or _begin(session, actor, name)
    if crossed and alert.raised_at is None:
        alert.raise_at(value, limit or 0, moment)
        announce(session, actor, alert, CapacityExceeded(alert.id, name, value, limit or 0))
    elif alert.raised_at is not None and rules.is_eased(name, value, limit):
        alert.clear(value)
        announce(session, actor, alert, CapacityRestored(alert.id, name, value, limit or 0))


def _find(session: Session, name: str) -> CapacityAlert | None:
    locked = select(CapacityAlert).where(CapacityAlert.name == name).with_for_update()
    return session.scalar(locked.execution_options(populate_existing=True))


def _begin(session: Session, actor: Actor, name: str) -> CapacityAlert:
    """The first warning of this name ever; of two gateways one makes the row, and both lock it."""
    try:
        with session.begin_nested():
            session.add(CapacityAlert(id=new_id(), name=name, created_by=actor.user_id))
    except IntegrityError:
        session.expire_all()  # another gateway was first
    found = _find(session, name)
    assert found is not None
    return found
