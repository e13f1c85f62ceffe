"""The loop in which a service takes its events in: new ones as they come, failed ones when their time has come."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from shared.bus.envelope import Envelope
from shared.bus.inbox import Inbox

BATCH = 100
TICK_SECONDS = 1.0
QUIET_TICKS = 3
"""How many ticks pass between two looks while no event waits: one may be set to wait from outside."""

CLEANING_SECONDS = 6 * 3600.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Delivery:
    """Events that came together; `taken` is called once their effects are committed."""

    envelopes: Sequence[Envelope]
    taken: Callable[[], None]


class Subscriber:
    """One thread for new and for waiting events alike, so that no two of one record are ever handled at once."""

    def __init__(self, service: str, inbox: Inbox, tick: float = TICK_SECONDS) -> None:
        self._service = service
        self._inbox = inbox
        self._tick = tick
        self._arrived: queue.Queue[Delivery | None] = queue.Queue()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"inbox-{service}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def deliver(self, delivery: Delivery) -> None:
        self._arrived.put(delivery)

    def stop(self, seconds: float = 5.0) -> None:
        self._stopped.set()
        self._arrived.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        next_look = next_cleaning = 0.0
        while not self._stopped.is_set():
            try:
                if next_look == 0.0:
                    self._inbox.prepare()
                if time.monotonic() >= next_cleaning:
                    self._inbox.forget_old()
                    next_cleaning = time.monotonic() + CLEANING_SECONDS
                if time.monotonic() >= next_look:
                    next_look = time.monotonic() + self._look()
                arrived = self._await_deliveries(next_look)
                if arrived:
                    self._take(arrived)
                    next_look = min(next_look, time.monotonic() + self._tick)
            except Exception as fault:
                _log.warning("inbox waits", service=self._service, reason=str(fault)[:200])
                self._stopped.wait(self._tick)

    def _look(self) -> float:
        """Try what is due; how long it may take until something else is."""
        if not self._inbox.is_waiting():
            return self._tick * QUIET_TICKS
        return 0.01 if self._inbox.retry_due() else self._tick

    def _await_deliveries(self, until: float) -> list[Delivery]:
        """What has come so far, at most about one batch; empty when nothing comes until then."""
        try:
            first = self._arrived.get(timeout=max(0.001, until - time.monotonic()))
        except queue.Empty:
            return []
        found = [first] if first is not None else []
        while sum(len(delivery.envelopes) for delivery in found) < BATCH and not self._arrived.empty():
            further = self._arrived.get_nowait()
            if further is not None:
                found.append(further)
        return found

    def _take(self, deliveries: Sequence[Delivery]) -> None:
        """Until it is committed: a database that is away is waited for, and nothing is acknowledged meanwhile."""
        envelopes = [envelope for delivery in deliveries for envelope in delivery.envelopes]
        while envelopes and not self._stopped.is_set():
            try:
                self._inbox.take(envelopes)
            except Exception as fault:
                _log.warning("events not taken in yet", service=self._service, reason=str(fault)[:200])
                self._stopped.wait(self._tick)
                continue
            for delivery in deliveries:
                delivery.taken()
            return
