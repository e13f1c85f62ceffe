"""Asking the services for the processes that they enforce, and wording them for people."""

import re
import time
from typing import Any

import orjson

from gateway.http.door import Door
from gateway.http.routes import Route, Shape
from gateway.processes.rules import Arrow, Box
from shared.actor import system_actor
from shared.contracts.gateway.processes import KEPT_BY, ProcessIsUnknown, wording
from shared.contracts.payload import Payload
from shared.processes import BY_SYSTEM, Process, Step
from shared.settings import GATEWAY
from shared.signing import sign_actor


def list_processes(door: Door) -> list[Process]:
    """Every process, in the order of the business. Raises `Unavailable` when a service is away."""
    found = {process.name: process for service in sorted(set(KEPT_BY.values())) for process in _ask(door, service)}
    return [found[name] for name in KEPT_BY]


def get_process(door: Door, name: str) -> Process:
    if name not in KEPT_BY:
        raise ProcessIsUnknown(f"There is no process {name[:40]!r}; GET /v1/processes lists those there are.")
    return next(process for process in _ask(door, KEPT_BY[name]) if process.name == name)


def _ask(door: Door, service: str) -> list[Process]:
    reply = door.bus.call(
        service,
        "list_processes",
        actor_token=sign_actor(system_actor(GATEWAY), door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
    )
    return [
        Process(told["name"], tuple(told["states"]), tuple(Step(**step) for step in told["steps"]))
        for told in orjson.loads(reply.body)["data"]
    ]


def describe(door: Door, process: Process, language: str) -> Payload:
    """The process as data, each of people's steps with the operation that takes it."""
    left = {step.source for step in process.steps if step.target != step.source}
    return {
        "name": process.name,
        "label": wording(process.name, language),
        "service": KEPT_BY[process.name],
        "states": [
            {"name": one, "label": wording(one, language), "first": place == 0, "last": one not in left}
            for place, one in enumerate(process.states)
        ],
        "transitions": [_transition(door, process, step, language) for step in process.steps],
        "diagram": f"/v1/processes/{process.name}/diagram.svg",
    }


def _transition(door: Door, process: Process, step: Step, language: str) -> dict[str, Any]:
    return {
        "verb": step.verb,
        "label": wording(step.verb, language),
        "source": step.source,
        "target": step.target,
        "by": step.by,
        "request": None if step.by == BY_SYSTEM else _request(door, process.name, step.verb),
    }


def _request(door: Door, noun: str, verb: str) -> str | None:
    """The operation on one record of this noun that is called like the step."""
    record = re.compile(rf"/v1/{noun}/<\w+>(?:/(?P<verb>[a-z-]+))?")
    for route in door.table.values():
        found = record.fullmatch(route.rule)
        if found and _takes(route, found["verb"], verb):
            return f"{route.method} {route.template}"
    return None


_CALLED = {"reserve again": "request-reservation"}
"""Steps whose address says it otherwise."""


def _takes(route: Route, word: str | None, verb: str) -> bool:
    if word is None:
        return route.shape is Shape.CHANGE and verb == "change"
    return route.shape is Shape.ACT and word == _CALLED.get(verb, verb.replace("_", "-"))


def picture_of(process: Process, language: str) -> tuple[str, list[Box], list[Arrow]]:
    """What is drawn: the title, the states, and one arrow for all steps between the same two."""
    place = {state: number for number, state in enumerate(process.states)}
    left = {step.source for step in process.steps if step.target != step.source}
    loops: dict[str, list[str]] = {}
    words: dict[tuple[str, str, bool], list[str]] = {}
    for step in process.steps:
        if step.source == step.target:
            loops.setdefault(step.source, []).append(wording(step.verb, language))
        else:
            key = (step.source, step.target, step.by == BY_SYSTEM)
            words.setdefault(key, []).append(wording(step.verb, language))
    boxes = [
        Box(one, wording(one, language), tuple(dict.fromkeys(loops.get(one, ()))), number == 0, one not in left)
        for one, number in place.items()
    ]
    arrows = [
        Arrow(place[source], place[target], ", ".join(dict.fromkeys(named)), dashed)
        for (source, target, dashed), named in words.items()
    ]
    return wording(process.name, language).capitalize(), boxes, arrows
