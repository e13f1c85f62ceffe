"""What keeps too much work out: places for requests, a share for each service, lanes apart for heavy work.

See docs/adr/0039.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson
from flask import has_request_context, request

from gateway.http.languages import language_in
from gateway.http.meanings import told_in
from gateway.http.operations import Route, Shape
from gateway.http.places import RETRY_AFTER_SECONDS, Burst, Overloaded, Places, Seat
from gateway.http.ports import Bus, DoorSettings, Reply
from gateway.http.titles import title_of
from gateway.http.tracing import begin_trace
from shared.contracts.payload import Payload
from shared.settings import GATEWAY, SERVICES

NEVER_SHED = frozenset({"/health", "/health/live", "/health/ready", "/metrics"})
SHARE_OF_A_SERVICE = 2
LINE_BEFORE_A_SERVICE = 4
PATIENCE_FOR_HEAVY_WORK = 4
"""How much longer heavy work waits for a place than a request does."""

BURST, BURST_PATIENCE, BURST_STALL, BURST_RECOVERY = 128, 60, 8, 60
"""So many who come at once are no overload yet; a quarter of them where the work is heavy. The others are in waits of a
request: 15, 2 and 15 s.
"""
HEAVY_BURST = BURST // 4

SEAT = "tenon.seat"
"""In the environment of a request: its place."""


class Lanes:
    """All places of one gateway. A service may hold half of them, and who waits for it holds none, so that one that is
    slow leaves room for the others.
    """

    def __init__(self, settings: DoorSettings) -> None:
        most, wait = settings.most_requests, settings.request_wait_seconds
        heavy, line = settings.heavy_requests, max(1, most // LINE_BEFORE_A_SERVICE)
        burst = Burst(BURST, wait * BURST_PATIENCE, wait * BURST_STALL, wait * BURST_RECOVERY)
        few = replace(burst, many=HEAVY_BURST, stall=burst.patience)  # what is heavy may well take long
        share = max(1, most // SHARE_OF_A_SERVICE)
        self.requests = Places("requests", most, most, wait, burst)
        self.services: Mapping[str, Places] = {
            service: Places(service, share, line, wait, burst) for service in (*SERVICES, GATEWAY)
        }
        self.reports = Places("reports", heavy, most, wait * PATIENCE_FOR_HEAVY_WORK, few)
        self.loads = Places("loads", heavy, most, wait * PATIENCE_FOR_HEAVY_WORK, few)
        self.streams = Places("streams", heavy, most, wait, few)

    def of_route(self, route: Route) -> AbstractContextManager[None]:
        """The place that a request of this route needs besides: a report over everything, a bulk or a file."""
        if route.shape in {Shape.UPLOAD, Shape.BULK}:
            return self.loads.held(standing_aside())
        if route.shape is Shape.REPORT and not route.parameters:
            return self.reports.held(standing_aside())
        return nullcontext()

    def of_query(self, arguments: Payload) -> AbstractContextManager[None]:
        """The place that a list needs besides when it is to count or to sum all that it could show."""
        asked = arguments.get("query") or {}
        is_heavy = asked.get("count") == "exact" or asked.get("totals")
        return self.reports.held(standing_aside()) if is_heavy else nullcontext()


def standing_aside() -> AbstractContextManager[None]:
    """While the request at hand waits for a lane it leaves its place to others: what is slow must not fill the rest."""
    seat = request.environ.get(SEAT) if has_request_context() else None
    return nullcontext() if seat is None else seat.aside()


class Bulkheads:
    """A bus on which each service is asked no more at once than its share."""

    def __init__(self, bus: Bus, services: Mapping[str, Places]) -> None:
        self._bus = bus
        self._services = services

    def call(
        self,
        service: str,
        method: str,
        /,
        *,
        actor_token: str | None = None,
        deadline: float | None = None,
        context: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Reply:
        """As the bus does; raises `Overloaded` where the service's share is taken."""
        with self._services[service].held(standing_aside()):
            return self._bus.call(
                service, method, actor_token=actor_token, deadline=deadline, context=context, **kwargs
            )


class Guard:
    """Stands before the application, so that a request too many costs next to nothing: no route is looked for, no
    token read, no line logged.
    """

    def __init__(self, app: WSGIApplication, places: Places) -> None:
        self._app = app
        self._places = places

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in NEVER_SHED:
            return self._app(environ, start_response)
        try:
            environ[SEAT] = seat = Seat(self._places)
        except Overloaded as refusal:
            return _refused(refusal, environ, start_response)
        try:
            # What a stream or a download sends later holds no place: it waits for its reader, not for us.
            return self._app(environ, start_response)
        finally:
            seat.leave()


def _refused(refusal: Overloaded, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The problem as the application would say it."""
    language = language_in(environ.get("HTTP_ACCEPT_LANGUAGE"))
    trace = begin_trace(environ.get("HTTP_TRACEPARENT"))
    problem = {
        "type": f"/v1/errors/{refusal.code}",
        "title": title_of(503, language),
        "status": 503,
        "detail": refusal.detail,
        "code": refusal.code,
        "trace_id": trace.trace_id,
        **told_in(language, refusal.code),
        **refusal.extra,
    }
    body = orjson.dumps(problem)
    start_response(
        "503 Service Unavailable",
        [
            ("Content-Type", "application/problem+json"),
            ("Content-Language", language),
            ("Vary", "Accept-Language"),
            ("Content-Length", str(len(body))),
            ("Retry-After", str(RETRY_AFTER_SECONDS)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("traceparent", trace.traceparent),
        ],
    )
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
