"""The Flask application: every declared route, one pipeline, problems for everything that goes wrong."""

import time
from collections.abc import Iterable
from functools import partial

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway.http.access_log import record_answer
from gateway.http.calls import answer
from gateway.http.console import serve_console
from gateway.http.discovery import all_routes, table_of
from gateway.http.door import EXTENSION, Door
from gateway.http.limits import Rate
from gateway.http.overload import Guard
from gateway.http.ports import Access, Broadcasts, Bus, DoorSettings
from gateway.http.problems import answer_all_faults_as_problems
from gateway.http.routes import Lane, Routes
from gateway.http.tracing import begin_trace
from shared.clock import now


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
    rates = {Lane.INTERACTIVE: Rate.parse(settings.rate_limit), Lane.BULK: Rate.parse(settings.bulk_rate_limit)}
    door = Door(settings, bus, access, declared, table_of(declared), rates, broadcasts=broadcasts)
    app.extensions[EXTENSION] = door
    for endpoint, route in door.table.items():
        app.add_url_rule(
            route.rule, endpoint, partial(answer, route), methods=[route.method], provide_automatic_options=False
        )
    serve_console(app, settings.console, door.table.values())
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.wsgi_app = Guard(app.wsgi_app, door.lanes.requests)  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_finish)
    answer_all_faults_as_problems(app)
    return app


def _begin() -> None:
    g.began = time.perf_counter()
    g.began_at = now()
    g.trace = begin_trace(request.headers.get("traceparent"))


def _finish(response: Response) -> Response:
    response.headers["traceparent"] = g.trace.traceparent
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "private, no-cache" if "ETag" in response.headers else "no-store")
    if allowance := g.get("allowance"):
        response.headers["RateLimit-Limit"] = str(allowance.limit)
        response.headers["RateLimit-Remaining"] = str(allowance.remaining)
        response.headers["RateLimit-Reset"] = str(allowance.reset)
    record_answer(response)
    return response
