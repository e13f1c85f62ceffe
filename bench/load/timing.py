"""Asking one question after the other on one connection, and how long each answer took."""

import http.client
import time
from collections.abc import Callable, Iterator
from contextlib import closing

from bench.load.installation import HOST
from bench.load.organisation import Person
from bench.load.world import World

ANSWER_SECONDS = 300
Ask = Callable[[int], tuple[Person, str]]
"""Who asks what the so-manieth time."""


def ask_in_turn(here: World, ask: Ask, warm: int, times: int) -> Iterator[tuple[float, bytes]]:
    """Seconds from the first byte of each request to the last of its answer, and the answer; the first `warm` are asked
    and not told. Raises `RuntimeError` for any answer but 200.
    """
    kept = http.client.HTTPConnection(HOST, here.installation.port, timeout=ANSWER_SECONDS)
    with closing(kept) as connection:
        for turn in range(warm + times):
            person, path = ask(turn)
            began = time.perf_counter()
            connection.request("GET", path, headers={"Authorization": f"Bearer {person.token}"})
            answer = connection.getresponse()
            body = answer.read()
            seconds = time.perf_counter() - began
            if answer.status != http.client.OK:
                raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")
            if turn >= warm:
                yield seconds, body
