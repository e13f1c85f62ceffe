"""Telling what was found of each type: the same few things of records of every kind."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gateway.http.asking import Answers
from shared.contracts.gateway.search import SEARCHED, Searched
from shared.contracts.payload import Payload

BETWEEN = " · "


def types_asked(query: Payload) -> list[Searched]:
    """The types that the caller wants searched."""
    return [one for one in SEARCHED if "type" not in query or one.type in query["type"]]


def asked_of_list(query: Payload) -> Payload:
    """What each list is asked: as `GET /v1/<noun>?q=…`, in the list's own order."""
    return {"query": {"filter": [], "limit": query["limit"], "count": "none", "q": query["q"]}}


def found_in(answers: Answers, types: Sequence[Searched]) -> list[Payload]:
    """The types of which there is something, in their order."""
    return list(_groups(answers.given, types))


def _groups(given: Mapping[str, Any], types: Sequence[Searched]) -> Iterator[Payload]:
    for one in types:
        page = given.get(one.type)
        if page and page["data"]:
            found = [_told(one, record) for record in page["data"]]
            yield {"type": one.type, "found": found, "more": page["next"] is not None}


def _told(one: Searched, record: Mapping[str, Any]) -> Payload:
    context = [value for place in one.context if (value := _at(record, place))]
    return {
        "id": record["id"],
        "type": one.type,
        "name": _at(record, one.name),
        "number": _at(record, one.number) if one.number else None,
        "context": BETWEEN.join(context) or None,
        "path": one.path_of(record["id"]),
    }


def _at(record: Mapping[str, Any], place: str) -> str | None:
    """A field of the record; one that is closed to the caller is not in it at all."""
    value: Any = record
    for name in place.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if value is None else str(value)
