"""What customers ask for on deals and on service requests, by segment, through the public API."""

import subprocess
import sys
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

REPORT = "/v1/reports/customer-demand"
COLUMNS = ("segment", "asked_for", "category", "count", "from_deals", "from_requests", "quantity", "customers")
CUSTOMERS = {
    # level, region, industry and type
    "Acme": ("A", "north", "mills", "company"),
    "Brown": ("A", "south", "mills", "company"),
    "Cole": ("B", "south", "farms", "person"),
}


class Asking:
    """Somebody who sells and serves in the east: what was asked of them, by name."""

    def __init__(self, company: Company) -> None:
        self.company, login = company, f"asked.{new_id()[-12:]}"
        person = {"login": login, "name": login.title(), "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
        superior = {"superior_id": company.people["helen.head"]["id"], "groups": ["salesperson", "service_agent"]}
        self.id = company["admin"].post("/v1/people", {**person, **superior, "must_change_password": False})["id"]
        self.client: Client = company.stack.client(login, PASSWORD)
        names = ("level", "region", "industry", "type")
        self.customers = {
            name: self.client.post("/v1/customers", {"name": name, **dict(zip(names, facts, strict=True))})["id"]
            for name, facts in CUSTOMERS.items()
        }
        lamp = {"code": f"lamp-{new_id()}", "name": "Lamp", "list_price": "10.00", "category": "light"}
        self.lamp = str(company["admin"].post("/v1/products", lamp)["id"])
        self.deals = {name: self._deal(name) for name in ("Acme", "Brown")}
        self.needs = {
            "lamps of Acme": self.need("Acme", product_id=self.lamp, quantity=3),
            "rope of Acme": self.need("Acme", description="Red  Rope", category="ropes"),
            "lamps of Brown": self.need("Brown", product_id=self.lamp, quantity=4),
        }
        self.requests = {
            "lamp of Acme": self.request("Acme", product_id=self.lamp),
            "rope of Cole": self.request("Cole", need="red rope"),
            "nothing of Acme": self.request("Acme"),
        }

    def _deal(self, customer: str) -> str:
        body = {"name": f"Deal of {customer}", "customer_id": self.customers[customer], "amount": "10.00"}
        return str(self.client.post("/v1/opportunities", body)["id"])

    def need(self, deal: str, **said: Any) -> str:
        return str(self.client.post(f"/v1/opportunities/{self.deals[deal]}/needs", said)["id"])

    def request(self, customer: str, **said: Any) -> str:
        """Filed once the service desk has heard of the customer and of the product."""
        body = {"customer_id": self.customers[customer], "description": "Have you any?", **said}
        filed = eventually(
            lambda: (answer := self.client.ask("POST", "/v1/requests", body)).status_code == 201 and answer.json()
        )
        return str(filed["id"])

    def report(self, who: Client | None = None, **query: str) -> Any:
        return (who or self.client).get(REPORT, params={"owner": self.id, **query})


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row[name] for name in names or COLUMNS) for row in answer["rows"]), key=str)


EXPECTED = sorted(
    [
        ("A", "Lamp", "light", 3, 2, 1, 7, 2),
        ("A", "red rope", "ropes", 1, 1, 0, 0, 1),
        ("B", "red rope", None, 1, 0, 1, 0, 1),
    ],
    key=str,
)
TOTAL = {"count": 5, "from_deals": 3, "from_requests": 2, "quantity": 7, "customers": 3}


@pytest.mark.feature("S-059")
def test_requested_products_and_needs_on_deals_and_cases_are_counted_by_customer_segment(company: Company) -> None:
    asking = Asking(company)
    assert eventually(lambda: table(asking.report()) == EXPECTED, seconds=60), asking.report()
    answer = asking.report()
    assert answer["totals"] == [TOTAL]
    assert answer["chart"]["kind"] == "bar"
    for by, segments in (
        ("region", {"north": 3, "south": 2}),
        ("industry", {"mills": 4, "farms": 1}),
        ("type", {"company": 4, "person": 1}),
    ):
        rows = asking.report(by=by)["rows"]
        assert {one: sum(row["count"] for row in rows if row["segment"] == one) for one in segments} == segments
    asking.client.refused("GET", REPORT, params={"by": "owner"}, status=400)
    month = today().isoformat()[:7]
    assert table(asking.report(period=month)) == EXPECTED
    assert asking.report(period=str(today().year - 1))["rows"] == []

    _leads_to_its_records(asking, answer)
    _is_of_no_other_branch(asking)
    _can_be_made_anew(asking)
    _forgets_what_is_withdrawn(asking)


def _leads_to_its_records(asking: Asking, answer: Any) -> None:
    lamps = next(row for row in answer["rows"] if (row["segment"], row["product_id"]) == ("A", asking.lamp))
    found = asking.client.all(f"{REPORT}/records?{lamps['drill']}")
    expected = [("deal", asking.deals["Acme"]), ("deal", asking.deals["Brown"])]
    assert sorted((one["kind"], one["id"]) for one in found) == sorted(
        [*expected, ("request", asking.requests["lamp of Acme"])]
    )
    files = asking.client.ask("GET", REPORT, params={"owner": asking.id, "format": "csv"})
    assert len(files.text.strip().splitlines()) == 1 + len(EXPECTED)


def _is_of_no_other_branch(asking: Asking) -> None:
    company = asking.company
    assert asking.report(company["helen.head"])["totals"] == [TOTAL]
    for other in ("nora.north", "sven.south"):
        for path in (REPORT, f"{REPORT}/records"):
            company[other].refused("GET", path, params={"owner": asking.id}, status=404)
            told = company[other].ask("GET", path, params={"limit": "200"}).text
            assert asking.lamp not in told
            assert not [one for one in (*asking.deals.values(), *asking.requests.values()) if one in told]


def _can_be_made_anew(asking: Asking) -> None:
    command = [sys.executable, "-m", "deploy.commands", "reports", "rebuild"]
    environment = asking.company.stack.environment
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    answer = asking.report()
    assert (table(answer), answer["totals"]) == (EXPECTED, [TOTAL])


def _forgets_what_is_withdrawn(asking: Asking) -> None:
    client, needs = asking.client, f"/v1/opportunities/{asking.deals['Acme']}/needs"
    client.ok("DELETE", f"{needs}/{asking.needs['rope of Acme']}")
    client.post(f"{needs}/{asking.needs['lamps of Acme']}/change", {"quantity": 1})
    client.patch(f"/v1/requests/{asking.requests['rope of Cole']}", {"need": None})
    expected = [("A", "Lamp", "light", 3, 2, 1, 5, 2)]
    assert eventually(lambda: table(asking.report()) == expected, seconds=60), asking.report()
    assert asking.report()["totals"] == [
        {"count": 3, "from_deals": 2, "from_requests": 1, "quantity": 5, "customers": 2}
    ]
