"""Bodies that an operation may take, made from its schema alone: what it requires, and nothing surprising."""

from collections.abc import Callable
from typing import Any

from shared.ids import new_id
from tests.end_to_end.walker.description import Description, Operation

SOON = "2099-01-31"
Finder = Callable[[tuple[str, ...]], str | None]
"""From a place in a body, such as ("lines", "[]", "product_id"), to the id to write there."""


def body_for(description: Description, operation: Operation, find: Finder) -> dict[str, Any]:
    """All required members. An id that nothing could be found for is one that never was."""
    return _object(description, operation.body, find, ())


def with_reference(body: dict[str, Any], place: tuple[str, ...], value: str, sample: Any) -> dict[str, Any]:
    """A copy of `body` with this id at this place; `sample` makes the items of lists on the way."""
    name, rest = place[0], place[1:]
    if not rest:
        return {**body, name: value}
    if rest[0] == "[]":
        items = body.get(name) or [sample(place[:2])]
        return {**body, name: [with_reference(items[0], rest[1:], value, sample), *items[1:]]}
    return {**body, name: with_reference(body.get(name) or sample(place[:1]), rest, value, sample)}


def part_for(description: Description, operation: Operation, find: Finder, place: tuple[str, ...]) -> Any:
    """What stands at a place inside a body: an object with all that it requires."""
    schema: Any = operation.body
    for name in place:
        schema = schema["items"] if name == "[]" else description.properties(schema)[name]
        schema = description.follow(schema)
    return _object(description, schema, find, place)


def _object(description: Description, schema: Any, find: Finder, place: tuple[str, ...]) -> dict[str, Any]:
    known = description.properties(schema)
    return {
        name: _value(description, name, known.get(name, {}), find, (*place, name))
        for name in description.required(schema)
    }


def _value(description: Description, name: str, kind: Any, find: Finder, place: tuple[str, ...]) -> Any:
    type_ = next((one for one in _types(kind) if one != "null"), "string")
    if "enum" in kind:
        return next(one for one in kind["enum"] if one is not None)
    if type_ == "array":
        items = description.follow(kind.get("items", {}))
        return [_value(description, name, items, find, (*place, "[]"))]
    if type_ == "object":
        return _object(description, kind, find, place)
    if type_ in ("integer", "number"):
        return kind.get("minimum", 1) or 1
    if type_ == "boolean":
        return False
    if name.endswith("_id"):
        return find(place) or new_id()
    return _text(name, kind)


def _text(name: str, kind: Any) -> str:
    """A text as its format, its pattern or its name asks for; unique where it may be long."""
    unique = new_id().replace("-", "")
    if kind.get("format") == "decimal":
        return "1.00"
    if kind.get("format") == "date":
        return SOON
    if kind.get("format") == "date-time":
        return f"{SOON}T12:00:00+00:00"
    if kind.get("format") == "email":
        return f"{unique}@example.com"
    if name == "code":
        return f"w{unique[-12:]}" if "a-z" in kind.get("pattern", "a-z") else f"W{unique[-12:].upper()}"
    if name == "currency":
        return "USD"
    if name == "id":
        return new_id()
    if name == "login":
        return f"w{unique}"
    return f"walked {unique}"[: kind.get("maxLength", 200)]


def _types(kind: Any) -> list[str]:
    told = kind.get("type", "string")
    return told if isinstance(told, list) else [told]
