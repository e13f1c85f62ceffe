"""The gateway as a process runs it: its own service in the host, the public door in front."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from wsgiref.types import WSGIApplication

from gateway.access.principals import Access
from gateway.http.app import create_app
from gateway.server import serve
from shared.bus.host import Host
from shared.bus.wire import Reply
from shared.contracts.events import Event
from shared.persistence.database import database_at
from shared.settings import GATEWAY, Settings


class GatewayBus:
    """The bus as the door needs it: calls, and events as they pass."""

    def __init__(self, host: Host) -> None:
        self._host = host

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
        return self._host.client.call(
            service, method, actor_token=actor_token, deadline=deadline, context=context, **kwargs
        )

    def subscribe_broadcast(
        self, event_classes: Sequence[type[Event]], listener: Callable[[Any], None], /
    ) -> Callable[[], None]:
        return self._host.subscribe_broadcast(event_classes, listener)


def gateway_application(settings: Settings, host: Host) -> WSGIApplication:
    """The public API for any WSGI server; `host` runs the gateway's own service and reaches the others."""
    bus, access = _reach(settings, host)
    return create_app(settings, bus, access, broadcasts=bus)


def serve_gateway(settings: Settings, host: Host, stop: threading.Event, on_ready: Callable[[], None]) -> None:
    """Answer the public API on our own server until `stop` is set."""
    bus, access = _reach(settings, host)
    serve(create_app(settings, bus, access, broadcasts=bus), settings.host, settings.port, stop, on_ready)


def _reach(settings: Settings, host: Host) -> tuple[GatewayBus, Access]:
    return GatewayBus(host), Access(database_at(settings.database_url(GATEWAY)))
