"""The work of an undo: batch after batch to the service that owns the records, for the person whose job it was."""

import hashlib
import threading
import time
from functools import partial
from typing import Any

import structlog

from gateway.access.queries import actor_of
from gateway.patience import patiently
from gateway.undos import commands, queries
from gateway.undos.commands import Work
from gateway.undos.queries import Batch
from shared.bus.extensions import ServiceBus
from shared.contracts.gateway.undos import NOUNS, list_of
from shared.errors import Refusal
from shared.ids import new_id
from shared.persistence.database import Database

BATCH_SECONDS = 20.0
CLAIM_TRIES = 30
CLAIM_PAUSE = 0.1

_log = structlog.get_logger(__name__)


def start(database: Database, bus: ServiceBus, undo_id: str) -> None:
    """Work on the undo beside the calls; it may be that it is not saved yet."""
    runner = Runner(database, bus, undo_id)
    threading.Thread(target=runner.run, name=f"undo-{undo_id}", daemon=True).start()


class LostHold(Exception):
    """Another process has taken the undo over."""


class Runner:
    def __init__(self, database: Database, bus: ServiceBus, undo_id: str) -> None:
        self._database = database
        self._bus = bus
        self._undo_id = undo_id
        self._holder = new_id()

    def run(self) -> None:
        """Until every record is taken back or left, something stands in the way, or another process has it."""
        work = self._claim()
        if work is None:
            return
        try:
            self._work(work)
        except LostHold:
            _log.warning("undo taken over", undo_id=self._undo_id)
        except Refusal as refusal:
            self._fail(f"{refusal.code}: {refusal.detail}")
        except Exception:
            _log.exception("undo failed", undo_id=self._undo_id)
            self._fail("The service failed; its log says why.")

    def _claim(self) -> Work | None:
        for _ in range(CLAIM_TRIES):
            with self._database.write() as session:
                work = commands.claim(session, self._undo_id, self._holder)
            if work is not None:
                return work
            time.sleep(CLAIM_PAUSE)
        return None

    def _work(self, work: Work) -> None:
        while (batch := self._next_batch()) is not None:
            results = patiently(partial(self._undone, work, batch))
            with self._database.write() as session:
                if not commands.count_batch(session, self._undo_id, self._holder, batch, results):
                    raise LostHold
        with self._database.write() as session:
            actor = actor_of(session, work.maker_id, NOUNS[list_of(work.noun)].right)
            commands.finish(session, actor, self._undo_id, self._holder)

    def _next_batch(self) -> Batch | None:
        with self._database.read() as session:
            return queries.next_batch(session, self._undo_id)

    def _undone(self, work: Work, batch: Batch) -> list[dict[str, Any]]:
        noun = NOUNS[list_of(work.noun)]
        with self._database.write() as session:
            if not commands.go_on(session, self._undo_id, self._holder):
                raise LostHold
            actor = actor_of(session, work.maker_id, noun.right)
        bus = self._bus.on_behalf_of(actor, BATCH_SECONDS, _key(work, batch), correlation_id=work.undo_id)
        answer = bus.call(noun.service, noun.rpc, job_id=work.job_id, record_ids=list(batch.record_ids))
        results: list[dict[str, Any]] = answer.result["results"]
        return results

    def _fail(self, why: str) -> None:
        with self._database.write() as session:
            commands.fail(session, self._undo_id, self._holder, why)


def _key(work: Work, batch: Batch) -> str:
    """The same for the same batch, so that a batch asked twice is taken back once."""
    return hashlib.sha256(f"undo {work.undo_id} {batch.places[0]} {batch.places[-1]}".encode()).hexdigest()
