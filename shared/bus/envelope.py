"""An event as it travels: CloudEvents 1.0 in structured JSON, with our extensions."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from shared.persistence.platform import StoredEvent

CONTENT_TYPE = "application/cloudevents+json"
_SOURCE = "/tenon/"


class UnreadableEnvelope(ValueError):
    """These bytes are no event of ours."""


@dataclass(frozen=True)
class Envelope:
    """`position` is the place in the log of the source, `sequence` the one in the history of the subject."""

    id: str
    source: str
    type: str
    subject: str
    sequence: int
    position: int
    time: str
    org_unit: str | None
    actor: str
    actor_name: str
    correlation_id: str | None
    causation_id: str | None
    data: dict[str, Any]
    channel: str | None = None

    @property
    def routing_key(self) -> str:
        """The type without the part that every event of this source shares."""
        return routing_key(self.type, self.source)

    @property
    def occurred_at(self) -> datetime:
        return datetime.fromisoformat(self.time)

    def cloud_event(self) -> dict[str, Any]:
        optional = {
            "orgunit": self.org_unit,
            "correlationid": self.correlation_id,
            "causationid": self.causation_id,
            "channel": self.channel,
        }
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": source_uri(self.source),
            "type": self.type,
            "subject": self.subject,
            "time": self.time,
            "datacontenttype": "application/json",
            "sequence": self.sequence,
            "position": self.position,
            "actor": self.actor,
            "actorname": self.actor_name,
            **{name: value for name, value in optional.items() if value is not None},
            "data": self.data,
        }

    def encode(self) -> bytes:
        return orjson.dumps(self.cloud_event())

    @classmethod
    def from_cloud_event(cls, event: Mapping[str, Any]) -> "Envelope":
        """Raise `UnreadableEnvelope` when a member is missing or of another kind than it must be."""
        try:
            return cls(
                id=str(event["id"]),
                source=event["source"].removeprefix(_SOURCE),
                type=str(event["type"]),
                subject=str(event["subject"]),
                sequence=int(event["sequence"]),
                position=int(event["position"]),
                time=datetime.fromisoformat(event["time"]).isoformat(),
                org_unit=event.get("orgunit"),
                actor=str(event["actor"]),
                actor_name=str(event.get("actorname", "")),
                correlation_id=event.get("correlationid"),
                causation_id=event.get("causationid"),
                data=dict(event["data"]),
                channel=event.get("channel"),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise UnreadableEnvelope(f"not an event: {fault!r}") from fault

    @classmethod
    def decode(cls, body: bytes | str) -> "Envelope":
        try:
            event = orjson.loads(body)
        except ValueError as fault:
            raise UnreadableEnvelope("not JSON") from fault
        return cls.from_cloud_event(event)


current_envelope: ContextVar[Envelope | None] = ContextVar("current_envelope", default=None)
"""The event that is being handled, for handlers that need its time, sequence or position."""


def told_at() -> datetime:
    """When what is being handled happened. Raises `LookupError` while no event is handled."""
    envelope = current_envelope.get()
    if envelope is None:
        raise LookupError("The time of an event is known only while it is handled.")
    return datetime.fromisoformat(envelope.time)


def envelope_of(stored: StoredEvent, source: str) -> Envelope:
    """The envelope of an event that has been given its position."""
    return Envelope(
        id=stored.event_id,
        source=source,
        type=stored.type,
        subject=stored.subject,
        sequence=stored.sequence,
        position=stored.position or 0,
        time=stored.occurred_at.isoformat(),
        org_unit=stored.org_unit_id,
        actor=stored.actor_id,
        actor_name=stored.actor_name,
        correlation_id=stored.correlation_id,
        causation_id=stored.causation_id,
        data=stored.data,
        channel=stored.channel,
    )


def routing_key(wire_type: str, source: str) -> str:
    return wire_type.removeprefix(f"tenon.{source}.")


def source_uri(source: str) -> str:
    """How an event of this service names it on the wire."""
    return f"{_SOURCE}{source}"
