"""Asking several services at once: whoever is away is named, and whatever else goes wrong is not hidden."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g

from gateway.http.asking import Answers, Question, ask_at_once
from gateway.http.door import EXTENSION
from gateway.http.tracing import begin_trace
from shared.actor import system_actor
from shared.errors import Forbidden, NotFound, Unavailable
from tests.gateway.http.stand_ins import StandInBus

ACTOR = system_actor("test")


@pytest.fixture
def ask(app: Flask) -> Callable[..., Answers]:
    def ask(*services: str) -> Answers:
        questions = {name: Question(name, "tell", ACTOR, {"about": name}) for name in services}
        with app.test_request_context("/"):
            g.trace = begin_trace(None)
            return ask_at_once(app.extensions[EXTENSION], questions)

    return ask


def test_answers_come_by_the_name_of_the_question_and_those_away_are_named(
    bus: StandInBus, ask: Callable[..., Answers]
) -> None:
    bus.answers |= {
        "sales.tell": {"is": "sales"},
        "marketing.tell": Unavailable("away"),
        "service_desk.tell": NotFound("nothing"),
    }
    told = ask("sales", "marketing", "service_desk")
    assert (told.given, told.missing, told.unknown) == (
        {"sales": {"is": "sales"}},
        ("marketing",),
        frozenset({"service_desk"}),
    )
    assert {call.service: call.arguments for call in bus.calls} == {
        name: {"about": name} for name in ("sales", "marketing", "service_desk")
    }
    assert len({call.deadline for call in bus.calls}) == 1


def test_other_refusals_are_raised_and_nobody_is_asked_for_nothing(
    bus: StandInBus, ask: Callable[..., Answers]
) -> None:
    assert ask() == Answers({}, (), frozenset())
    assert bus.calls == []
    bus.answers["sales.tell"] = Forbidden("not you")
    with pytest.raises(Forbidden):
        ask("sales")


def test_all_are_asked_at_the_same_time(bus: StandInBus, ask: Callable[..., Answers]) -> None:
    """Each answers only when all have been asked: one after the other, they would wait for ever."""
    together = threading.Barrier(3, timeout=10)

    def answer(_: Any) -> Any:
        together.wait()
        return {}

    bus.answers["tell"] = answer
    assert ask("sales", "marketing", "distribution").given.keys() == {"sales", "marketing", "distribution"}
