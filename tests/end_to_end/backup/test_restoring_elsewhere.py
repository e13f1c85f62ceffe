"""What was saved while people worked is restored on another machine: all that was acknowledged, and nothing twice."""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.subscriptions import OF_CUSTOMERS
from shared.ids import new_id
from shared.persistence.database import Database
from tests.end_to_end.backup.load import Load
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.conftest import databases_of_ones_own
from tests.end_to_end.stack import Stack
from tests.servers import fresh_vhost

SETTLED_SECONDS = 30
PIECES = 5000
DEALS = ("number", "name", "stage", "status", "amount")


class _OneProcess(Stack):
    """Everything in one process, on either profile: there is another installation beside it."""

    def start(self) -> None:
        self._run("up", "up", "--empty", "--port", str(self.port))
        self.wait_until_ready()


@pytest.fixture
def elsewhere(profile: str, tmp_path: Path, request: pytest.FixtureRequest, company: Company) -> Iterator[Stack]:
    """A place of the same kind without a database, on a broker that knows nothing; nothing runs there yet."""
    with ExitStack() as places:
        environment = {}
        if profile == "production":
            amqp, postgres = request.getfixturevalue("amqp_server"), request.getfixturevalue("postgres_server")
            environment["TENON_DATABASE"] = places.enter_context(databases_of_ones_own(postgres))
            environment["TENON_BUS"] = places.enter_context(fresh_vhost(amqp))
            if environment["TENON_BUS"] == company.stack.environment["TENON_BUS"]:
                pytest.skip("no virtual host of one's own can be made on this broker")
        place = _OneProcess(profile, tmp_path, environment)
        places.callback(place.stop)
        yield place


@pytest.fixture
def load(company: Company) -> Load:
    admin = company["admin"]
    product = admin.post("/v1/products", {"code": new_id(), "name": "Nail", "list_price": "1.00"})
    assert eventually(lambda: admin.ask("GET", f"/v1/items/{product['id']}").status_code == 200, SETTLED_SECONDS)
    place = admin.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Barn"})
    goods = {"warehouse_id": place["id"], "lines": [{"item_id": product["id"], "quantity": PIECES}]}
    document = admin.post("/v1/inbound-documents", goods)
    admin.post(f"/v1/inbound-documents/{document['id']}/post")
    return Load(admin, product["id"])


