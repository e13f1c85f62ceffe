"""Looking whether the house stands: each service with its database, outbox and inbox, and the bus between them."""

import threading
import time
from typing import Any

import orjson

from gateway.http.ports import Bus
from shared.errors import Unavailable
from shared.settings import GATEWAY, SERVICES

PATIENCE_SECONDS = 1.0
FRESH_SECONDS = 0.5
WELL = "ok"

Condition = dict[str, Any]


class Readiness:
    """The condition of the house, not examined more often than twice a second however many ask."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._condition: Condition = {}

    def current(self) -> Condition:
        with self._lock:
            condition, age = self._condition, time.monotonic() - self._looked_at
        if age > FRESH_SECONDS:
            condition = examine(self._bus)
            with self._lock:
                self._condition, self._looked_at = condition, time.monotonic()
        return condition


def examine(bus: Bus) -> Condition:
    """Ask every service at once how it is; whoever does not answer within a second is away."""
    found: dict[str, Condition] = {}
    askers = [
        threading.Thread(target=_ask, args=(bus, service, found), daemon=True) for service in (*SERVICES, GATEWAY)
    ]
    for asker in askers:
        asker.start()
    until = time.monotonic() + PATIENCE_SECONDS + 0.2
    for asker in askers:
        asker.join(max(0.0, until - time.monotonic()))
    services = {service: found.get(service, {"status": "away"}) for service in (*SERVICES, GATEWAY)}
    answered = any(services[service]["status"] != "away" for service in SERVICES)
    all_well = all(condition["status"] == WELL for condition in services.values())
    return {"status": WELL if all_well else "degraded", "bus": WELL if answered else "away", "services": services}


def _ask(bus: Bus, service: str, found: dict[str, Condition]) -> None:
    try:
        condition = orjson.loads(bus.call(service, "check_health", deadline=time.time() + PATIENCE_SECONDS).body)
    except Unavailable:
        found[service] = {"status": "away"}
    except Exception:  # whatever else went wrong is in the service's own log; here it is not well
        found[service] = {"status": "failing"}
    else:
        found[service] = {"status": WELL if condition.get("database") == WELL else "failing", **condition}
