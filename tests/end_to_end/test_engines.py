"""Which database lies below is one address: the same house on SQLite, PostgreSQL and MariaDB."""

from collections.abc import Iterator

import pytest

from deploy.roster import EVERYBODY
from shared.ids import new_id
from tests.end_to_end.company import Company
from tests.end_to_end.conftest import databases_on_mariadb
from tests.end_to_end.stack import Stack
from tests.end_to_end.story import sell_and_ship

ENGINES = {"embedded": "sqlite", "production": "postgresql"}
SLOWEST_START_SECONDS = 240


@pytest.mark.feature("X-04")
def test_the_suite_runs_on_two_engines_by_the_address_alone(company: Company) -> None:
    """Every test of this folder takes this installation, once on each engine; here it is seen which one that is."""
    client = company["admin"]
    services = client.get("/v1/system/status")["services"]
    assert {name: one["engine"] for name, one in services.items()} == dict.fromkeys(
        EVERYBODY, ENGINES[company.stack.profile]
    )
    assert sell_and_ship(client)["order"]["status"] == "fulfilled"


class _OnMariadb(Stack):
    """Everything in one process, on a server that is slow to make tables."""

    def start(self) -> None:
        self._run("up", "up", "--empty", "--port", str(self.port))
        self.wait_until_ready(SLOWEST_START_SECONDS)


@pytest.fixture(scope="module")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with databases_on_mariadb() as address:
        house = _OnMariadb("embedded", tmp_path_factory.mktemp("mariadb"), {"TENON_DATABASE": address})
        try:
            house.start()
            yield house
        finally:
            house.stop()


def test_mariadb_carries_a_lead_to_its_invoice(mariadb: Stack) -> None:
    client = mariadb.client()
    engines = {one["engine"] for one in client.get("/v1/system/status")["services"].values()}
    assert engines == {"mysql"}
    story = sell_and_ship(client)
    assert story["order"]["status"] == "fulfilled"
    assert story["invoice"]["amount"] == "200.00"


def test_mariadb_keeps_the_trail_whole_and_money_exact(mariadb: Stack) -> None:
    client, word = mariadb.client(), f"w{new_id()[-10:]}"
    for budget in ("0.0001", "99999999999999", "12.34"):
        lead = client.post("/v1/leads", {"name": f"{word} 汉字 😀"})
        client.post(f"/v1/leads/{lead['id']}/qualify", {"budget": budget})
    found = client.get("/v1/leads", params={"q": word, "count": "exact", "totals": "budget", "sort": "-budget"})
    assert (found["count"], found["totals"]["budget"]) == (3, "100000000000011.3401")
    assert client.get("/v1/audit/verify")["status"] == "intact"
    key = {"Idempotency-Key": new_id()}
    twice = [client.ask("POST", "/v1/leads", {"name": "once"}, headers=key).json()["id"] for _ in range(2)]
    assert twice[0] == twice[1]
