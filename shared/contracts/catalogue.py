"""Every event of the product, described from its class: JSON Schema, AsyncAPI 3 and the page for people."""

import dataclasses
import importlib
import pkgutil
import types
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, Union

import shared.contracts
from shared.contracts.channels import CHANNELS
from shared.contracts.events import Event
from shared.contracts.subscriptions import SUBSCRIPTIONS

Schema = dict[str, Any]

_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Any: {},
}


class NotDescribable(TypeError):
    """A field of an event has a type that JSON cannot say."""


def all_events() -> list[type[Event]]:
    """Every event class of every contract, by wire type."""
    for found in pkgutil.walk_packages(shared.contracts.__path__, "shared.contracts."):
        importlib.import_module(found.name)
    concrete = {
        kind for kind in _heirs(Event) if "type" in vars(kind) and kind.__module__.startswith("shared.contracts.")
    }
    return sorted(concrete, key=lambda kind: kind.wire_type())


def _heirs(kind: type[Event]) -> Iterator[type[Event]]:
    for heir in kind.__subclasses__():
        yield heir
        yield from _heirs(heir)


def data_schema(kind: type[Any]) -> Schema:
    """The JSON Schema of an event's data (or of any frozen dataclass), from its type hints."""
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    required = [
        field.name
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    return {
        "type": "object",
        "properties": {field.name: schema_of(hints[field.name]) for field in fields},
        "required": required,
    }


def schema_of(hint: Any) -> Schema:
    """The JSON Schema of one type hint. Raises `NotDescribable`."""
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {Union, types.UnionType}:
        return _union([schema_of(argument) for argument in arguments])
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {list, tuple, set, frozenset} or hint in {list, tuple}:
        return {"type": "array", "items": schema_of(arguments[0]) if arguments else {}}
    if origin is dict or hint is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1]) if arguments else {}}
    return _schema_of_class(hint)


def _schema_of_class(hint: Any) -> Schema:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and typing.is_typeddict(hint):
        hints = typing.get_type_hints(hint)
        return {"type": "object", "properties": {name: schema_of(part) for name, part in hints.items()}}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return data_schema(hint)
    raise NotDescribable(f"{hint!r} has no JSON Schema")


def _union(parts: list[Schema]) -> Schema:
    if all(part.keys() == {"type"} for part in parts):
        return {"type": [part["type"] for part in parts]}
    return {"anyOf": parts}


def listeners(kind: type[Event]) -> list[str]:
    """The services that handle this event."""
    return sorted(service for service, events in SUBSCRIPTIONS.items() if kind in events)


def meaning(kind: type[Event]) -> str:
    """The event's own docstring, or what its name says."""
    written = (vars(kind).get("__doc__") or "").strip()
    if written and not written.startswith(f"{kind.__name__}("):
        return " ".join(written.split())
    noun, verb = kind.type.split(".")[1:3]
    return f"{noun.replace('_', ' ').capitalize()}: {verb.replace('_', ' ')}."


def catalogue() -> list[dict[str, Any]]:
    """Each event as programs read it at /v1/events/catalogue."""
    return [
        {
            "type": kind.wire_type(),
            "version": kind.version,
            "source": kind.source(),
            "about": meaning(kind),
            "listeners": listeners(kind),
            "schema": data_schema(kind),
        }
        for kind in all_events()
    ]


def envelope_schema(kind: type[Event]) -> Schema:
    """A whole message: CloudEvents 1.0 with the extensions of the house."""
    text, number = {"type": "string"}, {"type": "integer"}
    identity = {"type": "string", "format": "uuid"}
    properties: dict[str, Schema] = {
        "specversion": {"const": "1.0"},
        "id": identity,
        "source": {"const": f"/tenon/{kind.source()}"},
        "type": {"const": kind.wire_type()},
        "subject": identity | {"description": "The record."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "sequence": number | {"description": "Gap-free within the subject; the record's version after the event."},
        "position": number | {"description": "Gap-free within the source's log."},
        "actor": identity,
        "actorname": text,
        "orgunit": identity,
        "correlationid": text,
        "causationid": text,
        "channel": {"enum": list(CHANNELS)} | {"description": "The way on which the customer's word reached us."},
        "data": data_schema(kind),
    }
    optional = {"orgunit", "correlationid", "causationid", "channel"}
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3 document: a channel and a message an event, sent to the durable topic exchange of its service."""
    events = all_events()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Tenon events",
            "version": "1",
            "description": "What happened, at least once, in order per record.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {kind.wire_type(): _channel(kind) for kind in events},
        "operations": {f"send.{kind.wire_type()}": _operation(kind) for kind in events},
        "components": {"messages": {kind.wire_type(): _message(kind) for kind in events}},
    }


def _channel(kind: type[Event]) -> dict[str, Any]:
    exchange = {"name": f"{kind.source()}.events", "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": kind.wire_type().removeprefix(f"tenon.{kind.source()}."),
        "messages": {kind.wire_type(): {"$ref": f"#/components/messages/{kind.wire_type()}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _operation(kind: type[Event]) -> dict[str, Any]:
    channel = f"#/channels/{kind.wire_type()}"
    return {
        "action": "send",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{kind.wire_type()}"}],
    }


def _message(kind: type[Event]) -> dict[str, Any]:
    return {
        "name": kind.wire_type(),
        "summary": meaning(kind),
        "contentType": "application/cloudevents+json",
        "payload": envelope_schema(kind),
    }
