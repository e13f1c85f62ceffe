"""Asking several services at once; one that is away is named, and the others' answers count."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import orjson
from flask import g

from gateway.http.door import Door
from shared.actor import Actor
from shared.errors import Kind, Refusal
from shared.signing import sign_actor


@dataclass(frozen=True)
class Question:
    """One call of one service, for somebody."""

    service: str
    method: str
    actor: Actor
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Answers:
    """What came back by the name of its question. `missing` are the services that did not answer in time, and
    `unknown` the questions that were answered with "not found".
    """

    given: Mapping[str, Any]
    missing: tuple[str, ...]
    unknown: frozenset[str]


def ask_at_once(door: Door, questions: Mapping[str, Question]) -> Answers:
    """Raises whatever else a service refuses for."""
    if not questions:
        return Answers({}, (), frozenset())
    trace = {"traceparent": g.trace.traceparent, "correlation_id": g.trace.trace_id}
    deadline = time.time() + door.settings.deadline_seconds
    with ThreadPoolExecutor(max_workers=len(questions), thread_name_prefix="asking") as askers:
        asked = {name: askers.submit(_ask, door, one, deadline, trace) for name, one in questions.items()}
    given, missing, unknown = {}, set(), set()
    for name, answer in asked.items():
        try:
            given[name] = answer.result()
        except Refusal as refusal:
            if refusal.kind is Kind.UNAVAILABLE:
                missing.add(questions[name].service)
            elif refusal.kind is Kind.NOT_FOUND:
                unknown.add(name)
            else:
                raise
    return Answers(given, tuple(sorted(missing)), frozenset(unknown))


def _ask(door: Door, one: Question, deadline: float, trace: Mapping[str, str]) -> Any:
    token = sign_actor(one.actor, door.settings.secret)
    reply = door.bus.call(one.service, one.method, actor_token=token, deadline=deadline, context=trace, **one.arguments)
    return orjson.loads(reply.body)
