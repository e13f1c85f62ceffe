"""Every operation that writes, on what is out of sight: it answers as for what never was, and changes nothing."""

from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.walker.classes import Classified, Kind, Sight, named_by
from tests.end_to_end.walker.samples import body_for, part_for, with_reference
from tests.end_to_end.walker.world import World, same_but_for

WRITERS = ("owen.north", "uma.south", "stan.north", "sue.east", "sara.south", "olga.office")
SMUGGLED = {
    "unit_id": "00000000-0000-4000-8000-000000000001",
    "org_unit_id": "00000000-0000-4000-8000-000000000001",
    "owner_id": "00000000-0000-4000-8000-000000000001",
    "id": "00000000-0000-4000-8000-000000000001",
    "created_by": "00000000-0000-4000-8000-000000000001",
    "created_at": "2020-01-01T00:00:00Z",
    "updated_at": "2020-01-01T00:00:00Z",
    "version": 7,
    "number": "SO-1",
    "closed_at": "2020-01-01T00:00:00Z",
    "must_not": "be known",
}
"""What nobody may set by sending it, unless the operation says that it takes it."""

MAY_SAY_OWNER = ("/transfer",)
"""Verbs whose very point is another owner."""


def writes(world: World) -> list[Classified]:
    return [
        one for one in world.of_kind(Kind.WRITE) if one.noun in world.rows and world.sight(one.noun) != Sight.COMPANY
    ]


def send(world: World, login: str, one: Classified, record_id: str) -> requests.Response:
    """One write with a body that is well formed, and any version accepted."""
    operation = one.operation
    ids = [record_id, *(new_id() for _ in operation.parameters[1:])]
    headers = {"If-Match": "*", "Idempotency-Key": new_id()}
    if operation.media and operation.body is None:
        return world[login].ask(
            "POST", operation.at(*ids), data=b"x", headers={**headers, "Content-Type": operation.media[0]}
        )
    body = body_for(world.description, operation, world.find(login, operation)) if operation.body else None
    return world[login].ask(operation.method, operation.at(*ids), body, headers=headers)


def state_of(world: World, noun: str, record_id: str) -> list[Any]:
    """All that the administrator can read of a record by its id alone: itself with its version, and its history."""
    parts = [
        one
        for one in world.of_kind(Kind.DETAIL, Kind.PART)
        if one.noun == noun and len(one.operation.parameters) == 1 and "application/json" in one.operation.answers
        if not one.operation.demanded
    ]
    told = [world["admin"].get(one.operation.at(record_id)) for one in parts]
    return [{name: value for name, value in answer.items() if name != "as_of"} for answer in told]


@pytest.mark.feature("Z-03")
@pytest.mark.parametrize("login", WRITERS)
def test_no_verb_touches_or_betrays_a_record_out_of_sight(world: World, login: str) -> None:
    never, before = new_id(), {}
    weak: list[str] = []
    for one in writes(world):
        hidden = world.hidden(login, one.noun)
        if not hidden:
            continue
        target = hidden[0]["id"]
        if one.noun not in before:
            before[one.noun] = (target, state_of(world, one.noun, target))
        told = same_but_for(send(world, login, one, target), target)
        nothing = same_but_for(send(world, login, one, never), never)
        world.findings.saw(one.operation, login, 1)
        assert told[0] >= 400, f"{one.operation} as {login} did it: {told}"
        if told != nothing:
            world.findings.leak(one.operation, login, f"{told} is not {nothing}")
        if told[0] not in (403, 404):
            weak.append(str(one.operation))
            world.findings.unproven[f"{one.operation} as {login}"] = str(told[2])[:200]
    assert world.findings.leaks == []
    for noun, (target, state) in before.items():
        assert state_of(world, noun, target) == state, f"{noun} changed"
    assert len(weak) * 10 < len(writes(world)), weak


