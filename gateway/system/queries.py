"""Asking the services how they run, and reading what is kept about it."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.imports import queries as imports
from gateway.people import queries as people
from gateway.report_runs import queries as report_runs
from gateway.system import rules
from gateway.system.model import THE_ONE, CapacityAlert, CapacityReading, CapacityThresholds
from shared.contracts.gateway.system import ALERTS, BackupTaken
from shared.contracts.payload import Payload
from shared.errors import Refusal
from shared.persistence.platform import StoredEvent
from shared.settings import GATEWAY, SERVICES
from shared.version import VERSION

EVERYBODY = (*SERVICES, GATEWAY)
RECENT = timedelta(minutes=5)
WELL, AWAY = "ok", "away"


class Answer(Protocol):
    @property
    def result(self) -> Any: ...


class Bus(Protocol):
    """The part of the bus that this needs."""

    def call(self, service: str, method: str, /, **kwargs: Any) -> Answer: ...


def conditions_of_services(bus: Bus) -> dict[str, Payload]:
    """All services asked at once; whoever does not answer is away."""
    found: dict[str, Payload] = {}
    askers = [threading.Thread(target=_ask, args=(bus, service, found), daemon=True) for service in EVERYBODY]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return {service: found[service] for service in EVERYBODY}


def _ask(bus: Bus, service: str, found: dict[str, Payload]) -> None:
    try:
        told = bus.call(service, "describe_condition").result
    except Refusal:
        found[service] = {"status": AWAY}
    except Exception:  # whatever else went wrong is in the service's own log; here it is not well
        found[service] = {"status": "failing"}
    else:
        found[service] = {"status": WELL if told.get("database") == WELL else "failing", **told}


def describe_system(
    session: Session, conditions: dict[str, Payload], moment: datetime, mail_host: str | None = None
) -> Payload:
    states = {one["status"] for one in conditions.values()}
    others_answer = any(conditions[service]["status"] != AWAY for service in SERVICES)
    return {
        "status": WELL if states == {WELL} else "degraded",
        "bus": WELL if others_answer else AWAY,
        "version": VERSION,
        "services": conditions,
        "measured": measure(session, conditions, moment),
        "errors": {
            "dead_events": sum(one.get("inbox_dead", 0) for one in conditions.values()),
            "failed_imports": imports.count_failed(session),
        },
        "last_backup": last_backup(session),
        "alerts": list_raised(session),
        "mail": _describe_mail(session, mail_host),
    }


def _describe_mail(session: Session, host: str | None) -> Payload:
    tried_again = report_runs.count_tried_again(session)
    standing = "not_set_up" if not host else ("failing" if tried_again else WELL)
    return {"status": standing, "waiting": tried_again}


def last_backup(session: Session) -> datetime | None:
    """The moment of the newest backup that the log tells of."""
    taken = select(StoredEvent.data).where(StoredEvent.type == BackupTaken.wire_type())
    newest = session.scalar(taken.order_by(StoredEvent.event_id.desc()).limit(1))
    return datetime.fromisoformat(newest["moment"]) if newest else None


def measure(session: Session, conditions: dict[str, Payload], moment: datetime) -> dict[str, int]:
    """The figures that have limits."""
    return {
        "disk": rules.fullest_disk(conditions),
        "queue": rules.longest_queue(conditions),
        "latency": _worst_latency(session, moment),
        "seats": people.count_active(session),
    }


def _worst_latency(session: Session, moment: datetime) -> int:
    recent = select(func.max(CapacityReading.latency)).where(CapacityReading.at > moment - RECENT)
    return session.scalar(recent) or 0


def list_raised(session: Session) -> Sequence[CapacityAlert]:
    raised = select(CapacityAlert).where(CapacityAlert.raised_at.is_not(None))
    return session.scalars(raised.order_by(CapacityAlert.name).limit(len(ALERTS))).all()


def thresholds(session: Session) -> CapacityThresholds | None:
    return session.get(CapacityThresholds, THE_ONE)
