"""A job outlasts a service that is away, and nothing else."""

from collections.abc import Callable

import pytest

from gateway import patience
from shared.errors import NotFound, Unavailable


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it waited each time, without waiting."""
    slept: list[float] = []
    monkeypatch.setattr(patience.time, "sleep", slept.append)
    return slept


def answering(*answers: object) -> Callable[[], object]:
    left = list(answers)

    def ask() -> object:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ask


def test_a_service_that_is_away_is_asked_again_with_longer_pauses(pauses: list[float]) -> None:
    away = [Unavailable("away")] * 6
    assert patience.patiently(answering(*away, "here")) == "here"
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0]


def test_any_other_refusal_is_final(pauses: list[float]) -> None:
    with pytest.raises(NotFound):
        patience.patiently(answering(NotFound("gone"), "here"))
    assert pauses == []


def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", -1.0)
    with pytest.raises(Unavailable):
        patience.patiently(answering(Unavailable("away"), "here"))