@pytest.mark.feature("Z-03")
@pytest.mark.parametrize("login", ["uma.south", "owen.north"])
def test_a_body_may_name_what_is_out_of_sight_as_little_as_what_never_was(world: World, login: str) -> None:
    """The same body with a hidden id and with an unknown one: the same refusal, and nothing made."""
    nouns, proven, tried = set(world.lists), 0, 0
    for one in world.of_kind(Kind.CREATE, Kind.WRITE):
        for place in world.description.references(one.operation.body):
            named = named_by(place, one.operation, nouns)
            hidden = world.hidden(login, named) if named in world.rows else []
            own = world.visible(login, one.noun) if one.kind is Kind.WRITE and one.noun in world.rows else []
            if not hidden or (one.kind is Kind.WRITE and not own):
                continue
            told, nothing = (
                same_but_for(refer(world, login, one, place, own, value), value)
                for value in (hidden[0]["id"], new_id())
            )
            where = f"{one.operation} {'/'.join(place)} as {login}"
            tried += 1
            world.findings.saw(one.operation, login, 1)
            if told[0] < 300:  # noted down as it was told, and looked up nowhere
                assert nothing[0] == told[0], f"{where} took it, and not what never was"
                world.findings.unproven[where] = "taken without a look, as an unknown id is"
            elif told != nothing:
                world.findings.leak(one.operation, login, f"{'/'.join(place)}: {told} is not {nothing}")
            if told[0] < 300 or "<id>" in told[2]:
                proven += 1
            else:
                world.findings.unproven[where] = str(told[2])[:200]
    assert world.findings.leaks == []
    assert tried >= 8
    assert proven * 2 >= tried, world.findings.unproven


def refer(
    world: World, login: str, one: Classified, place: tuple[str, ...], own: list[Any], value: str
) -> requests.Response:
    operation, find = one.operation, world.find(login, one.operation)
    body = body_for(world.description, operation, find)
    body = with_reference(body, place, value, lambda part: part_for(world.description, operation, find, part))
    path = operation.at(own[0]["id"]) if one.kind is Kind.WRITE else operation.path
    return world[login].ask(operation.method, path, body, headers={"If-Match": "*", "Idempotency-Key": new_id()})


def test_no_operation_lets_anybody_smuggle_in_what_is_not_theirs_to_set(world: World) -> None:
    """Mass assignment: on every write, each such member is refused by name, all of them at once."""
    tried = 0
    for one in world.of_kind(Kind.CREATE, Kind.WRITE, Kind.OPEN):
        operation = one.operation
        if operation.method == "GET" or operation.body is None or operation.path == "/v1/tokens":
            continue
        known = world.description.properties(operation.body)
        assert "owner_id" not in known or operation.path.endswith(MAY_SAY_OWNER), f"{operation} takes an owner"
        assert not {"version", "created_by", "created_at", "updated_at"} & known.keys(), operation
        smuggled = {name: value for name, value in SMUGGLED.items() if name not in known}
        body = body_for(world.description, operation, lambda place: new_id()) | smuggled
        path = operation.at(*(new_id() for _ in operation.parameters))
        answer = world["admin"].ask(
            operation.method, path, body, headers={"If-Match": "*", "Idempotency-Key": new_id()}
        )
        assert answer.status_code == 400, f"{operation}: {answer.status_code} {answer.text[:300]}"
        pointers = {fault["pointer"] for fault in answer.json()["errors"]}
        assert {f"/{name}" for name in smuggled} <= pointers, operation
        world.findings.saw(operation, "admin", len(smuggled))
        tried += 1
    assert tried >= 60


def test_an_id_that_is_taken_says_no_more_than_that(world: World) -> None:
    """Whoever may see the record that has it: the same words; and nobody can guess an id, so nobody can ask around."""
    login, tried = "uma.south", 0
    for one in world.of_kind(Kind.CREATE):
        known = world.description.properties(one.operation.body)
        if one.noun not in world.rows or "id" not in known or one.operation.path != one.noun:
            continue
        hidden, seen = world.hidden(login, one.noun), world.visible(login, one.noun)
        if not hidden or not seen or world.sight(one.noun) is Sight.COMPANY:
            continue
        body = body_for(world.description, one.operation, world.find(login, one.operation))
        answers = []
        for taken in (hidden[0]["id"], seen[0]["id"]):
            answer = world[login].ask("POST", one.operation.path, {**body, "id": taken})
            answers.append(same_but_for(answer, taken))
        assert answers[0] == answers[1], one.operation
        assert answers[0][0] in (409, 400, 404, 422), f"{one.operation}: {answers[0]}"
        tried += answers[0][0] == 409
    assert tried >= 4
