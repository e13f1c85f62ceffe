"""Where a call enters a service: read, checked, run by a worker, answered, counted and logged."""

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog
from nameko.containers import WorkerContext
from nameko.exceptions import BadRequest, MethodNotFound

from shared.bus.container import Container, ExcInfo
from shared.bus.context import Request
from shared.bus.extensions import Rpc
from shared.bus.metrics import CALL_SECONDS, CALLS, CALLS_EXPIRED
from shared.bus.wire import decode_call, encode_fault, encode_result
from shared.errors import Refusal

Respond = Callable[[bytes, dict[str, Any]], None]
Builtin = Callable[[], dict[str, Any]]

_log = structlog.get_logger(__name__)


class Door:
    """The calls of one service. `builtins` are answered without a worker and without an actor."""

    def __init__(self, container: Container, builtins: Mapping[str, Builtin], patience: float) -> None:
        self.container = container
        self._builtins = builtins
        self._patience = patience
        self._methods = {e.method_name: e for e in container.entrypoints if isinstance(e, Rpc)}

    def take(self, method: str, body: bytes | str, headers: Mapping[str, Any], respond: Respond) -> None:
        """Run one call and give its answer to `respond`, here or on a worker's thread. An expired call is dropped."""
        service = self.container.service_name
        request = Request.from_headers(service, method, headers, self._patience)
        if request.is_expired:
            _drop(request)
            return
        try:
            self._start(request, body, headers, respond)
        except Exception as fault:
            _conclude(request, time.monotonic(), encode_fault(fault), respond, fault)

    def _start(self, request: Request, body: bytes | str, headers: Mapping[str, Any], respond: Respond) -> None:
        args, kwargs = decode_call(body)
        if request.method in self._builtins:
            work = partial(_answer_builtin, request, self._builtins[request.method], respond)
            threading.Thread(target=work, daemon=True).start()  # it may wait for a database
            return
        entrypoint = self._methods.get(request.method)
        if entrypoint is None:
            raise MethodNotFound(request.method)
        entrypoint.check_signature(args, kwargs)
        answered = partial(_answer, request, time.monotonic(), respond)
        data = {**headers, "request": request}
        if not self.container.spawn_in_time(request.remaining(), entrypoint, args, kwargs, data, answered):
            _drop(request)


def _drop(request: Request) -> None:
    """Nobody waits for the answer any more."""
    CALLS_EXPIRED.labels(request.service).inc()
    _log.info("expired call dropped", service=request.service, method=request.method, trace=request.trace)


def _answer_builtin(request: Request, builtin: Builtin, respond: Respond) -> None:
    started = time.monotonic()
    try:
        _conclude(request, started, encode_result(builtin()), respond, None)
    except Exception as fault:
        _conclude(request, started, encode_fault(fault), respond, fault)


def _answer(
    request: Request, started: float, respond: Respond, _worker: WorkerContext, result: Any, exc_info: ExcInfo | None
) -> tuple[Any, ExcInfo | None]:
    fault: BaseException | None = exc_info[1] if exc_info else None
    try:
        answer = encode_fault(fault) if fault else encode_result(result)
    except Exception as unsayable:
        fault, answer = unsayable, encode_fault(unsayable)
    _conclude(request, started, answer, respond, fault)
    return result, exc_info


def _conclude(request: Request, started: float, answer: bytes, respond: Respond, fault: BaseException | None) -> None:
    seconds = time.monotonic() - started
    outcome = _outcome(fault)
    CALLS.labels(request.service, request.method, outcome).inc()
    CALL_SECONDS.labels(request.service, request.method).observe(seconds)
    log = _log.bind(
        service=request.service,
        method=request.method,
        ms=round(seconds * 1000, 1),
        outcome=outcome,
        trace=request.trace,
    )
    if outcome == "failed":
        log.error("call", exc_info=fault)
    else:
        log.debug("call")
    try:
        respond(answer, request.reply_headers)
    except Exception as unheard:
        log.warning("answer lost", reason=str(unheard))


def _outcome(fault: BaseException | None) -> str:
    if fault is None:
        return "done"
    if isinstance(fault, Refusal):
        return fault.code
    return "bad_request" if isinstance(fault, BadRequest) else "failed"
