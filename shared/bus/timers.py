"""Work that a service does by itself every so often."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from nameko.containers import WorkerContext
from nameko.extensions import Entrypoint

from shared.bus.container import ExcInfo
from shared.bus.context import Request, new_traceparent
from shared.bus.extensions import mark
from shared.settings import Settings

PATIENCE_SECONDS = 30.0

Seconds = Callable[[Settings], float]
Method = TypeVar("Method", bound=Callable[..., None])


def every(seconds: Seconds) -> Callable[[Method], Method]:
    """Run this method, which takes nothing, each time so many seconds have passed since it last ended.

    Every instance of the service has its own timer: what must happen once is guarded by the state of the rows.
    A run that fails is logged, and the next one comes all the same.
    """

    def marked(method: Method) -> Method:
        mark(method, Every(seconds))
        return method

    return marked


class Every(Entrypoint):  # type: ignore[misc]
    """A thread (green in a server process) that waits, lets a worker run, and waits again."""

    begins_by_itself = True

    def __init__(self, seconds: Seconds, **options: Any) -> None:
        super().__init__(**options)
        self._seconds = seconds

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        self._interval = self._seconds(settings)
        self._stopped = threading.Event()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"timer-{self.method_name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Begin no more runs; one that has begun is among the container's workers."""
        with self._turn:
            self._stopped.set()

    def kill(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(self._interval):
            ended = threading.Event()
            if not self._begin(ended):
                return
            while not (ended.wait(1.0) or self._stopped.is_set()):
                continue

    def _begin(self, ended: threading.Event) -> bool:
        """Whether a run has begun: none does between the stop of the timer and that of its container."""
        with self._turn:
            if self._stopped.is_set():
                return False
            self.container.spawn_worker(self, (), {}, self._context(), partial(_note_end, ended))
            return True

    def _context(self) -> dict[str, Any]:
        headers = {"traceparent": new_traceparent()}
        service = self.container.service_name
        return {"request": Request.from_headers(service, self.method_name, headers, PATIENCE_SECONDS)}


def _note_end(
    ended: threading.Event, _worker: WorkerContext, result: Any, exc_info: ExcInfo | None
) -> tuple[Any, ExcInfo | None]:
    ended.set()
    return result, exc_info
