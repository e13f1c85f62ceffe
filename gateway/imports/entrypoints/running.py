"""The work of an import: batch after batch to the service that owns the records, for the person who made it."""

import hashlib
import threading
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from sqlalchemy.orm import Session

from gateway.access.queries import actor_of
from gateway.imports import commands, queries
from gateway.imports.commands import Job
from gateway.imports.queries import Batch
from gateway.imports.rules import ImportLostItsPassword
from gateway.patience import patiently
from shared.actor import Actor
from shared.bus.extensions import ServiceBus
from shared.contracts.channels import IMPORT
from shared.contracts.gateway import imports as contract
from shared.errors import Refusal
from shared.ids import new_id
from shared.importing import REJECTED, RowResult
from shared.persistence.database import Database

BATCH_SECONDS = 20.0
CLAIM_TRIES = 30
CLAIM_PAUSE = 0.1

_log = structlog.get_logger(__name__)
_passwords: dict[str, dict[str, Any]] = {}
"""The first passwords of the imports that this process runs. They are kept nowhere else."""


def remember_password(import_id: str, first: Mapping[str, Any]) -> None:
    _passwords[import_id] = dict(first)


def start(database: Database, bus: ServiceBus, import_id: str) -> None:
    """Work on the import beside the calls; it may be that its status is not saved yet."""
    runner = Runner(database, bus, import_id)
    threading.Thread(target=runner.run, name=f"import-{import_id}", daemon=True).start()


class LostHold(Exception):
    """Another process has taken the import over."""


class Runner:
    def __init__(self, database: Database, bus: ServiceBus, import_id: str) -> None:
        self._database = database
        self._bus = bus
        self._import_id = import_id
        self._holder = new_id()

    def run(self) -> None:
        """Until every batch is taken, something stands in the way, or another process has it."""
        job = self._claim()
        if job is None:
            return
        try:
            self._work(job)
        except LostHold:
            _log.warning("import taken over", import_id=self._import_id)
        except Refusal as refusal:
            self._fail(job, f"{refusal.code}: {refusal.detail}")
        except Exception:
            _log.exception("import failed", import_id=self._import_id)
            self._fail(job, "The service failed; its log says why.")

    def _claim(self) -> Job | None:
        for _ in range(CLAIM_TRIES):
            with self._database.write() as session:
                job = commands.claim(session, self._import_id, self._holder)
            if job is not None:
                return job
            time.sleep(CLAIM_PAUSE)
        return None

    def _work(self, job: Job) -> None:
        while (batch := self._next_batch(job)) is not None:
            results = patiently(partial(self._taken, job, batch))
            with self._database.write() as session:
                actor = _maker(session, job)
                if not commands.count_batch(session, actor, job, self._holder, batch, results):
                    raise LostHold
        with self._database.write() as session:
            actor = _maker(session, job)
            commands.finish(session, actor, job, self._holder)
        _passwords.pop(self._import_id, None)

    def _next_batch(self, job: Job) -> Batch | None:
        with self._database.read() as session:
            return queries.next_batch(session, job.import_id, job.round)

    def _taken(self, job: Job, batch: Batch) -> list[RowResult]:
        with self._database.write() as session:
            if not commands.go_on(session, self._import_id, self._holder):
                raise LostHold
            actor = _maker(session, job)
        entity = contract.ENTITIES[job.entity]
        sound = [row for row in batch.rows if not row["faults"]]
        told: list[Any] = []
        if sound:
            key = None if job.rehearsal else _key(job, batch)
            bus = self._bus.on_behalf_of(actor, BATCH_SECONDS, key, job.import_id, IMPORT)
            rows = [_record(entity, row, job.rehearsal) for row in sound]
            more = _first_password(job)
            answer = bus.call(entity.service, entity.rpc, rows=rows, mode=job.mode, dry_run=job.rehearsal, **more)
            told = answer.result["results"]
        became = {row["row"]: _result(result) for row, result in zip(sound, told, strict=True)}
        return [became.get(row["row"]) or _unread(row) for row in batch.rows]

    def _fail(self, job: Job, why: str) -> None:
        _passwords.pop(self._import_id, None)
        with self._database.write() as session:
            commands.fail(session, job, self._holder, why)


def _maker(session: Session, job: Job) -> Actor:
    """Whoever made the import as they may act at this moment, by the token that began the work."""
    return actor_of(session, job.maker_id, contract.ENTITIES[job.entity].right, job.scopes)


def _record(entity: contract.Entity, row: Mapping[str, Any], rehearsal: bool) -> dict[str, Any]:
    """A rehearsal keeps nothing of the batches before, so a parent from there cannot be found and is left out."""
    record: dict[str, Any] = row["record"]
    if rehearsal and row.get("parent_before"):
        return {name: value for name, value in record.items() if name != entity.parent}
    return record


def _first_password(job: Job) -> dict[str, Any]:
    if job.rehearsal or not job.needs_password:
        return {}
    if job.import_id not in _passwords:
        raise ImportLostItsPassword("The run was cut short; run it again with the first password.")
    return _passwords[job.import_id]


def _key(job: Job, batch: Batch) -> str:
    """The same for the same batch of the same round, so that a batch asked twice is taken once."""
    return hashlib.sha256(f"import {job.import_id} {job.round} {batch.number}".encode()).hexdigest()


def _result(told: Mapping[str, Any]) -> RowResult:
    return RowResult(told["outcome"], told["id"], told["code"], tuple(told["messages"]))


def _unread(row: Mapping[str, Any]) -> RowResult:
    return RowResult(REJECTED, code="malformed", messages=tuple(row["faults"]))