def tenon(stack: Stack, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.commands", *words]
    return subprocess.run(command, env=stack.environment, capture_output=True, text=True, timeout=120, check=False)


def rows(stack: Stack, service: str, statement: str) -> list[tuple[Any, ...]]:
    database = Database(stack.database_url(service), pool_size=1)
    try:
        with database.read() as session:
            return [tuple(row) for row in session.connection().exec_driver_sql(statement)]
    finally:
        database.close()


def test_what_was_saved_under_load_is_whole_elsewhere(
    company: Company, load: Load, elsewhere: Stack, tmp_path: Path
) -> None:
    """With a broker one listener is away, so that events for it lie in the broker alone, which is not saved."""
    here, backup = company.stack, tmp_path / "it.backup"
    out_of_stock = unreserved(here)
    load.write_with_a_key()
    listener_away = here.profile == "production"
    if listener_away:
        here.kill("reporting")
    try:
        with load.at_work():
            assert eventually(lambda: len(load.orders) > 5, SETTLED_SECONDS)
            told = list(load.orders)
            saved = tenon(here, "backup", str(backup))
            at_the_end = len(load.orders)
    finally:
        here.start_the_dead()
    assert (saved.returncode, load.faults) == (0, []), saved.stderr
    assert at_the_end > len(told), "nobody worked meanwhile"
    assert os.stat(backup).st_mode & 0o077 == 0
    restored = tenon(elsewhere, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    elsewhere.start()
    client = company["admin"].at(elsewhere.url)
    there = {str(UUID(str(order))) for (order,) in rows(elsewhere, "sales", "SELECT id FROM orders")}
    assert set(told) - there == set()
    _settles(elsewhere, client, out_of_stock)
    _goes_on(client, load)
    deals = client.get("/v1/opportunities", params={"count": "exact", "totals": "amount", "limit": 1})
    assert [(deals["count"],)] == rows(elsewhere, "sales", "SELECT count(*) FROM opportunities")
    here.wait_until_ready()
    assert company["admin"].get("/v1/system/status")["last_backup"] is not None


def unreserved(stack: Stack) -> list[str]:
    """The confirmed orders of which the goods are not reserved, for they are not there or have not been asked for."""
    waiting = "SELECT id FROM orders WHERE status = 'confirmed' AND fulfilment NOT IN ('reserved', 'shipped')"
    return sorted(str(order) for (order,) in rows(stack, "sales", waiting))


def _settles(stack: Stack, client: Client, out_of_stock: list[str]) -> None:
    """Each listener comes to hold exactly what its sources hold, and nothing was taken in twice. No order waits for its
    goods but those that did before anybody worked.
    """

    def customers(service: str) -> list[Any]:
        return sorted(rows(stack, service, "SELECT id, name, version FROM customers"))

    def told_customers() -> list[Any]:
        """As of the newest event that copies hear: a customer that was only called on has a newer version since."""
        heard = ", ".join(f"'{kind.wire_type()}'" for kind in OF_CUSTOMERS)
        newest = f"SELECT subject, max(sequence) AS version FROM events WHERE type IN ({heard}) GROUP BY subject"
        told = "SELECT customers.id, customers.name, newest.version FROM customers"
        return sorted(rows(stack, "sales", f"{told} JOIN ({newest}) newest ON newest.subject = customers.id"))

    def deals(service: str, table: str) -> list[Any]:
        return sorted(rows(stack, service, f"SELECT id, {', '.join(DEALS)} FROM {table}"), key=str)

    assert eventually(lambda: deals("reporting", "deal_facts") == deals("sales", "opportunities"), SETTLED_SECONDS)
    for copy in ("distribution", "marketing", "service_desk"):
        assert eventually(lambda copy=copy: customers(copy) == told_customers(), SETTLED_SECONDS), copy
    assert eventually(lambda: unreserved(stack) == out_of_stock, SETTLED_SECONDS)
    balances = sorted(rows(stack, "distribution", "SELECT id, physical, reserved FROM stock_balances"))
    moved = "SELECT stock_id, sum(physical), sum(reserved) FROM stock_moves GROUP BY stock_id"
    assert balances == sorted((one, int(there), int(kept)) for one, there, kept in rows(stack, "distribution", moved))
    assert client.get("/v1/system/status")["errors"]["dead_events"] == 0
    assert _verified(client) == "intact"


def _verified(client: Client) -> str:
    """What the look at all chains comes to; one call looks for some seconds, and the next goes on from there."""
    looked = client.get("/v1/audit/verify")
    while looked["status"] == "unfinished":
        looked = client.get("/v1/audit/verify", params={"cursor": looked["next"]})
    return str(looked["status"])


def _goes_on(client: Client, load: Load) -> None:
    """Keys are remembered, and numbers go on without a gap."""
    assert load.keyed is not None
    key, body, answer = load.keyed
    again = client.ask("POST", "/v1/leads", body, headers=key)
    assert (again.headers.get("Idempotency-Replayed"), again.json()) == ("true", answer)
    series: dict[str, list[int]] = defaultdict(list)
    load.admin, load.orders = client, []
    load.sell()
    for order in client.all("/v1/orders", params={"limit": 200}):
        kind, _, number = order["number"].rpartition("-")
        series[kind].append(int(number))
    assert {kind: sorted(found) for kind, found in series.items()} == {
        kind: list(range(1, len(found) + 1)) for kind, found in series.items()
    }
