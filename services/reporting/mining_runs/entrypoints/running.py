"""The work of a run: under the rights that its owner has when it runs, and kept all at once."""

import threading
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from services.reporting.mining_runs import commands, queries, rules
from services.reporting.mining_runs.commands import Job
from shared.actor import Actor, system_actor
from shared.bus.extensions import ServiceBus
from shared.bus.offload import run_in_thread
from shared.contracts.reporting.mining_runs import MiningRunFinished
from shared.errors import Kind, Refusal
from shared.ids import new_id
from shared.organisation import catch_up
from shared.persistence.database import Database, is_passing
from shared.signing import verify_actor

MOST_AT_ONCE = 2
ASK_SECONDS = 10.0
FOR_NOW = frozenset({Kind.UNAVAILABLE, Kind.THROTTLED})

_slots = threading.BoundedSemaphore(MOST_AT_ONCE)
_log = structlog.get_logger(__name__)


def start(database: Database, bus: ServiceBus, secret: str, run_ids: Sequence[str]) -> None:
    """Work on them beside the calls, few at a time; the others wait for the next look."""
    for run_id in run_ids:
        if not _slots.acquire(blocking=False):
            return
        runner = Runner(database, bus, secret, run_id)
        threading.Thread(target=runner.run_in_slot, name=f"mining-{run_id}", daemon=True).start()


class Runner:
    """One try of one run."""

    def __init__(self, database: Database, bus: ServiceBus, secret: str, run_id: str) -> None:
        self._database = database
        self._bus = bus
        self._secret = secret
        self._run_id = run_id
        self._holder = new_id()

    def run_in_slot(self) -> None:
        try:
            self.run()
        except Exception:
            _log.exception("mining run not counted", mining_run_id=self._run_id)
        finally:
            _slots.release()

    def run(self) -> None:
        """Until the results are there, something stands in the way, or the run is not ours any more."""
        with self._database.write() as session:
            job = commands.claim(session, self._run_id, self._holder)
        if job is None:
            return
        try:
            self._work(job)
        except Refusal as refusal:
            self._give_up(refusal.kind in FOR_NOW, refusal.code, refusal.detail)
        except Exception as fault:
            passes = isinstance(fault, DBAPIError) and is_passing(fault)
            _log.exception("mining run failed", mining_run_id=self._run_id, passes=passes)
            self._give_up(passes, "failed", "The service failed; its log says why.")

    def _work(self, job: Job) -> None:
        actor = self._owner(job)
        with self._database.write() as session:
            collected = commands.collect(session, actor, job.run_id, self._holder)
        if not collected:
            return
        if job.is_segmentation:
            self._segment(job, actor)
        else:
            self._pair(job, actor)

    def _segment(self, job: Job, actor: Actor) -> None:
        with self._database.read() as session:
            bought = queries.bought_by_customers(session, actor, job.run_id)
        customers = run_in_thread(rules.segmented, bought, job.until, job.parameters["segments"])
        if self._is_counted():
            with self._database.write() as session:
                commands.finish_with_segments(session, actor, job.run_id, self._holder, customers)

    def _pair(self, job: Job, actor: Actor) -> None:
        support, confidence = (Decimal(job.parameters[name]) for name in ("min_support", "min_confidence"))
        with self._database.read() as session:
            pairs = queries.pairs_in_orders(session, job.run_id, support, confidence)
        if self._is_counted():
            with self._database.write() as session:
                commands.finish_with_pairs(session, actor, job.run_id, self._holder, pairs)

    def _is_counted(self) -> bool:
        """Say how far it is; whether it is still ours."""
        with self._database.write() as session:
            return commands.note_counted(session, self._run_id, self._holder)

    def _owner(self, job: Job) -> Actor:
        """The owner by the right to read runs, as they hold it at this moment: whoever may hear that one is finished.
        Raises `RunnerHasNoRight`.
        """
        bus = self._bus.on_behalf_of(system_actor("reporting"), ASK_SECONDS)
        types = [MiningRunFinished.wire_type()]
        told: Any = bus.call("gateway", "list_ears", person_id=job.owner_id, scopes=job.scopes, types=types).result
        heard = told["ears"].get("reporting", [])
        if not heard:
            raise rules.RunnerHasNoRight("Its owner may not see mining runs any more.")
        actor = verify_actor(heard[0]["actor"], self._secret)
        catch_up(self._database, bus, actor.org_version)
        return actor

    def _give_up(self, passes: bool, code: str, detail: str) -> None:
        """What only passes is tried again; all else is the end of the run."""
        with self._database.write() as session:
            if passes:
                commands.let_go(session, self._run_id, self._holder)
            else:
                commands.fail(session, self._run_id, self._holder, code, detail)
