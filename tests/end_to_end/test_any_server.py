"""The product under other application servers: the same requests, the same answers, not a line of code between them."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.stack import ADMIN_PASSWORD
from tests.end_to_end.story import sell_and_ship
from tests.servers import free_port

READY_SECONDS = 150
SERVERS: dict[str, Callable[[int], list[str]]] = {
    "waitress": lambda port: ["waitress", "--threads=16", f"--listen=127.0.0.1:{port}", "deploy.wsgi:application"],
    "gunicorn": lambda port: [
        *("gunicorn", "--worker-class=gthread", "--threads=16", "--no-control-socket", f"--bind=127.0.0.1:{port}"),
        "deploy.wsgi:application",
    ],
}


@dataclass
class Served:
    """Where a server answers, and who asks it."""

    url: str
    client: Client


@pytest.fixture(scope="module", params=["eventlet", *SERVERS])
def served(
    request: pytest.FixtureRequest, company: Company, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Our own server, and each of the others: a second gateway of a house with a broker, or a house of its own."""
    name = str(request.param)
    if name == "eventlet":
        yield Served(company.stack.url, company["admin"])
        return
    folder, port = tmp_path_factory.mktemp(name), free_port()
    environment = dict(company.stack.environment)
    if company.stack.profile == "embedded":
        environment["TENON_DATA"] = str(folder / "data")
        subprocess.run([sys.executable, "-m", "deploy.commands", "migrate"], env=environment, check=True, timeout=240)
    with open(folder / "server.log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *SERVERS[name](port)], env=environment, stdout=log, stderr=log
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, folder / "server.log")
        yield Served(url, Client(url, "admin", ADMIN_PASSWORD))
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(f"{url}/health", timeout=5).status_code == 200:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace")[-3000:])


@pytest.mark.feature("X-05")
def test_each_server_answers_the_same_contract(served: Served) -> None:
    client, url = served.client, served.url
    name = f"Ünïcode 汉字 {new_id()}"
    key = {"Idempotency-Key": new_id()}
    made = client.ask("POST", "/v1/leads", {"name": name}, headers=key)
    again = client.ask("POST", "/v1/leads", {"name": name}, headers=key)
    assert (made.status_code, again.status_code) == (201, 201)
    assert again.json() == made.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    path = made.headers["Location"]
    read = client.ask("GET", path)
    assert read.json()["name"] == name
    assert client.ask("GET", path, headers={"If-None-Match": read.headers["ETag"]}).status_code == 304
    client.refused("PATCH", path, {"name": "x"}, status=412, code="stale_version", headers={"If-Match": '"99"'})
    client.refused("GET", f"/v1/leads/{new_id()}", status=404, code="not_found")
    client.refused("PUT", "/v1/leads", status=405, code="method_not_allowed")
    client.refused("POST", "/v1/leads", {"name": "x", "owner_id": new_id()}, status=400, code="malformed")
    client.refused("POST", "/v1/leads", data=b"x" * (2 << 20), status=413, code="body_too_large")
    head = requests.head(url + path, headers=client.http.headers, timeout=30)
    assert (head.status_code, head.content) == (200, b"")
    assert requests.get(url + path, timeout=30).json()["code"] == "token_missing"
    found = client.get("/v1/leads", params={"filter[name][eq]": name, "count": "exact"})
    assert [found["count"], found["data"][0]["id"]] == [1, made.json()["id"]]
    chunked = client.http.post(
        f"{url}/v1/leads",
        data=iter([b'{"name": ', b'"in pieces"}']),
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert chunked.status_code == 201, chunked.text
    _stream_opens(client, url)


def _stream_opens(client: Client, url: str) -> None:
    with requests.get(f"{url}/v1/stream", headers=client.http.headers, stream=True, timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        first: Any = next(answer.iter_content(8))
        assert first


@pytest.mark.feature("X-05")
def test_each_server_carries_a_lead_to_its_invoice(served: Served) -> None:
    story = sell_and_ship(served.client)
    assert story["order"]["status"] == "fulfilled"
