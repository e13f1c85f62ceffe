"""How many requests one token, or one address, may send: token buckets in memory, generous by default."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from shared.errors import Throttled

MOST_CALLERS = 20_000


@dataclass(frozen=True)
class Rate:
    """`per_second` in the long run, `burst` at once."""

    per_second: float
    burst: int

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """From "100/500": a hundred a second, five hundred at once."""
        per_second, _, burst = text.partition("/")
        return cls(float(per_second), int(burst or per_second))


@dataclass(frozen=True)
class Allowance:
    """What is left after a request; `reset` is in how many seconds all of it is back."""

    limit: int
    remaining: int
    reset: int


class Limiter:
    """One bucket a caller; the callers seen longest ago are forgotten, which only ever gives them more."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, rate: Rate, many: int = 1) -> Allowance:
        """Raise `Throttled` when the caller's bucket does not hold as many; more than a whole bucket take it whole."""
        many = min(many, rate.burst)
        now = self._clock()
        with self._lock:
            level, since = self._buckets.pop(caller, (float(rate.burst), now))
            level = min(rate.burst, level + (now - since) * rate.per_second)
            allowed = level >= many
            level -= many if allowed else 0
            self._buckets[caller] = (level, now)
            if len(self._buckets) > MOST_CALLERS:
                self._buckets.popitem(last=False)
        if not allowed:
            raise Throttled("Too many requests; slow down.", retry_after=int((many - level) / rate.per_second) + 1)
        return Allowance(rate.burst, int(level), int((rate.burst - level) / rate.per_second) + 1)
