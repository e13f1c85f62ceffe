"""A limited number of places for requests or calls under way, a line before them, and a refusal beyond."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from prometheus_client import Counter, Gauge

from shared.errors import Unavailable

IN_FLIGHT = Gauge("tenon_in_flight", "Requests or calls that hold a place of this lane", ["lane"])
SHED = Counter("tenon_shed", "Requests or calls that got no place of this lane", ["lane", "reason"])
RETRY_AFTER_SECONDS = 1
FULL, WAITED = "full", "waited"


class Overloaded(Unavailable):
    """More is asked at once than can be answered in good time; nothing was begun. `lane` says what is full."""

    code = "overloaded"


@dataclass(frozen=True)
class Burst:
    """Many who come in one moment and then no more are all answered: since the lane last had room, `many` may stand in
    line for `patience` seconds each, as long as the line moves: not when nobody has left for `stall` seconds. A lane
    that has room for `recovery` seconds is open to as many again, and to a part of them after a part of that.
    """

    many: int
    patience: float
    stall: float
    recovery: float


NO_BURST = Burst(many=0, patience=0, stall=0, recovery=1)


class Places:
    """`most` may be inside at once; `waiting` more stand in line, each for at most `patience` seconds; those of a
    `burst` are more, and wait for longer.

    Whoever leaves hands the place to whoever has waited longest, so that nobody who comes later is faster.
    """

    def __init__(self, lane: str, most: int, waiting: int, patience: float, burst: Burst = NO_BURST) -> None:
        self.lane = lane
        self._most, self._waiting, self._patience, self._burst = most, waiting, patience, burst
        self._lock = threading.Lock()
        self._taken = 0
        self._welcome = float(burst.many)
        self._room_since = self._moved_at = time.monotonic()
        self._line: deque[threading.Event] = deque()

    @property
    def taken(self) -> int:
        return self._taken

    @property
    def in_line(self) -> int:
        return len(self._line)

    @contextmanager
    def held(self, aside: AbstractContextManager[None] | None = None) -> Iterator[None]:
        """A place for as long as the block takes, however it ends; `aside` is entered while one waits for it. Raises
        `Overloaded`.
        """
        self.enter(aside)
        try:
            yield
        finally:
            self.leave()

    def enter(self, aside: AbstractContextManager[None] | None = None) -> None:
        """Take a place, or wait for one; whoever enters must leave. Raises `Overloaded`."""
        with self._lock:
            if self._taken < self._most:
                self._take()
                return
            bursts = self._welcome >= 1 and time.monotonic() < self._moved_at + self._burst.stall
            if bursts:
                self._welcome -= 1
            elif len(self._line) >= self._waiting:
                raise self._shed(FULL)
            turn = threading.Event()
            self._line.append(turn)
        with aside or nullcontext():
            if bursts:
                self._await(turn, self._burst.patience, self._burst.stall)
            else:
                self._await(turn, self._patience)

    def leave(self) -> None:
        with self._lock:
            self._moved_at = time.monotonic()
            if self._line and self._taken <= self._most:
                self._line.popleft().set()
                return
            if self._taken == self._most:
                self._room_since = time.monotonic()
            self._taken -= 1
            IN_FLIGHT.labels(self.lane).set(self._taken)

    def return_to(self) -> None:
        """Take a place even where none is free: who stood aside was inside before."""
        with self._lock:
            self._take()

    def _take(self) -> None:
        self._taken += 1
        if self._taken == self._most:
            self._moved_at = time.monotonic()
            had_room = (self._moved_at - self._room_since) / self._burst.recovery
            self._welcome = min(self._burst.many, self._welcome + had_room * self._burst.many)
        IN_FLIGHT.labels(self.lane).set(self._taken)

    def _await(self, turn: threading.Event, patience: float, stall: float = float("inf")) -> None:
        now = began = time.monotonic()
        try:
            while not turn.wait(min(stall, began + patience - now)):
                now = time.monotonic()
                if now >= began + patience or now >= self._moved_at + stall:
                    break
        except BaseException:  # whoever is stopped in the line must not take a place along that came meanwhile
            if not self._gave_up(turn):
                self.leave()
            raise
        if self._gave_up(turn):
            raise self._shed(WAITED)

    def _gave_up(self, turn: threading.Event) -> bool:
        """Out of the line; false where the place was handed over at the last moment."""
        with self._lock:
            if turn.is_set():
                return False
            self._line.remove(turn)
            return True

    def _shed(self, reason: str) -> Overloaded:
        SHED.labels(self.lane, reason).inc()
        return Overloaded(
            "More is asked at once than can be answered in good time.", retry_after=RETRY_AFTER_SECONDS, lane=self.lane
        )


class Seat:
    """The place of one request. It is given back while the request waits for something else."""

    def __init__(self, places: Places) -> None:
        """Raises `Overloaded`."""
        places.enter()
        self._places = places
        self._is_taken = True

    def leave(self) -> None:
        if self._is_taken:
            self._is_taken = False
            self._places.leave()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Nobody's seat for as long as the block takes. A stream that is sent has left already, and stays out."""
        was_taken = self._is_taken
        self.leave()
        try:
            yield
        finally:
            if was_taken:
                self._places.return_to()
                self._is_taken = True
