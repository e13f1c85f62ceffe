"""The work of a reassignment: call after call to the sales service, for the person who began it."""

import hashlib
import threading
from functools import partial

import structlog

from gateway.access.queries import actor_of
from gateway.patience import patiently
from gateway.reassignments import commands
from gateway.reassignments.commands import Work
from shared.bus.extensions import ServiceBus
from shared.contracts.payload import Payload
from shared.contracts.sales.territories import REASSIGN
from shared.errors import Refusal
from shared.ids import new_id
from shared.persistence.database import Database

BATCH_SECONDS = 20.0

_log = structlog.get_logger(__name__)


def start(database: Database, bus: ServiceBus, reassignment_id: str) -> None:
    """Work on the reassignment beside the calls."""
    runner = Runner(database, bus, reassignment_id)
    threading.Thread(target=runner.run, name=f"reassignment-{reassignment_id}", daemon=True).start()


class LostHold(Exception):
    """Another process has taken the reassignment over, or it was cancelled."""


class Runner:
    def __init__(self, database: Database, bus: ServiceBus, reassignment_id: str) -> None:
        self._database = database
        self._bus = bus
        self._reassignment_id = reassignment_id
        self._holder = new_id()

    def run(self) -> None:
        """Until every customer is moved or left, something stands in the way, it is cancelled or another process's."""
        with self._database.write() as session:
            work = commands.claim(session, self._reassignment_id, self._holder)
        if work is None:
            return
        try:
            self._work(work)
        except LostHold:
            _log.warning("reassignment taken over or cancelled", reassignment_id=self._reassignment_id)
        except Refusal as refusal:
            self._fail(f"{refusal.code}: {refusal.detail}")
        except Exception:
            _log.exception("reassignment failed", reassignment_id=self._reassignment_id)
            self._fail("The service failed; its log says why.")

    def _work(self, work: Work) -> None:
        more = True
        while more:
            told = patiently(partial(self._moved, work))
            with self._database.write() as session:
                if not commands.count_batch(session, work.reassignment_id, self._holder, told):
                    raise LostHold
            more, work = told["next"] is not None, work.beyond(told)
        with self._database.write() as session:
            actor = actor_of(session, work.maker_id, REASSIGN)
            commands.finish(session, actor, work.reassignment_id, self._holder)

    def _moved(self, work: Work) -> Payload:
        with self._database.write() as session:
            if not commands.go_on(session, work.reassignment_id, self._holder):
                raise LostHold
            actor = actor_of(session, work.maker_id, REASSIGN)
        bus = self._bus.on_behalf_of(actor, BATCH_SECONDS, _key(work), correlation_id=work.reassignment_id)
        asked = {"territory_id": work.territory_id, "owner_id": work.to_owner_id, "after": work.after_id}
        told: Payload = bus.call("sales", "move_customers", **asked).result
        return told

    def _fail(self, why: str) -> None:
        with self._database.write() as session:
            commands.fail(session, self._reassignment_id, self._holder, why)


def _key(work: Work) -> str:
    """The same for the same step, so that one asked twice is done once."""
    return hashlib.sha256(f"reassignment {work.reassignment_id} {work.after_id} {work.done}".encode()).hexdigest()
