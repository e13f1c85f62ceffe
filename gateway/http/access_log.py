"""One line and one measurement a request; never a body, a token or the values of a query."""

import time

import structlog
from flask import Response, g, request
from prometheus_client import Histogram

from gateway.http.pace import Pace

BOUNDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Histogram(
    "tenon_http_request_seconds", "Time to answer one request", ["method", "route", "status"], buckets=BOUNDS
)
_KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})

PACE = Pace(BOUNDS)
"""One a process, as the figures beside it are."""

_log = structlog.get_logger(__name__)


def record_answer(response: Response) -> None:
    """Log and measure a request under its route's rule, so that no id or name of a record is written anywhere."""
    seconds = time.perf_counter() - g.began
    route = request.url_rule.rule if request.url_rule else "unknown"
    method = request.method if request.method in _KNOWN_METHODS else "other"
    REQUESTS.labels(method, route, response.status_code).observe(seconds)
    PACE.took(seconds)
    _log.info(
        "request",
        method=method,
        route=route,
        status=response.status_code,
        code=g.get("problem_code"),
        ms=round(seconds * 1000, 1),
        user=g.get("user_id"),
        trace=g.trace.trace_id,
    )
