"""A load of every entity is taken back: what it recorded goes or is put out of use, what it changed is as before."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.gateway.imports import ENTITIES
from shared.contracts.gateway.undos import list_of
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_undo import imported, over

Row = dict[str, Any]
WITHDRAWN = frozenset(
    {"custom_fields", "departments", "groups", "orders", "org_units", "people", "picklist_values",
     "process_definitions", "products"}
)  # fmt: skip
"""What others may know by now: closed, retired, voided. Everything else is removed."""


class Rows:
    """A row of each entity that stands for a new record, and what it needs to be there."""

    def __init__(self, company: Company) -> None:
        self.admin, self.mark = company["admin"], new_id()[-10:]
        mark, self.person = self.mark, f"u{self.mark}"
        self.customer = self.post("customers", name=f"Buyer {mark}", external_id=f"K{mark}")["id"]
        self.product = self.post("products", code=f"P{mark}", name="Pump", list_price="1.00")["id"]
        self.deal = self.post("opportunities", name="Deal", external_id=f"D{mark}", customer_id=self.customer)["id"]
        self.post("campaigns", name="Spring", kind="web", external_id=f"C{mark}")
        self.post("positions", code=f"p{mark}", name="Checker")
        self.post("picklists", code=f"l{mark}", label={"en": "Tier"})
        self.post("people", login=self.person, name="Agent", unit_id=company.units["EAST"]["id"], groups=[])
        taken = {one["position"] for one in self.admin.all("/v1/stages")}
        self.place = next(number for number in range(700, 9_000) if number not in taken)

    def post(self, noun: str, **body: Any) -> Any:
        return self.admin.post(f"/v1/{noun}", body)

    def of(self, entity: str) -> Row:
        mark, key = self.mark, {"external_id": f"x{self.mark}"}
        named = {"name": f"Loaded {mark}"}
        when = {"starts_at": "2036-05-05T09:00:00Z"}
        rows: Mapping[str, Callable[[], Row]] = {
            "org_units": lambda: {"code": f"X{mark}".upper(), "kind": "branch", "parent_code": "HQ", **named},
            "departments": lambda: {"code": f"X{mark}".upper(), "unit_code": "EAST", **named},
            "positions": lambda: {"code": f"x{mark}", **named},
            "groups": lambda: {"code": f"x{mark}", "grants": '[{"right":"sales.lead:read","reach":"own"}]', **named},
            "process_definitions": lambda: {
                "code": f"x{mark}", "noun": "sales.quotation", **named,
                "steps": f'[{{"name":"Check","position":"p{mark}"}}]',
            },
            "picklists": lambda: {"code": f"x{mark}", "label_en": "List"},
            "picklist_values": lambda: {"key": f"l{mark}/gold", "label_en": "Gold"},
            "custom_fields": lambda: {"key": f"visits.x{mark}", "type": "text", "label_en": "Field"},
            "views": lambda: {"noun": "leads", "columns": '["name"]', **named, **key},
            "people": lambda: {"login": f"x{mark}", "unit_code": "EAST", **named},
            "customers": lambda: {**named, **key},
            "contacts": lambda: {"kind": "partner", **named, **key},
            "leads": lambda: {**named, **key},
            "products": lambda: {"code": f"X{mark}", "list_price": "2.00", **named},
            "warehouses": lambda: {"code": f"X{mark}".upper(), **named},
            "items": lambda: {"code": f"Y{mark}", **named},
            "orders": lambda: {
                "customer_external_id": f"K{mark}", "lines": f'[{{"code":"P{mark}","quantity":1}}]', **key,
            },
            "quotations": lambda: {
                "opportunity_external_id": f"D{mark}", "valid_until": today().replace(year=2040, day=1).isoformat(),
                "lines": f'[{{"code":"P{mark}","quantity":1}}]', **key,
            },
            "visits": lambda: {"customer_external_id": f"K{mark}", "subject": "Show", **when, **key},
            "stages": lambda: {"code": f"x{mark}", "position": self.place, "success_rate": 7, **named},
            "opportunities": lambda: {"amount": "3.00", "owner_login": "admin", **named, **key},
            "articles": lambda: {"title": "Boiler", "body": "Open it", **key},
            "agents": lambda: {"owner_login": self.person, "skills": '["water"]'},
            "agreements": lambda: {
                "customer_external_id": f"K{mark}", "coverage": "business_hours", "starts_on": "2036-01-01",
                "ends_on": "2036-12-31", "fee": "5.00", **named, **key,
            },
            "plans": lambda: {"kind": "day", "starts_on": "2036-07-09", "items": '[{"text":"Rest"}]', **key},
            "schedules": lambda: {"kind": "task", "title": "Tidy", **when, **key},
            "requests": lambda: {"customer_name": "Ada", "description": "No heat", **key},
            "campaigns": lambda: {"kind": "web", **named, **key},
            "campaign_members": lambda: {
                "campaign_external_id": f"C{mark}", "customer_external_id": f"K{mark}", **key,
            },
        }  # fmt: skip
        return rows[entity]()


def load(client: Client, entity: str, row: Row) -> tuple[str, str]:
    """The finished import of this one row, and the record that it made, once its service has heard what it names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    results: list[Any] = []

    def made() -> Any:
        told = imported(client, entity, text.getvalue(), tuple(row))
        results[:] = client.all(f"/v1/imports/{told['id']}/results")
        return told if results[0]["code"] != "import_reference_unknown" else None

    told = eventually(made, seconds=60)
    [result] = results
    assert (result["outcome"], result["code"]) == ("created", None), (entity, result)
    return told["id"], result["id"]


@pytest.mark.feature("Z-14")
def test_a_load_of_every_entity_is_taken_back(company: Company) -> None:
    admin, rows = company["admin"], Rows(company)
    begun: dict[str, tuple[str, str]] = {}
    for entity in ENTITIES:
        job_id, record_id = load(admin, entity, rows.of(entity))
        answer = admin.ask("POST", f"/v1/jobs/{job_id}/undo")
        assert answer.status_code == 202, (entity, answer.text)
        begun[entity] = (answer.json()["id"], record_id)
    for entity, (job_id, record_id) in begun.items():
        job = eventually(lambda path=f"/v1/jobs/{job_id}": over(admin, path), seconds=60)  # type: ignore[misc]
        assert job["state"] == "finished", (entity, job)
        [became] = admin.all(f"/v1/jobs/{job_id}/results")
        wanted = "withdrawn" if entity in WITHDRAWN else "removed"
        assert (became["id"], became["outcome"], became["code"]) == (record_id, wanted, None), (entity, became)
        if wanted == "removed":
            admin.refused("GET", f"/v1/{list_of(entity)}/{record_id}", status=404)
    calendar = {"filter[source_id][eq]": begun["visits"][1]}
    assert eventually(lambda: admin.all("/v1/schedules", params=calendar) == [])
