"""What travels with a call beside its arguments: who, until when, under which key and trace."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.call import Call

PREFIX = "nameko."


@dataclass
class Request:
    """A call on either side of the bus. `deadline` is in seconds since the epoch, by the clock of whoever holds this;
    after it nobody waits any more.

    `reply_headers` is what the service says beside the result (that an answer is a replay, say).
    """

    service: str
    method: str
    deadline: float
    traceparent: str
    correlation_id: str
    actor: str | None = None
    idempotency_key: str | None = None
    fingerprint: str | None = None
    address: str | None = None
    channel: str | None = None
    reply_headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_headers(cls, service: str, method: str, headers: Mapping[str, Any], patience: float) -> "Request":
        """Read what a caller sent; one that set no deadline is given `patience` seconds.

        What counts is how long the caller waits, which is the same by every clock. A program of others may say by its
        clock until when.
        """
        trace = headers.get("traceparent") or new_traceparent()
        left, deadline = headers.get("patience"), headers.get("deadline")
        if left is not None:
            until = time.time() + float(left) / 1000
        else:
            until = float(deadline) / 1000 if deadline else time.time() + patience
        return cls(
            service=service,
            method=method,
            deadline=until,
            traceparent=trace,
            correlation_id=headers.get("correlation_id") or trace_id(trace),
            actor=headers.get("actor"),
            idempotency_key=headers.get("idempotency_key"),
            fingerprint=headers.get("fingerprint"),
            address=headers.get("address"),
            channel=headers.get("channel"),
        )

    def headers(self) -> dict[str, Any]:
        """The headers that say it, without Nameko's prefix."""
        told = {
            "deadline": int(self.deadline * 1000),
            "patience": int(self.remaining() * 1000),
            "traceparent": self.traceparent,
            "correlation_id": self.correlation_id,
            "actor": self.actor,
            "idempotency_key": self.idempotency_key,
            "fingerprint": self.fingerprint,
            "address": self.address,
            "channel": self.channel,
        }
        return {name: value for name, value in told.items() if value is not None}

    def call(self) -> Call:
        """What the service itself is told about it."""
        return Call(
            actor_token=self.actor,
            deadline=self.deadline,
            idempotency_key=self.idempotency_key,
            fingerprint=self.fingerprint or "",
            traceparent=self.traceparent,
            correlation_id=self.correlation_id,
            address=self.address,
            channel=self.channel,
            answer_headers=self.reply_headers,
        )

    def remaining(self) -> float:
        """Seconds until the deadline, never below zero."""
        return max(0.0, self.deadline - time.time())

    @property
    def is_expired(self) -> bool:
        return self.deadline <= time.time()

    @property
    def trace(self) -> str:
        return trace_id(self.traceparent)


def with_prefix(headers: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{PREFIX}{name}": value for name, value in headers.items()}


def without_prefix(headers: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name.removeprefix(PREFIX): value for name, value in (headers or {}).items()}


def having_waited(headers: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The headers of a call that lay here for so long before anybody looked at it: its caller has waited on."""
    if "patience" in headers:
        headers["patience"] = float(headers["patience"]) - seconds * 1000
    return headers


def new_traceparent() -> str:
    """A new trace in the form of W3C Trace Context."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def child_traceparent(parent: str) -> str:
    """The same trace, one span further down."""
    parts = parent.split("-")
    return "-".join([*parts[:2], secrets.token_hex(8), *parts[3:]]) if len(parts) == 4 else new_traceparent()


def trace_id(traceparent: str) -> str:
    parts = traceparent.split("-")
    return parts[1] if len(parts) == 4 else ""
