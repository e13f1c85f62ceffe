"""Anchoring the chains, and noting what was read."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.audit import queries, rules
from gateway.audit.model import AuditAnchor
from shared.actor import Actor
from shared.announce import announce, announce_fact
from shared.contracts.gateway.audit import AuditAnchored, SensitiveRead
from shared.contracts.payload import Payload
from shared.persistence.database import Database

FILE = "audit-anchors.jsonl"

_log = structlog.get_logger(__name__)


def note_reading(session: Session, actor: Actor, *, path: str, fields: list[str]) -> None:
    """That the actor is about to be shown these fields of the record at `path`."""
    announce_fact(session, actor, SensitiveRead(path=path, fields=fields), org_unit_id=actor.unit_id)


def anchor_chains(session: Session, actor: Actor, chains: Payload, day: date | None = None) -> AuditAnchor:
    """Write down where each chain ends."""
    anchor = AuditAnchor(day=day, digest=rules.digest_of(chains), chains=chains, created_by=actor.user_id)
    announce(session, actor, anchor, AuditAnchored(digest=anchor.digest, chains=chains))
    return anchor


def anchor_daily(database: Database, bus: queries.Bus, actor: Actor, day: date, data: Path) -> None:
    """Take the anchor of this day, once in the whole house; where a service is away, at the next look."""
    with database.read() as session:
        if queries.is_anchored(session, day):
            return
    chains = queries.ends_of_chains(bus)
    with database.write() as session:
        anchor = _anchor_day(session, actor, chains, day)
    if anchor is not None:
        tell_outside(anchor, data)


def _anchor_day(session: Session, actor: Actor, chains: Payload, day: date) -> AuditAnchor | None:
    try:
        with session.begin_nested():
            return anchor_chains(session, actor, chains, day)
    except IntegrityError:
        session.expire_all()  # another gateway was first
        return None


def tell_outside(anchor: AuditAnchor, data: Path) -> None:
    """A line in the log and in a file, for a log server that keeps what nobody here can change."""
    told: dict[str, Any] = {"at": anchor.created_at.isoformat(), "digest": anchor.digest, "chains": anchor.chains}
    _log.info("audit anchor", **told)
    data.mkdir(parents=True, exist_ok=True)
    with open(os.open(data / FILE, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab") as file:
        file.write(orjson.dumps(told) + b"\n")
