"""What stands beside the product's figures is measured as it says, or not at all."""

import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest

from bench.load.bare import Ask, bare_flask, hammer, wait_for
from bench.load.generator import Plan, drive
from bench.load.installation import free_port
from bench.load.limits import Limit
from bench.load.questions import Question, encode
from bench.load.report import page
from bench.load.results import Results
from tests.bench.load.test_report import READ

CLIENTS, SECONDS = 3, 0.2


def test_each_client_asks_until_the_time_is_over_on_a_connection_of_its_own() -> None:
    asked: list[int] = []
    connected: list[int] = []

    def prepare(_places: ExitStack, place: int) -> Ask:
        connected.append(place)
        return lambda: (asked.append(place), threading.Event().wait(0.01))

    rate = hammer(prepare, CLIENTS, SECONDS)
    assert sorted(connected) == sorted(set(asked)) == list(range(CLIENTS))
    assert rate == pytest.approx(len(asked) / SECONDS)


@pytest.mark.parametrize("when", ["connecting", "asking"])
def test_a_question_that_is_not_answered_is_no_figure(when: str) -> None:
    def prepare(_places: ExitStack, place: int) -> Ask:
        if when == "connecting" and place == 1:
            raise ConnectionError("nobody there")
        return lambda: 1 // (place if when == "asking" else 1)

    with pytest.raises(ConnectionError if when == "connecting" else ZeroDivisionError):
        hammer(prepare, CLIENTS, SECONDS)


def test_the_bare_answer_is_answered() -> None:
    port = free_port()
    with bare_flask(port):
        wait_for(port)
        outcome = drive(Plan(port, 200, [[Question(encode("GET", "/", ""), b"xxx")]], SECONDS, 0.1))
    assert (outcome.failures, outcome.told) == (0, [])
    assert outcome.took


def test_the_page_sets_the_product_beside_each_limit() -> None:
    results = Results([READ], [4.0], 2.0, [1.0], [Limit("one row alone", "read", 6_000.0)])
    told = page(results, [], "PostgreSQL 0")
    assert "| one row alone | 6,000 | read one opportunity: 600/s, 10% |" in told
    unknown = replace(results.limits[0], beside="list")
    assert "| one row alone | 6,000 | not measured |" in page(replace(results, limits=[unknown]), [], "PostgreSQL 0")
