"""More than can be answered, and a service that has become slow: refused early, the rest goes on, and it passes."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests

from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.stack import Stack

pytestmark = pytest.mark.alone  # it takes every place that the installation has

SHARE = 12
"""Calls of one service that a gateway makes at once, unless it is told otherwise."""
TOO_MANY = SHARE + 16
BURST, FLOOD = 100, 160
SOON_SECONDS = 2.0


@contextmanager
def frozen(stack: Stack, name: str) -> Iterator[None]:
    """The process is there and does nothing, as one that swaps or waits for its disk."""
    process = stack.processes[name]
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def under_way(client: Client, lane: str) -> float:
    told = requests.get(f"{client.url}/metrics", timeout=10).text
    line = next((one for one in told.splitlines() if one.startswith(f'tenon_in_flight{{lane="{lane}"}}')), "0")
    return float(line.split()[-1])


def test_a_slow_service_takes_only_its_own_routes_along_and_is_back_at_once(company: Company) -> None:
    if company.stack.profile == "embedded":
        pytest.skip("one process holds all services; tests/gateway/http/test_overload.py slows one of them there")
    nils = company["nils.north"]
    with ThreadPoolExecutor(TOO_MANY) as people:
        with frozen(company.stack, "marketing"):
            asked = [people.submit(nils.ask, "GET", "/v1/campaigns") for _ in range(TOO_MANY)]
            assert eventually(lambda: under_way(nils, "marketing") == SHARE)
            assert eventually(lambda: sum(one.done() for one in asked) == TOO_MANY - SHARE)
            began = time.monotonic()
            refused = nils.refused("GET", "/v1/campaigns", status=503, code="overloaded")
            for path in ("/v1/leads", "/v1/requests", "/v1/messages", "/v1/me"):
                assert nils.ask("GET", path).status_code == 200, path
            assert time.monotonic() - began < SOON_SECONDS
            assert refused["lane"] == "marketing"
        answers = Counter(one.result().status_code for one in asked)

    assert answers == {200: SHARE, 503: TOO_MANY - SHARE}
    assert all("Retry-After" in one.result().headers for one in asked if one.result().status_code == 503)
    assert nils.ask("GET", "/v1/campaigns").status_code == 200


def test_a_burst_of_a_hundred_is_answered_whole(company: Company) -> None:
    """So many sellers save at once at nine o'clock; that is no overload yet."""
    nils = company["nils.north"]
    with ThreadPoolExecutor(BURST) as people:
        made = [people.submit(nils.ask, "POST", "/v1/leads", {"name": f"Burst {place}"}) for place in range(BURST)]
        counted = [people.submit(nils.ask, "GET", "/v1/leads", params={"count": "exact"}) for _ in range(BURST // 4)]

    assert Counter(one.result().status_code for one in made) == {201: BURST}
    assert Counter(one.result().status_code for one in counted) == {200: BURST // 4}


def test_a_flood_is_answered_or_told_when_to_come_back_and_leaves_nothing_behind(company: Company) -> None:
    nils = company["nils.north"]
    with ThreadPoolExecutor(FLOOD) as people:
        answers = [one.result() for one in [people.submit(nils.ask, "GET", "/v1/leads") for _ in range(FLOOD)]]

    statuses = Counter(one.status_code for one in answers)
    assert statuses[200] + statuses[503] == FLOOD, statuses
    assert statuses[200] >= SHARE, "as many as there are places are answered, whatever comes after them"
    for refused in (one for one in answers if one.status_code == 503):
        assert (refused.json()["code"], refused.headers["Retry-After"]) == ("overloaded", "1")
    for lane in ("requests", "sales"):
        assert eventually(lambda lane=lane: under_way(nils, lane) == 0), lane  # type: ignore[misc]
    assert nils.ask("GET", "/v1/leads").status_code == 200
