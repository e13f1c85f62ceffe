"""Jobs whose process is killed midway: another goes on with them, no row twice and none left out."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from gateway.imports.model import Import
from gateway.undos.model import Undo
from shared.clock import now
from shared.persistence.database import database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.conftest import installation
from tests.end_to_end.stack import Stack

ROWS = 2000
PATIENCE_SECONDS = 180


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """An installation in one process, which this test may kill."""
    with installation("embedded", tmp_path, request) as running:
        yield running


def kill_midway(house: Stack, client: Client, path: str) -> bool:
    """Kill the process that works on the job when some of it is done; False when it was over before."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        progress = client.get(path)["progress"]
        if progress["total"] and progress["done"] == progress["total"]:
            return False
        if progress["done"]:
            break
        time.sleep(0.02)
    house.kill("up")
    forget_holds(house)
    house.start()
    return True


def forget_holds(house: Stack) -> None:
    """As if the time had passed for which a process holds its work."""
    with database_at(house.database_url("gateway")).write() as session:
        for held in (table_of(Import), table_of(Undo)):
            session.execute(update(held).values(lease_until=now()).where(held.c.lease_until.is_not(None)))


def killed_midway(house: Stack, client: Client, begin: Callable[[], str]) -> Any:
    """The job, cut short at least once, when it is over. What is over too soon is begun again."""
    for _ in range(5):
        path = begin()
        if kill_midway(house, client, path):
            told = eventually(lambda path=path: over(client, path), seconds=PATIENCE_SECONDS)
            assert told, client.get(path)
            return told
    raise AssertionError("the job was over before it could be cut short, five times")


def over(client: Client, path: str) -> Any:
    told = client.get(path)
    return told if told["state"] not in ("waiting", "running") else None


def count(client: Client) -> int:
    told: int = client.get("/v1/customers", params={"count": "exact", "limit": 1})["count"]
    return told


@pytest.mark.timeout(580)
def test_an_import_and_its_undo_go_on_where_their_process_was_killed(house: Stack) -> None:
    admin = house.client()
    loads: list[str] = []

    def load() -> str:
        mark = f"K{len(loads)}"
        mapping = {name: {"column": name} for name in ("external_id", "name")}
        prepared = admin.post("/v1/imports", {"entity": "customers", "mapping": mapping})
        lines = [f"{mark}-{number},Customer {number} of {mark}" for number in range(ROWS)]
        content = "\n".join(["external_id,name", *lines]).encode()
        path = f"/v1/imports/{prepared['id']}"
        admin.ok("POST", f"{path}/file", data=content, headers={"Content-Type": "text/csv"})
        admin.post(f"{path}/run", {})
        loads.append(prepared["id"])
        return f"/v1/jobs/{prepared['id']}"

    told = killed_midway(house, admin, load)
    assert (told["state"], told["result"]["succeeded"], told["result"]["failed"]) == ("finished", ROWS, 0)
    assert admin.get(f"/v1/imports/{loads[-1]}")["counts"]["created"] == ROWS
    assert count(admin) == ROWS * len(loads)

    def undo() -> str:
        return f"/v1/jobs/{admin.ask('POST', f'/v1/jobs/{loads.pop()}/undo').json()['id']}"

    before = len(loads)
    told = killed_midway(house, admin, undo)
    assert (told["state"], told["result"]["succeeded"], told["result"]["failed"]) == ("finished", ROWS, 0)
    assert count(admin) == ROWS * len(loads) < ROWS * before
