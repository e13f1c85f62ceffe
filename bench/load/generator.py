"""Clients that ask over kept connections and note how long each answer took, in a process of their own.

Raw sockets under asyncio and requests encoded beforehand: what a client costs is to find the end of an answer and to
look for a few bytes in it. Its own processor time is told with each outcome.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing.connection import Connection

from bench.load.questions import Question

MOST_TOLD = 5
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"
LAST_WORD_SECONDS = 20.0
"""How long after the end an answer may still come before its client gives up."""


@dataclass(frozen=True)
class Plan:
    """What is asked: by each client its questions in turn, begun anew after the last one if `again`.

    Without a `pace` each client asks as soon as it was answered; with one, all of them together ask so many times a
    second whatever the answers take, and an answer's time counts from the moment at which it should have been asked.
    With `sheds`, answers of these statuses that say Retry-After are no failures but counted apart, and a client that is
    behind leaves out what it should have asked meanwhile: then an answer's time is the server's alone.
    """

    port: int
    status: int
    clients: Sequence[Sequence[Question]]
    seconds: float
    warm_seconds: float = 1.0
    again: bool = True
    pace: float | None = None
    sheds: frozenset[int] = frozenset()
    host: str = "127.0.0.1"


@dataclass
class Outcome:
    """What came of it within the measured seconds; `took` is in seconds, ascending, of the right answers alone.

    `asked_at` says of each question with a key when it was asked, in seconds since 1970, warming up included.
    """

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    failures: int = 0
    shed: int = 0
    told: list[str] = field(default_factory=list)
    cpu_seconds: float = 0.0
    asked_at: dict[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Of the generator itself, for one question."""
        return self.cpu_seconds * 1000 / max(1, len(self.took) + self.failures)


def _nothing() -> None:
    """Nobody wants to know."""


