"""Mining through the public API: customers in segments and products bought together, as jobs whose results are kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from services.reporting.mining_runs.model import MiningOrder, MiningRun
from shared.clock import now, today
from shared.ids import new_id
from shared.persistence.database import database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.conftest import UNWATCHED, installation
from tests.end_to_end.stack import Stack

PATH = "/v1/mining-runs"
ORDERS = (
    # customer, lines of product, quantity and unit price
    ("Acme", (("lamp", 2, "15.00"), ("chair", 1, "70.00"))),
    ("Acme", (("lamp", 4, "12.50"),)),
    ("Brown", (("chair", 2, "75.00"), ("lamp", 1, "10.00"))),
    ("Crown", (("desk", 1, "40.00"), ("lamp", 1, "10.00"))),
    ("Drew", (("chair", 1, "15.00"),)),
)
SOLD = [(5, "375.00")]
SEGMENTED = [
    ("Acme", "A", 2, "150.00"),
    ("Brown", "A", 1, "160.00"),
    ("Crown", "B", 1, "50.00"),
    ("Drew", "B", 1, "15.00"),
]
"""By hand: all ordered today, Acme most often, Brown for most."""
AUTUMN = {"from": "2026-09-01", "until": "2026-11-30"}
SEGMENTS = {"kind": "customer_segmentation", "currency": "USD", "segments": 2}
PAIRS = {"kind": "basket_association", "min_support": "0.2", "min_confidence": "0.5"}


def days() -> dict[str, str]:
    """From yesterday on, so that midnight takes nothing away."""
    return {"from": "2020-01-01", "until": today().isoformat()}


class Team:
    """A new leader and a new seller below them, of whom nobody else knows; products and customers by name."""

    def __init__(self, admin: Client, stack: Stack, unit: str, superior: str | None) -> None:
        self.leader = _hired(admin, stack, unit, superior, "account_manager")
        self.seller = _hired(admin, stack, unit, self.leader.me["id"], "salesperson")
        self.products = {name: _product(admin, name) for name in ("lamp", "chair", "desk")}
        self.customers = {name: self._customer(name) for name in ("Acme", "Brown", "Crown", "Drew")}
        for customer, lines in ORDERS:
            self.order(customer, *lines)
        assert eventually(lambda: self.sold() == SOLD, seconds=60), self.sold()

    def _customer(self, name: str) -> str:
        return str(self.seller.post("/v1/customers", {"name": name, "allow_duplicate": True})["id"])

    def order(self, customer: str, *lines: tuple[str, int, str]) -> None:
        told = [{"product_id": self.products[name], "quantity": n, "unit_price": price} for name, n, price in lines]
        body = {"customer_id": self.customers[customer], "currency": "USD", "lines": told}
        self.seller.post(f"/v1/orders/{self.seller.post('/v1/orders', body)['id']}/confirm")

    def sold(self) -> list[tuple[Any, ...]]:
        rows = self.seller.get("/v1/reports/orders", params={"currency": "USD"})["totals"]
        return [(row["count"], row["amount"]) for row in rows]


def _hired(admin: Client, stack: Stack, unit: str, superior: str | None, group: str) -> Client:
    login = f"mining.{new_id()[-12:]}"
    body = {"login": login, "name": login.title(), "unit_id": unit, "superior_id": superior, "groups": [group]}
    admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
    return stack.client(login, PASSWORD)


def _product(admin: Client, name: str) -> str:
    body = {"code": f"{name}-{new_id()}", "name": name, "list_price": "10.00", "currency": "USD"}
    return str(admin.post("/v1/products", body)["id"])


@pytest.fixture(scope="module")
def team(company: Company) -> Team:
    helen = company.people["helen.head"]["id"]
    return Team(company["admin"], company.stack, company.units["EAST"]["id"], helen)


@pytest.fixture
def house(profile: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """An installation whose process, or whose reporting service, this test may kill."""
    with installation(profile, tmp_path, request, **UNWATCHED) as running:
        yield running


def ended(client: Client, run_id: str) -> Any:
    """The run, once it has ended."""

    def look() -> Any:
        told = client.get(f"{PATH}/{run_id}")
        return told if told["state"] not in ("queued", "running") else None

    told = eventually(look, seconds=60)
    assert told, client.get(f"{PATH}/{run_id}")
    return told


def mined(client: Client, asked: dict[str, Any]) -> Any:
    told = ended(client, client.post(PATH, {**asked, **days()})["id"])
    assert (told["state"], told["error"]) == ("finished", None), told
    return told


def results(client: Client, run_id: str, member: str) -> list[Any]:
    return [row[member] for row in client.all(f"{PATH}/{run_id}/results", params={"limit": "1"})]


def pairs_of(client: Client, run_id: str) -> list[tuple[Any, ...]]:
    found = []
    for pair in results(client, run_id, "pair"):
        one, other = sorted((pair["first"], pair["second"]), key=lambda product: product["name"])
        sides = [(side["name"], side["orders"], side["confidence"]) for side in (one, other)]
        found.append((*sides, pair["orders"], pair["support"], pair["lift"]))
    return found


CHAIRS = (("chair", 3, "0.6667"), ("lamp", 4, "0.5000"), 2, "0.4000", "0.8333")
DESKS = (("desk", 1, "1.0000"), ("lamp", 4, "0.2500"), 1, "0.2000", "1.2500")


@pytest.mark.feature("B-16")
def test_segmentation_runs_as_a_job_and_its_results_are_kept(company: Company, team: Team) -> None:
    key = {"Idempotency-Key": new_id()}
    answer = team.seller.ask("POST", PATH, {**SEGMENTS, **days()}, headers=key)
    run = answer.json()
    assert (answer.status_code, run["state"]) == (202, "queued")
    assert answer.headers["Location"].endswith(f"{PATH}/{run['id']}")
    assert team.seller.ask("POST", PATH, {**SEGMENTS, **days()}, headers=key).json()["id"] == run["id"]
    told, one = ended(team.seller, run["id"]), f"{PATH}/{run['id']}"
    assert (told["state"], told["orders"], told["results"]) == ("finished", 5, 2)
    assert told["progress"] == {"done": 3, "total": 3}
    assert told["as_of"]["position"] > 0
    names = ("name", "customers", "share", "orders", "amount", "mean_amount", "least_score", "most_score")
    found = [tuple(segment[name] for name in names) for segment in results(team.seller, run["id"], "segment")]
    assert found == [
        ("A", 2, "0.5000", 3, "310.00", "155.00", 6, 8),
        ("B", 2, "0.5000", 2, "65.00", "32.50", 3, 4),
    ]
    rows = team.seller.all(f"{one}/customers", params={"limit": "1"})
    assert [(row["customer"], row["segment"], row["orders"], row["amount"]) for row in rows] == SEGMENTED
    assert {row["customer_id"] for row in rows} == set(team.customers.values())
    for row in rows:
        assert team.seller.get(f"/v1/customers/{row['customer_id']}")["name"] == row["customer"]
    worst = team.seller.all(f"{one}/customers", params={"segment": "B"})
    assert [row["customer"] for row in worst] == ["Crown", "Drew"]
    events = [entry["type"].split(".")[3] for entry in team.seller.get(f"{one}/history")["data"]]
    assert events == ["queued", "started", "finished"]
    for login in ("helen.head", "nora.north", "admin"):
        for path in (one, f"{one}/results", f"{one}/customers", f"{one}/history"):
            company[login].refused("GET", path, status=404)
        company[login].refused("DELETE", one, status=404)
        assert run["id"] not in {row["id"] for row in company[login].all(PATH)}


@pytest.mark.feature("B-16")
def test_basket_association_runs_as_a_job_and_its_results_are_kept(company: Company) -> None:
    team = Team(company["admin"], company.stack, company.units["EAST"]["id"], company.people["helen.head"]["id"])
    run = mined(team.seller, PAIRS)["id"]
    assert pairs_of(team.seller, run) == [DESKS, CHAIRS]
    assert pairs_of(team.seller, mined(team.seller, {**PAIRS, "min_support": "0.4"})["id"]) == [CHAIRS]
    assert pairs_of(team.seller, mined(team.seller, {**PAIRS, "min_confidence": "0.9"})["id"]) == [DESKS]
    team.order("Drew", ("chair", 1, "15.00"), ("desk", 1, "40.00"))
    assert eventually(lambda: team.sold() != SOLD, seconds=60)
    assert pairs_of(team.seller, run) == [DESKS, CHAIRS], "what is kept does not change"
    assert len(pairs_of(team.seller, mined(team.seller, {**PAIRS, "min_support": "0.1"})["id"])) == 3
    team.seller.ok("DELETE", f"{PATH}/{run}")
    for path in (f"{PATH}/{run}", f"{PATH}/{run}/results"):
        team.seller.refused("GET", path, status=404)


@pytest.mark.feature("B-16")
def test_a_run_counts_what_its_owner_sees_and_tells_nothing_that_they_do_not_see_any_more(company: Company) -> None:
    admin, helen = company["admin"], company.people["helen.head"]["id"]
    team = Team(admin, company.stack, company.units["EAST"]["id"], helen)
    segments, pairs = mined(team.leader, SEGMENTS)["id"], mined(team.leader, PAIRS)["id"]
    assert [one["customers"] for one in results(team.leader, segments, "segment")] == [2, 2]
    assert pairs_of(team.leader, pairs) == [DESKS, CHAIRS]
    sara = company["sara.south"]
    elsewhere = results(sara, mined(sara, {**PAIRS, "min_support": "0.0001"})["id"], "pair")
    assert not {pair[side]["id"] for pair in elsewhere for side in ("first", "second")} & set(team.products.values())
    sara.refused("POST", PATH, {**PAIRS, **days(), "org_unit_id": new_id()}, status=404)
    admin.post(f"/v1/people/{team.seller.me['id']}/place", {"superior_id": helen})
    for path in (f"{PATH}/{segments}/results", f"{PATH}/{segments}/customers", f"{PATH}/{pairs}/results"):
        team.leader.refused("GET", path, status=409, code="mining_run_outdated")
    again = mined(team.leader, SEGMENTS)
    assert (again["orders"], results(team.leader, again["id"], "segment")) == (0, [])


@pytest.mark.feature("B-16")
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**SEGMENTS, **AUTUMN, "segments": 1}, 400, None),
        ({**SEGMENTS, **AUTUMN, "segments": 9}, 400, None),
        ({**PAIRS, **AUTUMN, "min_support": "0"}, 400, None),
        ({**PAIRS, **AUTUMN, "min_confidence": "2"}, 400, None),
        ({**PAIRS, **AUTUMN, "segments": 3}, 400, None),
        ({**PAIRS, "from": "2026-02-01", "until": "2026-01-31"}, 400, None),
        ({"kind": "customer_segmentation", **AUTUMN}, 422, "mining_currency_missing"),
        ({**PAIRS, **AUTUMN, "org_unit_id": new_id()}, 404, None),
    ],
)
def test_what_cannot_be_counted_is_refused_at_the_door(
    team: Team, body: dict[str, Any], status: int, code: str | None
) -> None:
    team.seller.refused("POST", PATH, body, status=status, code=code)


@pytest.mark.feature("B-16")
@pytest.mark.timeout(600)
def test_runs_go_on_where_their_process_was_killed_and_nothing_is_there_twice(house: Stack) -> None:
    """One waits and one is halfway when the process ends; it had collected an order that is none any more."""
    admin = house.client()
    team = Team(admin, house, admin.me["org_unit"]["id"], None)
    first, second = (team.seller.post(PATH, {**asked, **days()})["id"] for asked in (PAIRS, SEGMENTS))
    house.kill("up" if house.profile == "embedded" else "reporting")
    with database_at(house.database_url("reporting")).write() as session:
        runs, taken = table_of(MiningRun), table_of(MiningOrder)
        begun: Any = {"state": "running", "step": 1, "orders": 6, "lease_holder": new_id(), "lease_until": now()}
        session.execute(update(runs).where(runs.c.lease_until.is_not(None)).values(lease_until=now()))
        session.execute(update(runs).where(runs.c.id == first).values(begun))
        session.execute(delete(taken).where(taken.c.run_id == first))
        stray: Any = {
            "run_id": first,
            "order_id": new_id(),
            "customer_id": new_id(),
            "ordered_on": today(),
            "amount": 1,
        }
        session.execute(insert(taken).values(stray))
    if house.profile == "embedded":
        house.start()
    else:
        house.start_the_dead()
        house.wait_until_ready()
    told = eventually(lambda: ended(team.seller, first), seconds=90)
    assert (told["state"], told["orders"]) == ("finished", 5)
    assert pairs_of(team.seller, first) == [DESKS, CHAIRS]
    assert ended(team.seller, second)["state"] == "finished"
    rows = team.seller.all(f"{PATH}/{second}/customers")
    assert [(row["customer"], row["segment"], row["orders"], row["amount"]) for row in rows] == SEGMENTED
    assert {row["id"] for row in team.seller.all(PATH)} == {first, second}
