"""Every event is described: as JSON Schema, as AsyncAPI, and on the page for people."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, Literal

import pytest
from jsonschema import Draft202012Validator

from deploy.commands.docs import EVENTS_PAGE, events_page
from deploy.commands.docs import main as docs
from shared.contracts.catalogue import (
    NotDescribable,
    all_events,
    asyncapi,
    catalogue,
    data_schema,
    envelope_schema,
    meaning,
    schema_of,
)
from shared.contracts.events import Event


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Part:
    name: str
    weight: float | None


@dataclass(frozen=True)
class ToyPainted(Event):
    """A toy has another colour."""

    type: ClassVar[str] = "sales.toy.painted"
    id: str
    colour: Colour
    parts: list[Part]
    changes: dict[str, dict[str, Any]]
    coats: int = 1


def test_the_schema_of_an_event_follows_its_fields() -> None:
    schema = data_schema(ToyPainted)

    assert schema["required"] == ["id", "colour", "parts", "changes"]
    assert schema["properties"]["colour"] == {"enum": ["red", "blue"]}
    assert schema["properties"]["parts"]["items"]["properties"]["weight"] == {"type": ["number", "null"]}


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (str, {"type": "string"}),
        (bool, {"type": "boolean"}),
        (str | None, {"type": ["string", "null"]}),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (dict[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (Literal["a", "b"], {"enum": ["a", "b"]}),
        (list[str] | None, {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}),
    ],
)
def test_a_type_is_described(hint: Any, schema: dict[str, Any]) -> None:
    assert schema_of(hint) == schema


@pytest.mark.parametrize("hint", [bytes, object, complex])
def test_a_type_that_json_cannot_say_is_refused(hint: Any) -> None:
    with pytest.raises(NotDescribable):
        schema_of(hint)


def test_the_meaning_is_the_docstring_or_the_name() -> None:
    @dataclass(frozen=True)
    class ToyLost(Event):
        type: ClassVar[str] = "sales.toy.lost"

    assert meaning(ToyPainted) == "A toy has another colour."
    assert meaning(ToyLost) == "Toy: lost."


def test_a_message_is_checked_by_its_schema() -> None:
    checker = Draft202012Validator(data_schema(ToyPainted))
    toy: dict[str, Any] = {"id": "1", "colour": "red", "parts": [{"name": "a", "weight": None}], "changes": {}}

    assert checker.is_valid(toy)
    assert not checker.is_valid(toy | {"colour": "green"})
    assert not checker.is_valid(toy | {"coats": "two"})


@pytest.mark.parametrize("kind", all_events(), ids=lambda kind: kind.wire_type())
def test_every_event_of_the_house_has_a_valid_schema(kind: type[Event]) -> None:
    Draft202012Validator.check_schema(envelope_schema(kind))
    assert set(data_schema(kind)["properties"]) == {field.name for field in fields(kind)}
    assert len(kind.type.split(".")) == 3


def test_no_two_events_share_a_type() -> None:
    types = [kind.wire_type() for kind in all_events()]

    assert len(types) == len(set(types))
    assert [entry["type"] for entry in catalogue()] == types


def test_each_event_has_its_channel_and_its_message() -> None:
    document = asyncapi()

    assert document["asyncapi"] == "3.0.0"
    assert document["channels"].keys() == document["components"]["messages"].keys()
    for operation in document["operations"].values():
        assert operation["channel"]["$ref"].removeprefix("#/channels/") in document["channels"]


def test_the_page_of_events_is_current() -> None:
    assert EVENTS_PAGE.read_text(encoding="utf-8") == events_page(), "run ./tenon docs"


def test_an_old_page_is_noticed(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "events.md"
    monkeypatch.setattr("deploy.commands.docs.EVENTS_PAGE", page)
    monkeypatch.setattr("deploy.commands.docs.FEATURES_PAGE", tmp_path / "features.md")
    page.write_text("old", encoding="utf-8")

    assert docs(["--check"]) == 1
    assert docs([]) == 0
    assert docs(["--check"]) == 0
