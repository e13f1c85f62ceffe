"""What a service class can declare: its entrypoints (calls and events) and what is injected into it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from inspect import signature
from typing import Any

from nameko.containers import WorkerContext
from nameko.exceptions import IncorrectSignature
from nameko.extensions import DependencyProvider, Entrypoint, register_entrypoint

from shared.actor import Actor, system_actor
from shared.bus.client import BusClient
from shared.bus.context import Request, child_traceparent
from shared.bus.wire import Reply
from shared.call import Call
from shared.contracts.events import Event
from shared.persistence.database import Database, database_at
from shared.settings import Settings
from shared.signing import sign_actor


class Rpc(Entrypoint):  # type: ignore[misc]
    """A method that others may call over the bus."""

    @cached_property
    def _signature(self) -> Any:
        return signature(getattr(self.container.service_cls, self.method_name))

    def check_signature(self, args: list[Any], kwargs: dict[str, Any]) -> None:
        try:
            self._signature.bind(None, *args, **kwargs)
        except TypeError as fault:
            raise IncorrectSignature(str(fault)) from fault


class Handles(Entrypoint):  # type: ignore[misc]
    """A method that is told about one class of events."""

    def __init__(self, event_class: type[Event], **options: Any) -> None:
        super().__init__(**options)
        self.event_class = event_class


def mark(method: Callable[..., Any], entrypoint: Entrypoint) -> None:
    """Make a method an entrypoint of its service."""
    register_entrypoint(method, entrypoint)


class DatabaseProvider(DependencyProvider):  # type: ignore[misc]
    """The service's own database."""

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        self._database = database_at(settings.database_url(self.container.service_name))

    def get_dependency(self, worker_ctx: WorkerContext) -> Database:
        return self._database


class CallProvider(DependencyProvider):  # type: ignore[misc]
    """The call that is being answered."""

    def get_dependency(self, worker_ctx: WorkerContext) -> Call:
        request: Request = worker_ctx.data["request"]
        return request.call()


class SettingsProvider(DependencyProvider):  # type: ignore[misc]
    """How this installation is set up."""

    def get_dependency(self, worker_ctx: WorkerContext) -> Settings:
        settings: Settings = self.container.config["settings"]
        return settings


class ServiceBus:
    """The bus as one call sees it: what it asks of other services carries its trace, its deadline and its actor on."""

    def __init__(self, client: BusClient, request: Request, settings: Settings) -> None:
        self._client = client
        self._request = request
        self._settings = settings
        self._actor = request.actor
        self._once: dict[str, str] = {}

    def call(self, service: str, method: str, /, **kwargs: Any) -> Reply:
        """Ask `service`; hold no transaction open meanwhile."""
        context = {
            "traceparent": child_traceparent(self._request.traceparent),
            "correlation_id": self._request.correlation_id,
            **({"address": self._request.address} if self._request.address else {}),
            **({"channel": self._request.channel} if self._request.channel else {}),
            **self._once,
        }
        return self._client.call(
            service, method, actor_token=self._actor, deadline=self._request.deadline, context=context, **kwargs
        )

    def as_system(self) -> "ServiceBus":
        """The same, asking as the service itself instead of for the person who called it."""
        bus = ServiceBus(self._client, self._request, self._settings)
        bus._actor = sign_actor(system_actor(self._request.service), self._settings.secret)
        return bus

    def on_behalf_of(
        self,
        actor: Actor,
        seconds: float,
        key: str | None = None,
        correlation_id: str | None = None,
        channel: str | None = None,
    ) -> "ServiceBus":
        """The same for work that outlives the call: asking as `actor`, from now on with so many seconds.

        `key` names one request for ever: asked again, the service gives the answer that it gave and does nothing.
        `correlation_id` is what the effects are found by again, and `channel` the way they came; by default those of
        the call.
        """
        request = replace(
            self._request,
            deadline=time.time() + seconds,
            actor=sign_actor(actor, self._settings.secret),
            correlation_id=correlation_id or self._request.correlation_id,
            channel=channel or self._request.channel,
        )
        bus = ServiceBus(self._client, request, self._settings)
        bus._once = {"idempotency_key": key, "fingerprint": key} if key else {}
        return bus


class BusProvider(DependencyProvider):  # type: ignore[misc]
    """The bus, for asking other services."""

    def get_dependency(self, worker_ctx: WorkerContext) -> ServiceBus:
        config: Mapping[str, Any] = self.container.config
        return ServiceBus(config["client"], worker_ctx.data["request"], config["settings"])
