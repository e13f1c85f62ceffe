"""Nameko's service container, on green threads in a server process and on real threads elsewhere."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import structlog
from nameko.containers import ServiceContainer, WorkerContext
from nameko.exceptions import ContainerBeingKilled

from shared.bus import green

MAX_WORKERS = 100

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
HandleResult = Callable[[WorkerContext, Any, ExcInfo | None], tuple[Any, ExcInfo | None]]

_log = structlog.get_logger(__name__)


class Container(ServiceContainer):  # type: ignore[misc]
    """Runs one service. Taking a call waits while `MAX_WORKERS` calls run: a flood stays in the queue."""

    def __init__(self, service_class: type, config: dict[str, Any]) -> None:
        super().__init__(service_class, {"max_workers": MAX_WORKERS, **config})
        self._slots = threading.BoundedSemaphore(self.max_workers)
        self._count = threading.Lock()
        self._running = 0

    def spawn_in_time(
        self,
        seconds: float,
        entrypoint: Any,
        args: list[Any],
        kwargs: dict[str, Any],
        data: dict[str, Any],
        handle_result: HandleResult,
    ) -> bool:
        """Begin a call as soon as a worker is free; false where none is within so many seconds."""
        self._count_running(1)  # before it runs: who drains must not miss a worker that is about to begin
        if not self._slots.acquire(timeout=seconds):
            self._count_running(-1)
            return False
        self._spawn(entrypoint, args, kwargs, data, handle_result)
        return True

    def spawn_worker(
        self,
        entrypoint: Any,
        args: list[Any],
        kwargs: dict[str, Any],
        context_data: dict[str, Any] | None = None,
        handle_result: HandleResult | None = None,
    ) -> WorkerContext:
        self._count_running(1)
        self._slots.acquire()
        return self._spawn(entrypoint, args, kwargs, context_data, handle_result)

    def _spawn(
        self,
        entrypoint: Any,
        args: list[Any],
        kwargs: dict[str, Any],
        context_data: dict[str, Any] | None,
        handle_result: HandleResult | None,
    ) -> WorkerContext:
        """The place is taken; the worker gives it back."""
        if self._being_killed:
            self._slots.release()
            self._count_running(-1)
            raise ContainerBeingKilled()
        if green.is_patched():
            return super().spawn_worker(entrypoint, args, kwargs, context_data, handle_result)
        worker = WorkerContext(self, self.service_cls(), entrypoint, args, kwargs, data=context_data)
        threading.Thread(target=self._run_in_thread, args=(worker, handle_result), daemon=True).start()
        return worker

    def _run_in_thread(self, worker: WorkerContext, handle_result: HandleResult | None) -> None:
        try:
            self._run_worker(worker, handle_result)
        except Exception:
            _log.exception("worker broke", service=self.service_name)

    def _run_worker(self, worker: WorkerContext, handle_result: HandleResult | None) -> None:
        try:
            super()._run_worker(worker, handle_result)
        finally:
            self._slots.release()
            self._count_running(-1)

    def _count_running(self, more: int) -> None:
        with self._count:
            self._running += more

    def stop_timers(self) -> None:
        """Let nothing begin by itself any more; what has begun may end."""
        for entrypoint in self.entrypoints:
            if getattr(entrypoint, "begins_by_itself", False):
                entrypoint.stop()

    def instance(self, entrypoint: Any, context_data: dict[str, Any]) -> Any:
        """A service object with everything injected, for work that does not come as a call."""
        worker = WorkerContext(self, self.service_cls(), entrypoint, data=context_data)
        self._inject_dependencies(worker)
        return worker.service

    def drain(self, seconds: float) -> bool:
        """Wait for running calls to end; whether they all did."""
        until = time.monotonic() + seconds
        while self._running and time.monotonic() < until:
            time.sleep(0.01)
        return self._running == 0
