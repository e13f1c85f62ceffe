"""The generator counts right answers, wrong ones apart, and does not wait for anybody when it is paced."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.load.figures import percentile
from bench.load.generator import Plan, drive
from bench.load.questions import Question, encode

MOST_SECONDS = 20.0
"""A plan whose questions are asked once ends with the last answer, long before."""


class _Answering(socketserver.StreamRequestHandler):
    """Answers as the path wants it, one request after another on a kept connection."""

    def handle(self) -> None:
        asked = 0
        while first := self.rfile.readline():
            length = 0
            while (line := self.rfile.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self.rfile.read(length)
            asked += 1
            if not self._answer(first.split()[1].decode(), asked):
                return

    def _answer(self, path: str, asked: int) -> bool:
        if path == "/hangs-up" and asked == 3:
            return False
        if path == "/slow":
            time.sleep(0.02)
        if path == "/sheds" and asked % 3:
            self.wfile.write(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")
            return True
        status = "409 Conflict" if path == "/refuses" else "200 OK"
        body = b'{"is":"wrong"}' if path == "/wrong" else b'{"is":"right"}'
        closes = "Connection: close\r\n" if path == "/closes" else ""
        head = f"HTTP/1.1 {status}\r\n{closes}Content-Length: {len(body)}\r\n\r\n".encode()
        self.wfile.write(head + body)
        return path != "/closes"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with _Server(("127.0.0.1", 0), _Answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()


def _plan(port: int, path: str, *, clients: int = 2, count: int = 15, **more: object) -> Plan:
    question = Question(encode("POST", path, "token", {"a": 1}), b'"right"', key=str(more.pop("key", "")))
    once = {"seconds": MOST_SECONDS, "warm_seconds": 0.0, "again": False}
    return Plan(port, 200, [[question] * count for _ in range(clients)], **once | more)  # type: ignore[arg-type]


def test_right_answers_are_counted_and_timed_in_order(port: int) -> None:
    outcome = drive(_plan(port, "/"))
    assert (len(outcome.took), outcome.failures) == (30, 0)
    assert outcome.took == sorted(outcome.took)
    assert outcome.rate == pytest.approx(30 / outcome.seconds)
    assert 0 < outcome.seconds < MOST_SECONDS
    assert outcome.cpu_seconds > 0


@pytest.mark.parametrize(("path", "says"), [("/wrong", '200 {"is":"wrong"}'), ("/refuses", "409")])
def test_a_wrong_answer_is_a_failure_and_in_no_time(port: int, path: str, says: str) -> None:
    outcome = drive(_plan(port, path))
    assert (outcome.took, outcome.failures) == ([], 30)
    assert len(outcome.told) == 5
    assert all(told.startswith(says) for told in outcome.told)


def test_one_more_than_wanted_is_a_failure(port: int) -> None:
    twice = Question(encode("GET", "/"), b'"right"', 2)
    outcome = drive(Plan(port, 200, [[twice] * 4], MOST_SECONDS, 0.0, again=False))
    assert (outcome.took, outcome.failures) == ([], 4)


def test_a_connection_that_the_server_drops_is_a_failure_and_the_client_goes_on(port: int) -> None:
    """Each third question of a connection is not answered."""
    outcome = drive(_plan(port, "/hangs-up", clients=1, count=9))
    assert (len(outcome.took), outcome.failures) == (6, 3)
    assert "lost" in outcome.told[0]


def test_a_connection_that_the_server_closes_as_it_said_is_none(port: int) -> None:
    outcome = drive(_plan(port, "/closes", clients=1, count=4))
    assert (len(outcome.took), outcome.failures) == (4, 0)


def test_nobody_there_is_no_outcome() -> None:
    with _closed_port() as nobody, pytest.raises(RuntimeError, match="without an outcome"):
        drive(_plan(nobody, "/"))


def test_what_may_be_asked_once_is_noted_by_its_key(port: int) -> None:
    outcome = drive(_plan(port, "/", clients=3, count=4, key="it"))
    assert len(outcome.took) == 12
    assert set(outcome.asked_at) == {"it"}
    assert abs(outcome.asked_at["it"] - time.time()) < 60


def test_what_may_be_asked_again_is_asked_until_the_time_is_over(port: int) -> None:
    outcome = drive(_plan(port, "/", count=1, again=True, seconds=1.0))
    assert len(outcome.took) > 2
    assert outcome.seconds >= 0.5


def test_nobody_asks_faster_than_the_pace(port: int) -> None:
    """The last of twenty questions at 50 a second is due after 0.38 s."""
    outcome = drive(_plan(port, "/", count=10, pace=50.0))
    assert len(outcome.took) == 20
    assert 0.35 < outcome.seconds < MOST_SECONDS


def test_what_waits_behind_a_slow_answer_is_timed_from_when_it_was_due(port: int) -> None:
    """One client, 20 ms an answer, asked 100 times a second: it falls behind by as much again with each."""
    outcome = drive(_plan(port, "/slow", clients=1, count=20, pace=100.0))
    assert outcome.took[-1] > 0.2


def test_measuring_begins_and_ends_where_it_is_said(port: int) -> None:
    said: list[str] = []
    drive(_plan(port, "/"), lambda: said.append("begun"), lambda: said.append("ended"))
    assert said == ["begun", "ended"]


@pytest.mark.parametrize(
    ("values", "part", "wanted"),
    [([5.0], 0.99, 5.0), ([1.0, 2.0], 0.5, 1.0), ([1.0, 2.0], 0.51, 2.0), (list(range(1, 101)), 0.99, 99)],
)
def test_a_percentile_is_the_smallest_that_so_many_do_not_exceed(
    values: list[float], part: float, wanted: float
) -> None:
    assert percentile(values, part) == wanted


@contextmanager
def _closed_port() -> Iterator[int]:
    with socketserver.TCPServer(("127.0.0.1", 0), _Answering) as server:
        port = int(server.server_address[1])
    yield port


@pytest.mark.parametrize(("sheds", "counted"), [(frozenset({503}), (2, 4, 0)), (frozenset(), (2, 0, 4))])
def test_who_is_told_to_come_back_is_counted_apart_where_that_is_expected(
    port: int, sheds: frozenset[int], counted: tuple[int, int, int]
) -> None:
    outcome = drive(_plan(port, "/sheds", clients=1, count=6, sheds=sheds))
    assert (len(outcome.took), outcome.shed, outcome.failures) == counted
