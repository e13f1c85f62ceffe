"""What the callers of a run were promised: each acknowledged write, and how they were answered on the way."""

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Slow:
    """A request that took longer than it may."""

    what: str
    seconds: float


@dataclass
class Ledger:
    """Written by many threads, read when they have ended.

    `written` are the records by noun and id, with what their last acknowledged write made of them; `moved` the pieces
    that acknowledged documents and shipments have moved by item; `paid` the money by order. `surprises` are answers
    that no caller has to expect: a defect, a refusal without a reason, another answer to the same request.
    """

    longest_seconds: float
    written: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    moved: Counter[str] = field(default_factory=Counter)
    paid: dict[str, Any] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    slow: list[Slow] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    repeated: int = 0
    longest: Slow = Slow("nothing", 0.0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, noun: str, record_id: str, facts: Mapping[str, Any]) -> None:
        """Note that this write was answered with success; `facts` are columns as they must be from now on."""
        with self._lock:
            self.written[noun].setdefault(record_id, {}).update(facts)

    def note_moved(self, item_id: str, pieces: int) -> None:
        with self._lock:
            self.moved[item_id] += pieces

    def note_answer(self, what: str, answer: str, seconds: float) -> None:
        """Count an answer (a status, or `cut` for none) and how long it took."""
        with self._lock:
            self.answers[answer] += 1
            if seconds > self.longest.seconds:
                self.longest = Slow(what, seconds)
            if seconds > self.longest_seconds:
                self.slow.append(Slow(what, seconds))

    def note_repeated(self) -> None:
        with self._lock:
            self.repeated += 1

    def note_surprise(self, what: str) -> None:
        with self._lock:
            self.surprises.append(what)

    def note_unanswered(self, what: str) -> None:
        """A write that nobody acknowledged although its caller asked again until the end."""
        with self._lock:
            self.unanswered.append(what)

    @property
    def writes(self) -> int:
        """How many records were written."""
        return sum(len(records) for records in self.written.values())
