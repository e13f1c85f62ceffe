"""A disk without room under the embedded profile: told as it is, nothing lost, and over as soon as there is room."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.conftest import UNWATCHED, installation
from tests.end_to_end.stack import Stack

WRITES = 3
NO_BYTE_MORE = (0, resource.RLIM_INFINITY)
ROOM = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def house(profile: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stack]:
    if profile != "embedded":
        pytest.skip("a PostgreSQL without room is the same to us as one that is away, which tests/chaos has")
    with installation(profile, tmp_path, request, **UNWATCHED) as running:
        yield running


@contextmanager
def full_disk(house: Stack) -> Iterator[None]:
    """No file of this process may grow, nor be written: databases, their journals, the log."""
    process_id = house.processes["up"].pid
    resource.prlimit(process_id, resource.RLIMIT_FSIZE, NO_BYTE_MORE)
    try:
        yield
    finally:
        resource.prlimit(process_id, resource.RLIMIT_FSIZE, ROOM)


def test_what_cannot_be_saved_is_refused_for_now_and_saved_once_when_there_is_room(house: Stack) -> None:
    admin = house.client()
    kept = admin.post("/v1/opportunities", {"name": "Before", "amount": "10.00"})
    keys = {f"Full {number}": {"Idempotency-Key": new_id()} for number in range(WRITES)}

    with full_disk(house):
        for name, key in keys.items():
            answer = admin.ask("POST", "/v1/opportunities", {"name": name, "amount": "5.00"}, headers=key)
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
            assert "Retry-After" in answer.headers
        assert admin.get(f"/v1/opportunities/{kept['id']}")["name"] == "Before", "what only reads needs no room"
        assert admin.ask("GET", "/health/live").status_code == 200

    for name, key in [*keys.items(), *keys.items()]:
        admin.post("/v1/opportunities", {"name": name, "amount": "5.00"}, headers=key)
    assert sorted(one["name"] for one in admin.all("/v1/opportunities")) == sorted(["Before", *keys])
    assert eventually(lambda: in_the_funnel(house) == 1 + WRITES), "its events came through, each once in effect"


def in_the_funnel(house: Stack) -> int:
    return int(house.client().get("/v1/reports/sales-funnel")["totals"]["count"])
