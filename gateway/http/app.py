"""The Flask application: every declared route, one pipeline, problems for everything that goes wrong."""

import os
import time
from collections.abc import Iterable
from functools import partial

from flask import Flask, Response, g, request

from gateway.http.access_log import record_answer
from gateway.http.calls import answer
from gateway.http.discovery import all_routes, table_of
from gateway.http.door import EXTENSION, Door
from gateway.http.limits import Rate
from gateway.http.ports import Access, Broadcasts, Bus, DoorSettings
from gateway.http.problems import answer_all_faults_as_problems
from gateway.http.routes import Routes
from gateway.http.tracing import begin_trace

DEFAULT_RATE = "100/500"


def create_app(
    settings: DoorSettings,
    bus: Bus,
    access: Access,
    groups: Iterable[Routes] | None = None,
    broadcasts: Broadcasts | None = None,
) -> Flask:
    """A WSGI application for any server.

    `groups` are the routes to serve: by default all that are declared. Without `broadcasts` streams are not woken and
    look by themselves every fifteen seconds.
    """
    app = Flask("gateway", static_folder=None)
    app.url_map.merge_slashes = False
    declared = tuple(all_routes() if groups is None else groups)
    rate = Rate.parse(os.environ.get("TENON_RATE_LIMIT", DEFAULT_RATE))
    door = Door(settings, bus, access, declared, table_of(declared), rate, broadcasts=broadcasts)
    app.extensions[EXTENSION] = door
    for endpoint, route in door.table.items():
        app.add_url_rule(
            route.rule, endpoint, partial(answer, route), methods=[route.method], provide_automatic_options=False
        )
    app.before_request(_begin)
    app.after_request(_finish)
    answer_all_faults_as_problems(app)
    return app


def _begin() -> None:
    g.began = time.perf_counter()
    g.trace = begin_trace(request.headers.get("traceparent"))


def _finish(response: Response) -> Response:
    response.headers["traceparent"] = g.trace.traceparent
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    if allowance := g.get("allowance"):
        response.headers["RateLimit-Limit"] = str(allowance.limit)
        response.headers["RateLimit-Remaining"] = str(allowance.remaining)
        response.headers["RateLimit-Reset"] = str(allowance.reset)
    record_answer(response)
    return response
