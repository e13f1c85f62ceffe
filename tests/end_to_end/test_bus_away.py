"""A broker, a database, a service goes away: refused in time, nothing lost, nothing done twice, mended by itself."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD
from tests.end_to_end.conftest import DEADLINE_SECONDS, Breakable

pytestmark = pytest.mark.alone  # how long an answer takes is what is promised

WRITERS = 4
DEALS = 16
AWAY_AFTER_SECONDS = DEADLINE_SECONDS + 2


@dataclass
class Rush:
    """Deals opened and advanced by careful programs while something breaks; `deals` are their ids."""

    breakable: Breakable
    seller: Client
    deals: list[str] = field(default_factory=lambda: [new_id() for _ in range(DEALS)])
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def carry_out(self, deal_id: str) -> None:
        self.seller.insist("POST", "/v1/opportunities", {"id": deal_id, "name": f"Deal {deal_id}", "amount": "10.00"})
        self.begun.release()
        self.seller.insist("POST", f"/v1/opportunities/{deal_id}/advance", {"stage": "engaging"})

    def assert_whole(self) -> None:
        """Each deal is there once, in sales and in the reports, and its readers were told once of its rise."""
        listed = self.seller.all("/v1/opportunities")
        assert sorted(deal["id"] for deal in listed) == sorted(self.deals)
        assert {(deal["stage"], deal["version"]) for deal in listed} == {("engaging", 2)}
        records = "/v1/reports/sales-funnel/records"
        told = {"filter[kind][eq]": "opportunity_rose", "limit": "200"}

        def reported() -> list[str]:
            return sorted(deal["id"] for deal in self.seller.all(records) if deal["stage"] == "engaging")

        def messages() -> list[str]:
            return sorted(message["about"]["id"] for message in self.seller.all("/v1/messages", params=told))

        assert eventually(lambda: reported() == sorted(self.deals), 45), (len(reported()), len(self.deals))
        assert eventually(lambda: len(messages()) >= len(self.deals), 45), (len(messages()), len(self.deals))
        assert messages() == sorted(self.deals)


@contextmanager
def rush(breakable: Breakable) -> Iterator[Rush]:
    """The body runs while deals are being made; at its end all are made."""
    made = Rush(breakable, new_seller(breakable))
    with ThreadPoolExecutor(WRITERS) as pool:
        running: list[Future[None]] = [pool.submit(made.carry_out, deal_id) for deal_id in made.deals]
        for _ in range(WRITERS):
            assert made.begun.acquire(timeout=30)
        yield made
    for one in running:
        one.result()
    assert eventually(lambda: readiness(breakable)[0] == 200, 60), readiness(breakable)
    made.assert_whole()


def new_seller(breakable: Breakable) -> Client:
    """Somebody without a single deal."""
    company, login = breakable.company, f"seller.{new_id()[-8:]}"
    person = {
        "login": login,
        "name": "Seller",
        "unit_id": company.units["EAST"]["id"],
        "groups": ["salesperson"],
        "password": PASSWORD,
        "must_change_password": False,
    }
    company["admin"].post("/v1/people", person)
    return breakable.stack.client(login, PASSWORD)


def refused_in_time(client: Client, method: str, path: str, body: Any = None) -> Any:
    """The problem of an answer that says 503 and when to come again, before the deadline is long over."""
    started = time.monotonic()
    problem = client.refused(method, path, body, status=503)
    assert time.monotonic() - started < AWAY_AFTER_SECONDS
    return problem


def readiness(breakable: Breakable) -> tuple[int, Any]:
    answer = requests.get(f"{breakable.stack.url}/health/ready", timeout=10)
    return answer.status_code, answer.json()


def test_a_broker_away_is_refused_in_time_and_nothing_is_lost(breakable: Breakable) -> None:
    nora, nils = breakable.company["nora.north"], breakable.company["nils.north"]
    due = (now() + timedelta(seconds=2)).isoformat()
    overdue = nils.post("/v1/requests", {"description": "Cold", "customer_name": "Joe", "due_at": due})
    with rush(breakable):
        breakable.broker.stop()
        answer = nils.ask("POST", "/v1/leads", {"name": "Ada"})
        assert (answer.status_code, int(answer.headers["Retry-After"]) >= 1) == (503, True)
        for method, path, body in (
            ("GET", "/v1/leads", None),
            ("GET", "/v1/campaigns", None),
            ("POST", "/v1/requests", {"description": "Cold", "customer_name": "Joe"}),
        ):
            refused_in_time(nils, method, path, body)
        status, condition = readiness(breakable)
        assert (status, condition["bus"]) == (503, "away")
        assert nils.get("/v1/me")["login"] == "nils.north", "what the gateway knows itself it still answers"
        breakable.broker.start()
        assert eventually(lambda: nils.ask("GET", "/v1/leads").status_code == 200, 60)
    assert eventually(lambda: readiness(breakable)[0] == 200, 60), readiness(breakable)
    about = {"filter[about_id][eq]": overdue["id"]}
    assert eventually(lambda: nora.get("/v1/messages", params=about)["data"], 30)
    assert nils.get(f"/v1/requests/{overdue['id']}")["level"] == 1
    assert [told["kind"] for told in nora.get("/v1/messages", params=about)["data"]] == ["request_escalated"]


def test_a_killed_service_takes_only_its_own_routes_with_it(breakable: Breakable) -> None:
    nils = breakable.company["nils.north"]
    breakable.stack.kill("marketing")
    refused_in_time(nils, "GET", "/v1/campaigns")
    refused_in_time(nils, "POST", "/v1/campaigns", {"name": "Spring", "kind": "web"})
    for path in ("/v1/leads", "/v1/requests", "/v1/messages", "/v1/products", "/v1/me"):
        assert nils.ask("GET", path).status_code == 200, path
    assert eventually(lambda: readiness(breakable)[0] == 503, 5), "a condition is at most half a second old"
    condition = readiness(breakable)[1]
    assert (condition["bus"], condition["services"]["marketing"]["status"]) == ("ok", "away")
    assert condition["services"]["sales"]["status"] == "ok"
    breakable.stack.start_service("marketing")
    assert eventually(lambda: nils.ask("GET", "/v1/campaigns").status_code == 200, 60)
    assert eventually(lambda: readiness(breakable)[0] == 200, 30), readiness(breakable)


def test_a_database_that_restarts_leaves_nothing_half_done(breakable: Breakable) -> None:
    seller = new_seller(breakable)
    leads = [seller.post("/v1/leads", {"name": f"Lead {number}"})["id"] for number in range(DEALS)]
    parts: dict[str, Any] = {"customer": {}, "contact": {}, "opportunity": {}}
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(seller.insist, "POST", f"/v1/leads/{lead}/convert", parts) for lead in leads]
        running[2].result()
        breakable.postgres.restart()
        became = [one.result() for one in running]
    assert {lead["status"] for lead in became} == {"converted"}
    assert eventually(lambda: readiness(breakable)[0] == 200, 60), readiness(breakable)
    for noun, part in (("customers", "customer_id"), ("contacts", "contact_id"), ("opportunities", "opportunity_id")):
        made = sorted(record["id"] for record in seller.all(f"/v1/{noun}"))
        assert made == sorted(lead[part] for lead in became)


@pytest.mark.parametrize("instance", ["sales", "sales-2"])
def test_of_two_instances_of_sales_one_may_be_killed_at_any_moment(breakable: Breakable, instance: str) -> None:
    with rush(breakable) as running:
        breakable.stack.kill(instance)
        assert eventually(lambda: running.seller.ask("GET", "/v1/leads").status_code == 200, AWAY_AFTER_SECONDS)
    breakable.stack.start_service("sales", instance)
