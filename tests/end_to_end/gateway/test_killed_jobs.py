"""Jobs whose process is killed midway: another goes on with them, no row twice and none left out."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from gateway.exports.model import Export
from gateway.groups.model import GroupGrant
from gateway.imports.model import Import
from gateway.undos.model import Undo
from shared.clock import now
from shared.persistence.database import database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD
from tests.end_to_end.conftest import UNWATCHED, installation
from tests.end_to_end.stack import Stack

ROWS = 2000
"""Enough for an export, the fastest of these jobs, to be met halfway."""
PATIENCE_SECONDS = 180
READ_CUSTOMERS = "sales.customer:read"


@pytest.fixture
def house(profile: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """An installation whose process, or whose gateway, this test may kill."""
    with installation(profile, tmp_path, request, **UNWATCHED) as running:
        yield running


def kill_midway(house: Stack, client: Client, path: str, meanwhile: Callable[[], object]) -> bool:
    """Kill the process that works on the job when some of it is done, and do `meanwhile` while nobody is at work. False
    when it was over before.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        progress = client.get(path)["progress"]
        if progress["total"] and progress["done"] == progress["total"]:
            return False
        if progress["done"]:
            break
        time.sleep(0.02)
    house.kill("up" if house.profile == "embedded" else "gateway")
    meanwhile()
    if house.profile == "embedded":
        house.start()
    else:
        house.start_the_dead()
        house.wait_until_ready()
    return True


def forget_holds(house: Stack) -> None:
    """As if the time had passed for which a process holds its work."""
    with database_at(house.database_url("gateway")).write() as session:
        for held in (table_of(Export), table_of(Import), table_of(Undo)):
            session.execute(update(held).values(lease_until=now()).where(held.c.lease_until.is_not(None)))


def killed_midway(house: Stack, client: Client, begin: Callable[[], str], also: Callable[[], object] = bool) -> Any:
    """The job, cut short at least once, when it is over. What is over too soon is begun again. What `also` does is done
    before anybody goes on with it.
    """

    def meanwhile() -> None:
        also()
        forget_holds(house)

    for _ in range(5):
        path = begin()
        if kill_midway(house, client, path, meanwhile):
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


def wait_until_over(client: Client, path: str) -> Any:
    told = eventually(lambda: over(client, path), seconds=PATIENCE_SECONDS)
    assert told, client.get(path)
    return told


def begin_export(client: Client) -> str:
    return f"/v1/jobs/{client.post('/v1/exports', {'noun': 'customers', 'format': 'jsonl'})['id']}"


def ids_in_file(client: Client, told: Any) -> list[str]:
    assert told["state"] == "finished", told
    answer = client.ask("GET", told["result"]["href"])
    assert answer.status_code == 200, answer.text
    return [json.loads(line)["id"] for line in answer.text.splitlines()]


class SeesAll:
    """Somebody who sees all customers by a group from which the right can be taken, and else only their own."""

    def __init__(self, house: Stack, admin: Client) -> None:
        self._house = house
        group = admin.post("/v1/groups", {"code": "sees_all", "name": "Sees all"})
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": READ_CUSTOMERS, "reach": "all"})
        self._group_id = group["id"]
        body = {"login": "reader", "name": "Reader", "unit_id": admin.me["org_unit"]["id"]}
        more = {"groups": ["salesperson", "sees_all"], "password": PASSWORD, "must_change_password": False}
        admin.post("/v1/people", body | more)
        self.client = house.client("reader", PASSWORD)
        self.own = self.client.post("/v1/customers", {"name": "Own"})["id"]

    def lose_the_right(self) -> None:
        """As an administrator does it at another gateway: this house's has been killed."""
        granted = table_of(GroupGrant)
        with database_at(self._house.database_url("gateway")).write() as session:
            session.execute(delete(granted).where(granted.c.group_id == self._group_id))


@pytest.mark.timeout(900)
def test_an_import_exports_and_an_undo_go_on_where_their_process_was_killed(house: Stack) -> None:
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

    while len(loads) < 2:
        wait_until_over(admin, load())
    exported = ids_in_file(admin, killed_midway(house, admin, lambda: begin_export(admin)))
    assert len(exported) == len(set(exported)) == ROWS * len(loads)

    reader = SeesAll(house, admin)
    told = killed_midway(house, reader.client, lambda: begin_export(reader.client), reader.lose_the_right)
    assert ids_in_file(reader.client, told) == [reader.own]

    def undo() -> str:
        return f"/v1/jobs/{admin.ask('POST', f'/v1/jobs/{loads.pop()}/undo').json()['id']}"

    before = len(loads)
    told = killed_midway(house, admin, undo)
    assert (told["state"], told["result"]["succeeded"], told["result"]["failed"]) == ("finished", ROWS, 0)
    assert count(admin) == ROWS * len(loads) + 1 < ROWS * before
