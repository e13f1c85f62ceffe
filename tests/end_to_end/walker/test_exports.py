"""Every list as a file: an export has the rows that its maker may see, and no trace of more."""

import json
from typing import Any

import pytest

from tests.end_to_end.client import Client, eventually
from tests.end_to_end.walker.test_reading import lacks_right, owned
from tests.end_to_end.walker.world import World


def ended(client: Client, job_id: str) -> Any:
    job = client.get(f"/v1/jobs/{job_id}")
    return job if job["state"] != "running" else None


@pytest.mark.feature("X-11")
@pytest.mark.feature("Z-03")
@pytest.mark.parametrize("login", ["helen.head", "nora.north", "sara.south", "olga.office"])
def test_an_export_of_a_list_has_exactly_the_rows_in_sight(world: World, login: str) -> None:
    client, running = world[login], {}
    for noun, operation in owned(world).items():
        if "sort" not in operation.query:
            continue  # the records behind a report are shown as they are counted; they are no list of their own
        body = {"noun": noun.removeprefix("/v1/"), "format": "jsonl"}
        if lacks_right(client, operation):
            client.refused("POST", "/v1/exports", body, status=403, code="right_missing")
        else:
            running[noun] = client.post("/v1/exports", body)["id"]
    assert running
    for noun, job_id in running.items():
        job = eventually(lambda job_id=job_id: ended(client, job_id), seconds=60)  # type: ignore[misc]
        assert job["state"] == "finished", (noun, job)
        lines = client.ask("GET", job["result"]["href"]).text.splitlines()
        rows = {row["id"]: row for row in world.visible(login, noun)}
        assert {json.loads(line)["id"] for line in lines} == rows.keys(), f"export of {noun} as {login}"
        assert len(lines) == len(rows), f"export of {noun} as {login} has a row twice"
        world.findings.saw(world.lists[noun], login, len(world.rows[noun]))
