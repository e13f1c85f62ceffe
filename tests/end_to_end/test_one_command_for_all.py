"""`./tenon serve all`: every service a process of its own, from one command, on a broker and a database server."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.end_to_end.client import eventually
from tests.end_to_end.conftest import databases_of_ones_own
from tests.end_to_end.stack import Stack
from tests.servers import fresh_vhost

pytestmark = pytest.mark.alone  # seven services with connections of their own


class Supervised(Stack):
    """What Stack starts one by one, started by one command."""

    def start(self) -> None:
        assert self._command("migrate").wait(120) == 0
        self._run("all", "serve", "all", "sales")
        self.wait_until_ready()

    def processes_of(self, service: str) -> list[int]:
        """All that have said that they serve it, dead or alive."""
        told = (self.folder / "all.log").read_text(encoding="utf-8")
        return [int(number) for number in re.findall(rf"^{service} serves .*as process (\d+);", told, re.MULTILINE)]


@pytest.fixture(scope="module")
def places(amqp_server: str, postgres_server: str) -> Iterator[dict[str, str]]:
    with databases_of_ones_own(postgres_server) as databases, fresh_vhost(amqp_server) as bus:
        yield {"TENON_DATABASE": databases, "TENON_BUS": bus}


@contextmanager
def supervised(folder: Path, places: dict[str, str]) -> Iterator[Supervised]:
    house = Supervised("production", folder, {**places, "TENON_ARGON2": ""}, anew=True)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def test_all_run_and_what_dies_comes_back_by_itself(tmp_path: Path, places: dict[str, str]) -> None:
    with supervised(tmp_path, places) as house:
        first, second = house.processes_of("sales")
        lead = house.client().post("/v1/leads", {"name": "Ada"})
        for number in (first, second):
            os.kill(number, signal.SIGKILL)
        assert eventually(lambda: len(house.processes_of("sales")) == 4, 30)
        assert eventually(lambda: house.client().ask("GET", f"/v1/leads/{lead['id']}").status_code == 200, 30)
        gateway = house.processes_of("gateway")
        os.kill(gateway[0], signal.SIGKILL)
        assert eventually(lambda: len(house.processes_of("gateway")) == 2, 30)
        assert house.client().get(f"/v1/leads/{lead['id']}")["name"] == "Ada"
        process = house.processes["all"]
        process.terminate()
        assert process.wait(30) == 0
        assert not _answers(house)


def test_with_the_parent_all_end(tmp_path: Path, places: dict[str, str]) -> None:
    """Killed itself, it can start nothing again; whatever it had started would be out of anybody's hands."""
    with supervised(tmp_path, places) as house:
        children = [number for service in ("sales", "gateway") for number in house.processes_of(service)]
        assert len(children) == 3
        house.kill("all")
        assert eventually(lambda: not any(map(_runs, children)), 30)
        assert not _answers(house)


def test_without_its_schema_it_says_what_to_do_and_ends(tmp_path: Path, amqp_server: str) -> None:
    environment = {**os.environ, "TENON_DATA": str(tmp_path), "TENON_BUS": amqp_server, "PYTHONWARNINGS": "ignore"}
    environment.pop("TENON_DATABASE", None)
    command = [sys.executable, "-m", "deploy.commands", "serve", "sales", "reporting"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "run ./tenon migrate first" in done.stderr
    assert "Traceback" not in done.stderr


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _answers(house: Stack) -> bool:
    try:
        return requests.get(f"{house.url}/health/live", timeout=2).ok
    except requests.RequestException:
        return False
