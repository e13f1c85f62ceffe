"""What a user and an administrator need: a token and requests for the one, one command for the other."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from deploy.roster import EVERYBODY
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.conftest import databases_of_ones_own
from tests.end_to_end.stack import Stack
from tests.end_to_end.story import sell_and_ship
from tests.servers import fresh_vhost


@pytest.mark.feature("X-01")
def test_a_token_and_requests_to_one_address_carry_a_lead_to_its_invoice(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    send = requests.Session.request

    def noted(session: requests.Session, method: str, url: str, **more: object) -> requests.Response:
        asked.add(urlsplit(url).netloc)
        answer: requests.Response = send(session, method, url, **more)  # type: ignore[arg-type]
        return answer

    monkeypatch.setattr(requests.Session, "request", noted)
    story = sell_and_ship(company["admin"])
    assert story["lead"]["status"] == "converted"
    assert story["order"]["status"] == "fulfilled"
    assert story["shipment"]["status"] == "posted"
    assert story["invoice"]["status"] == "issued"
    assert asked == {urlsplit(company.stack.url).netloc}


class _OneCommand(Stack):
    """Started by `up` alone, on either profile, as anybody starts it: with passwords at their price."""

    def __init__(self, profile: str, folder: Path, environment: dict[str, str]) -> None:
        super().__init__(profile, folder, {**environment, "TENON_ARGON2": ""}, anew=True)

    def start(self) -> None:
        self._run("up", "up", "--empty", "--port", str(self.port))


@pytest.fixture
def fresh(profile: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """An empty folder; with RabbitMQ and PostgreSQL a virtual host and a server without a database of ours."""
    folder = tmp_path_factory.mktemp("fresh")
    if profile == "embedded":
        house = _OneCommand(profile, folder, {})
        yield house
        house.stop()
        return
    amqp, postgres = request.getfixturevalue("amqp_server"), request.getfixturevalue("postgres_server")
    with databases_of_ones_own(postgres) as database, fresh_vhost(amqp) as bus:
        house = _OneCommand(profile, folder, {"TENON_DATABASE": database, "TENON_BUS": bus})
        yield house
        house.stop()


@pytest.mark.feature("X-02")
def test_one_command_starts_every_service_and_health_turns_green(fresh: Stack) -> None:
    fresh.start()
    fresh.wait_until_ready(120)
    answer = requests.get(f"{fresh.url}/health", timeout=30)
    assert answer.status_code == 200, answer.text
    assert answer.json()["services"].keys() == set(EVERYBODY)
    assert {one["status"] for one in answer.json()["services"].values()} == {"ok"}
    client: Client = fresh.client()
    assert client.post("/v1/leads", {"name": "The first"})["version"] == 1
