"""What tells an operator, a load balancer or Prometheus how the installation is, and a program how much it may ask."""

from typing import Any

import orjson
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.http.bodies import DEEPEST_BODY
from gateway.http.door import Door
from gateway.http.query import DEFAULT_LIMIT, LARGEST_LIMIT
from gateway.http.readiness import WELL
from gateway.http.routes import MEBIBYTE, Lane, Routes
from gateway.http.views import LimitsView, LiveView, ReadyView
from shared.contracts.gateway.bulks import MOST_OPERATIONS
from shared.contracts.rights import PUBLIC, SIGNED_IN
from shared.settings import GATEWAY

IDEMPOTENCY_HOURS = 72


def live(door: Door) -> Response:
    return _json({"status": WELL})


def ready(door: Door) -> Response:
    condition = door.readiness.current()
    return _json(condition, 200 if condition["status"] == WELL else 503)


def health(door: Door) -> Response:
    return ready(door)


def metrics(door: Door) -> Response:
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def limits(door: Door) -> Response:
    return _json(
        {
            "requests_per_second": door.rates[Lane.INTERACTIVE].per_second,
            "burst": door.rates[Lane.INTERACTIVE].burst,
            "bulk_operations_per_second": door.rates[Lane.BULK].per_second,
            "bulk_burst": door.rates[Lane.BULK].burst,
            "bulk_operations": MOST_OPERATIONS,
            "body_bytes": MEBIBYTE,
            "body_depth": DEEPEST_BODY,
            "page_default": DEFAULT_LIMIT,
            "page_largest": LARGEST_LIMIT,
            "idempotency_key_hours": IDEMPOTENCY_HOURS,
            "deadline_seconds": door.settings.deadline_seconds,
            "streams_per_person": door.most_streams,
        }
    )


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, content_type="application/json")


routes = Routes(
    "health",
    service=GATEWAY,
    tag="Operation",
    about="Whether the installation is well, and its limits.",
    for_partners=True,
)
routes.serve("/health/live", live, right=PUBLIC, gives=LiveView, about="This process answers.")
routes.serve(
    "/health/ready",
    ready,
    right=PUBLIC,
    gives=ReadyView,
    refuses=(503,),
    about="Every service, its database and the bus.",
)
routes.serve(
    "/health",
    health,
    right=PUBLIC,
    gives=ReadyView,
    refuses=(503,),
    about="The same as /health/ready, under the name that is tried first.",
)
routes.serve("/metrics", metrics, right=PUBLIC, media_type="text/plain", about="Figures for Prometheus.")
routes.serve("/v1/limits", limits, right=SIGNED_IN, gives=LimitsView, about="How much one token may ask.")