def drive(plan: Plan, on_measuring: Callable[[], None] = _nothing, on_end: Callable[[], None] = _nothing) -> Outcome:
    """Carry the plan out in a process of its own; the callbacks come when measuring begins and when it has ended."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_drive_here, args=(plan, there), daemon=True)
    process.start()
    there.close()
    try:
        here.recv()
        on_measuring()
        outcome: Outcome = here.recv()
        on_end()
    except EOFError:
        raise RuntimeError("the generator ended without an outcome") from None
    finally:
        process.join(LAST_WORD_SECONDS)
        if process.is_alive():
            process.terminate()
    return outcome


def _drive_here(plan: Plan, parent: Connection) -> None:
    parent.send(asyncio.run(_Run(plan, lambda: parent.send("measuring")).carried_out()))


class _Run:
    """One plan being carried out."""

    def __init__(self, plan: Plan, on_measuring: Callable[[], None]) -> None:
        self.plan, self.outcome = plan, Outcome()
        self._on_measuring = on_measuring
        self._left = len(plan.clients)
        self.all_done = asyncio.Event()
        self.measures_from = self.ends_at = self._last = 0.0

    async def carried_out(self) -> Outcome:
        loop = asyncio.get_running_loop()
        began = time.perf_counter()
        self.measures_from = began + self.plan.warm_seconds
        self.ends_at = self.measures_from + self.plan.seconds
        clients = [_Client(self, place, questions) for place, questions in enumerate(self.plan.clients)]
        await asyncio.gather(*(client.connect(loop) for client in clients))
        await asyncio.sleep(self.measures_from - time.perf_counter())
        self._on_measuring()
        cpu_before = time.process_time()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.all_done.wait(), self.plan.seconds + LAST_WORD_SECONDS)
        self.outcome.cpu_seconds = time.process_time() - cpu_before
        self.outcome.seconds = max(self._last, self.measures_from) - self.measures_from
        self.outcome.took.sort()
        for client in clients:
            client.hang_up()
        return self.outcome

    def answered(self, asked: float, moment: float) -> None:
        if asked >= self.measures_from:
            self.outcome.took.append(moment - asked)
            self._last = max(self._last, moment)

    def was_shed(self, asked: float) -> None:
        if asked >= self.measures_from:
            self.outcome.shed += 1

    def failed(self, asked: float, why: str) -> None:
        """A failure counts whenever it was: one while warming up is no better."""
        self.outcome.failures += 1
        self._last = max(self._last, time.perf_counter())
        if len(self.outcome.told) < MOST_TOLD:
            self.outcome.told.append(why)

    def client_is_done(self) -> None:
        self._left -= 1
        if not self._left:
            self.all_done.set()


class _Client(asyncio.Protocol):
    """One connection, opened anew when the server has closed it, and one question at a time."""

    def __init__(self, run: _Run, place: int, questions: Sequence[Question]) -> None:
        self._run = run
        self._questions: Iterator[Question] = cycle(questions) if run.plan.again else iter(questions)
        self._question: Question | None = None
        self._asked = self._due = 0.0
        self._buffer = bytearray()
        self._need = -1
        self._body_at = 0
        self._head = b""
        self._closes = self._is_done = False
        self._transport: asyncio.Transport | None = None
        pace, clients = run.plan.pace, len(run.plan.clients)
        self._every = clients / pace if pace else 0.0
        self._offset = place / pace if pace else 0.0

    async def connect(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._due = time.perf_counter() + self._offset
        await loop.create_connection(lambda: self, self._run.plan.host, self._run.plan.port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._closes = transport, False
        self._buffer.clear()
        self._need = -1
        self._ask_next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._need < 0 and not self._read_head():
            return
        if len(self._buffer) >= self._need:
            self._take()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._is_done:
            return
        if self._question is not None:
            self._run.failed(self._asked, f"the connection was lost: {exc or 'closed by the server'}")
            self._question = None
        self._open_again = self._loop.create_task(self._connect_again())

    def hang_up(self) -> None:
        self._is_done = True
        if self._transport is not None:
            self._transport.abort()

    async def _connect_again(self) -> None:
        try:
            await self._loop.create_connection(lambda: self, self._run.plan.host, self._run.plan.port)
        except OSError as fault:
            self._run.failed(time.perf_counter(), f"no connection: {fault}")
            self._stop()

    def _read_head(self) -> bool:
        end = self._buffer.find(END_OF_HEAD)
        if end < 0:
            return False
        head = bytes(self._buffer[:end]).lower()
        at = head.find(LENGTH)
        length = int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        self._head = head
        self._body_at = end + len(END_OF_HEAD)
        self._need = self._body_at + length
        self._closes = b"\r\nconnection: close" in head
        return True

    def _take(self) -> None:
        moment = time.perf_counter()
        question, self._question = self._question, None
        status, body = int(self._buffer[9:12]), bytes(self._buffer[self._body_at : self._need])
        del self._buffer[: self._need]
        self._need = -1
        if question is None:
            self._run.failed(moment, "an answer without a question")
        elif status == self._run.plan.status and question.is_answered_by(body):
            self._run.answered(self._asked, moment)
        elif status in self._run.plan.sheds and b"\r\nretry-after:" in self._head:
            self._run.was_shed(self._asked)
        else:
            self._run.failed(self._asked, f"{status} {body[:300].decode(errors='replace')}")
        if self._closes and self._transport is not None:
            self._transport.close()  # `connection_lost` opens the next one
        else:
            self._ask_next()

    def _ask_next(self) -> None:
        if not self._every:
            self._ask(time.perf_counter())
            return
        if self._run.plan.sheds:
            self._due = max(self._due, time.perf_counter())
        due, self._due = self._due, self._due + self._every
        wait = due - time.perf_counter()
        if wait > 0:
            self._loop.call_later(wait, self._ask, due)
        else:
            self._ask(due)

    def _ask(self, moment: float) -> None:
        question = next(self._questions, None) if time.perf_counter() < self._run.ends_at else None
        if question is None or self._transport is None:
            self._stop()
            return
        self._question, self._asked = question, moment
        if question.key:
            self._run.outcome.asked_at[question.key] = time.time()
        self._transport.write(question.raw)

    def _stop(self) -> None:
        if not self._is_done:
            self._is_done = True
            self._run.client_is_done()
