"""Calling services: directly when they live in this process, through the broker otherwise."""

import time
from collections.abc import Mapping
from typing import Any, Protocol

from shared.bus.context import Request, new_traceparent, trace_id
from shared.bus.wire import Reply
from shared.errors import Unavailable

RETRY_AFTER_SECONDS = 2


class Caller(Protocol):
    """A way to reach services."""

    def call(self, request: Request, kwargs: Mapping[str, Any]) -> Reply: ...

    def close(self) -> None: ...


class LocalServices(Protocol):
    """The services that live in this process."""

    def hosts(self, service: str) -> bool: ...

    def call(self, request: Request, kwargs: Mapping[str, Any]) -> Reply: ...


class BusClient:
    """The one door to other services in a process; safe to use from many threads."""

    def __init__(self, patience: float, remote: Caller | None = None, local: LocalServices | None = None) -> None:
        self._patience = patience
        self._remote = remote
        self._local = local

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
        """The answer of `service.method(**kwargs)`.

        `deadline` is in seconds since the epoch; `context` may carry traceparent, correlation_id, idempotency_key,
        fingerprint, address and channel. Raises `Refused` for what the service refused, `Unavailable` when there was no
        answer in time or nobody to ask, `ServiceFailed` when the service broke.
        """
        told = context or {}
        trace = told.get("traceparent") or new_traceparent()
        request = Request(
            service=service,
            method=method,
            deadline=deadline or time.time() + self._patience,
            traceparent=trace,
            correlation_id=told.get("correlation_id") or trace_id(trace),
            actor=actor_token,
            idempotency_key=told.get("idempotency_key"),
            fingerprint=told.get("fingerprint"),
            address=told.get("address"),
            channel=told.get("channel"),
        )
        return self._way_to(service).call(request, kwargs)

    def _way_to(self, service: str) -> Caller | LocalServices:
        if self._local is not None and self._local.hosts(service):
            return self._local
        if self._remote is None:
            raise service_away(service)
        return self._remote

    def close(self) -> None:
        if self._remote is not None:
            self._remote.close()


def service_away(service: str) -> Unavailable:
    return Unavailable(f"The {service} service is away.", retry_after=RETRY_AFTER_SECONDS)


def no_answer(service: str) -> Unavailable:
    return Unavailable(f"The {service} service did not answer in time.", retry_after=RETRY_AFTER_SECONDS)


def bus_away() -> Unavailable:
    return Unavailable("The message bus is away.", retry_after=RETRY_AFTER_SECONDS)
