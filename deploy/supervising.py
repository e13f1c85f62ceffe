"""Several services from one command: each a process of its own, a copy of one parent that starts anew what has died."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from eventlet.patcher import original

from deploy.forking import ENDINGS, fork

CANNOT_RUN = 78
"""The status of a service that an administrator must help first; to start it again would change nothing."""

LOOK_SECONDS = 0.2
STOP_SECONDS = 20.0
PAUSES = (0.5, 1.0, 2.0, 5.0, 15.0)
"""Before a service that has died is started again: longer each time, up to the last."""

STEADY_SECONDS = 60.0
"""Who has run for so long is not failing again and again: the next pause is the first one."""

_time = original("time")  # the parent has no loop of green threads: all that runs in it is this file
_log = structlog.get_logger(__name__)


@dataclass
class _Child:
    service: str
    number: int = 0
    failures: int = 0
    started: float = 0.0
    due: float = 0.0

    @property
    def is_running(self) -> bool:
        return self.number != 0


class Supervisor:
    """Runs services until it is told to stop, or until one of them cannot run here at all."""

    def __init__(self, services: Sequence[str], serve: Callable[[str], int]) -> None:
        self._children = [_Child(service) for service in services]
        self._serve = serve
        self._ending = False
        self._status = 0

    def run(self) -> int:
        """The status of the command: 0 where it was told to stop and everything has ended in time."""
        for ending in ENDINGS:
            signal.signal(ending, self._end)
        while not self._ending:
            self._start_what_is_due()
            self._bury_the_dead()
            _time.sleep(LOOK_SECONDS)
        return self._stop()

    def _end(self, *_signal: object) -> None:
        self._ending = True

    def _start_what_is_due(self) -> None:
        for child in self._children:
            if not child.is_running and child.due <= _time.monotonic():
                child.started = _time.monotonic()
                child.number = fork(partial(self._serve, child.service))

    def _bury_the_dead(self) -> None:
        for child in self._children:
            status = _status_of(child.number) if child.is_running else None
            if status is not None:
                self._note_end(child, status)

    def _note_end(self, child: _Child, status: int) -> None:
        lived = _time.monotonic() - child.started
        child.number = 0
        if status == CANNOT_RUN:
            self._status, self._ending = 1, True
            return
        child.failures = 0 if lived > STEADY_SECONDS else child.failures
        pause = PAUSES[min(child.failures, len(PAUSES) - 1)]
        child.failures += 1
        child.due = _time.monotonic() + pause
        _log.error("service died", service=child.service, status=status, starts_again_in_seconds=pause)

    def _stop(self) -> int:
        self._tell_all(signal.SIGTERM)
        until = _time.monotonic() + STOP_SECONDS
        while self._are_running() and _time.monotonic() < until:
            _time.sleep(LOOK_SECONDS)
        if self._are_running():
            print("Not everything has ended in time; what is left is ended now.", file=sys.stderr)
            self._tell_all(signal.SIGKILL)
            return 1
        return self._status

    def _are_running(self) -> bool:
        for child in self._children:
            if child.is_running and _status_of(child.number) is not None:
                child.number = 0
        return any(child.is_running for child in self._children)

    def _tell_all(self, number: int) -> None:
        for child in self._children:
            if child.is_running:
                os.kill(child.number, number)


def _status_of(number: int) -> int | None:
    """How the copy of this number has ended, below nought for the signal that ended it; None while it runs."""
    found, status = os.waitpid(number, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None
