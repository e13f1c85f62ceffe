"""The live OpenAPI document, read into operations: what the walker knows about the product, and all it knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

METHODS = ("get", "post", "patch", "put", "delete")
NEVER = "00000000-0000-4000-8000-000000000009"
"""An id of nothing at all."""

_PARAMETER = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True)
class Operation:
    """One operation with its references followed. `body` is the schema of what it takes as JSON, `answer` of what a
    success says; `media` are the types a body may have, `answers` those of a success. People of partners get in where
    it is `for_partners`.
    """

    method: str
    path: str
    right: str
    for_partners: bool = True
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    media: tuple[str, ...] = ()
    answer: Any = None
    answers: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)

    @property
    def demanded(self) -> list[str]:
        """What must be asked in the query."""
        return [name for name, told in self.query.items() if told.get("required")]

    @property
    def collection(self) -> str:
        """The path in front of the first parameter: where the record of that id would be listed."""
        return self.path.partition("/{")[0]

    def at(self, *values: str) -> str:
        """The path with these values for its parameters, in order, and with whatever it demands to be asked."""
        path = self.path
        for name, value in zip(self.parameters, values, strict=True):
            path = path.replace(f"{{{name}}}", value)
        asked = {name: _fitting(self.query[name].get("schema", {})) for name in self.demanded}
        return f"{path}?{urlencode(asked)}" if asked else path


def _fitting(kind: Any) -> str:
    """A value that the description takes; an id is one that never was, the same each time."""
    if kind.get("format") == "uuid":
        return NEVER
    if kind.get("format") == "date":
        return "2099-01-31"
    return str(kind.get("minimum", 1)) if kind.get("type") == "integer" else str(kind.get("enum", ["walked"])[0])


class Description:
    """A document and its parts."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def operations(self) -> list[Operation]:
        items = self.document["paths"].items()
        return [
            self._operation(method, path, item[method]) for path, item in items for method in METHODS if method in item
        ]

    def follow(self, part: Any) -> Any:
        while isinstance(part, dict) and "$ref" in part:
            names = part["$ref"].removeprefix("#/").split("/")
            part = self.document
            for name in names:
                part = part[name]
        return part

    def properties(self, schema: Any) -> dict[str, Any]:
        """The members of an object, each followed; nothing for what is no object."""
        found = self.follow(schema) or {}
        merged = dict(found.get("properties", {}))
        for part in found.get("allOf", ()):
            merged |= self.properties(part)
        return {name: self.follow(kind) for name, kind in merged.items()}

    def required(self, schema: Any) -> list[str]:
        return list((self.follow(schema) or {}).get("required", ()))

    def references(self, schema: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        """Where in a body an id of another record is told: the path of names to it, `[]` for the items of a list."""
        for name, kind in self.properties(schema).items():
            place = (*above, name)
            if name.endswith("_id") and kind.get("type") in ("string", ["string", "null"]):
                yield place
            elif "items" in kind:
                yield from self.references(kind["items"], (*place, "[]"))
            elif "properties" in kind and len(place) < 4:
                yield from self.references(kind, place)

    def _operation(self, method: str, path: str, told: Any) -> Operation:
        parameters = [self.follow(parameter) for parameter in told.get("parameters", ())]
        content = self.follow(told.get("requestBody", {})).get("content", {})
        success = next((told["responses"][status] for status in sorted(told["responses"]) if status < "300"), {})
        answers = self.follow(success).get("content", {})
        return Operation(
            method=method.upper(),
            path=path,
            right=told.get("x-tenon-right", ""),
            for_partners=told.get("x-tenon-partners", True),
            query={one["name"]: one for one in parameters if one["in"] == "query"},
            body=self.follow(content["application/json"]["schema"]) if "application/json" in content else None,
            media=tuple(content),
            answer=self.follow(answers["application/json"].get("schema")) if "application/json" in answers else None,
            answers=tuple(answers),
            statuses=frozenset(told["responses"]),
        )
