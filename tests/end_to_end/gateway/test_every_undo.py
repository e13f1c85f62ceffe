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
    {"custom_fields", "departments", "groups", "orders", "org_units", "people", "picklist_values", "price_lists",
     "process_definitions", "products"}
)  # fmt: skip
"""What others may know by now: closed, retired, voided. Everything else is removed."""


LISTS = frozenset({"groups", "positions"})
"""Columns of several codes."""


class Rows:
    """Rows of each entity that stand for new records, a first and a second one, and what they need to be there."""

    def __init__(self, company: Company) -> None:
        self.admin, self.mark = company["admin"], new_id()[-10:]
        mark = self.mark
        for number in range(2):
            customer = self.post("customers", name=f"Buyer {number} {mark}", external_id=f"K{number}{mark}")["id"]
            self.post("opportunities", name="Deal", external_id=f"D{number}{mark}", customer_id=customer)
            unit_id = company.units["EAST"]["id"]
            self.post("people", login=f"u{number}{mark}", name="Agent", unit_id=unit_id, groups=[])
        self.post("products", code=f"P{mark}", name="Pump", list_price="1.00")
        oil = self.post("products", code=f"Q{mark}", name="Oil", list_price="1.00")["id"]
        prices = [{"product_id": oil, "unit_price": "1.00"}]
        self.post("price-lists", code=f"L{mark}", name="List", currency="USD", prices=prices)
        self.post("campaigns", name="Spring", kind="web", external_id=f"C{mark}")
        self.post("positions", code=f"p{mark}", name="Checker")
        self.post("picklists", code=f"l{mark}", label={"en": "Tier"})
        taken = {one["position"] for one in self.admin.all("/v1/stages")}
        self.place = next(number for number in range(700, 9_000) if number not in taken)
        self.new_stage: Row = {"code": f"x1{mark}", "position": self.place, "success_rate": 7}
        shipped = next(one for one in self.admin.all("/v1/stages") if one["code"] == "negotiation")
        self.shipped = {name: shipped[name] for name in ("code", "name", "position", "success_rate")}

    def post(self, noun: str, **body: Any) -> Any:
        return self.admin.post(f"/v1/{noun}", body)

    def of(self, entity: str, number: int) -> Row:
        mark, one = self.mark, f"{number}{self.mark}"
        key, named = {"external_id": f"x{one}"}, {"name": f"Loaded {mark}"}
        when = {"starts_at": "2036-05-05T09:00:00Z"}
        lines = f'[{{"code":"P{mark}","quantity":1}}]'
        rows: Mapping[str, Callable[[], Row]] = {
            "org_units": lambda: {"code": f"X{one}".upper(), "kind": "branch", "parent_code": "HQ", **named},
            "departments": lambda: {"code": f"X{one}".upper(), "unit_code": "EAST", **named},
            "positions": lambda: {"code": f"x{one}", **named},
            "groups": lambda: {"code": f"x{one}", "grants": '[{"right":"sales.lead:read","reach":"own"}]', **named},
            "process_definitions": lambda: {
                "code": f"x{one}", "noun": "sales.quotation", **named,
                "steps": f'[{{"name":"Check","position":"p{mark}"}}]',
            },
            "picklists": lambda: {"code": f"x{one}", "label_en": "List"},
            "picklist_values": lambda: {"key": f"l{mark}/gold{number}", "label_en": "Gold"},
            "custom_fields": lambda: {"key": f"visits.x{one}", "type": "text", "label_en": "Field"},
            "views": lambda: {"noun": "leads", "columns": '["name"]', **named, **key},
            "people": lambda: {"login": f"x{one}", "unit_code": "EAST", "groups": "", "positions": "", **named},
            "customers": lambda: {"name": f"Loaded {number} {mark}", **key},
            "contacts": lambda: {"kind": "partner", **named, **key},
            "leads": lambda: {**named, **key},
            "warehouses": lambda: {"code": f"X{one}".upper(), **named},
            "items": lambda: {"code": f"Y{one}", **named},
            "orders": lambda: {"customer_external_id": f"K0{mark}", "instalments": "[]", "lines": lines, **key},
            "quotations": lambda: {
                "opportunity_external_id": f"D0{mark}", "valid_until": today().replace(year=2040, day=1).isoformat(),
                "lines": lines, **key,
            },
            "visits": lambda: {"customer_external_id": f"K0{mark}", "subject": "Show", **when, **key},
            "stages": lambda: self.new_stage | named if number else self.shipped,
            "opportunities": lambda: {"amount": "3.00", "owner_login": "admin", **named, **key},
            "articles": lambda: {"title": "Boiler", "body": "Open it", **key},
            "agents": lambda: {"owner_login": f"u{one}", "skills": '["water"]'},
            "agreements": lambda: {
                "customer_external_id": f"K0{mark}", "coverage": "business_hours", "starts_on": "2036-01-01",
                "ends_on": "2036-12-31", "fee": "5.00", **named, **key,
            },
            "plans": lambda: {
                "kind": "day", "starts_on": f"2036-07-{9 + number:02}", "items": '[{"text":"Rest"}]', **key,
            },
            "schedules": lambda: {"kind": "task", "title": "Tidy", **when, **key},
            "requests": lambda: {"customer_name": "Ada", "description": "No heat", **key},
            "campaigns": lambda: {"kind": "web", **named, **key},
            "campaign_members": lambda: {
                "campaign_external_id": f"C{mark}", "customer_external_id": f"K{one}", "note": "", **key,
            },
            **self._of_catalogue(number),
        }  # fmt: skip
        return rows[entity]()

    def _of_catalogue(self, number: int) -> Mapping[str, Callable[[], Row]]:
        """What is sold, and for how much."""
        mark, code, name = self.mark, f"X{number}{self.mark}", f"Loaded {self.mark}"
        return {
            "products": lambda: {"code": code, "name": name, "list_price": "2.00"},
            "price_lists": lambda: {"code": code, "name": name, "currency": "USD"},
            "listed_prices": lambda: {"key": f"L{mark}/P{mark}/{number + 1}", "unit_price": "2.00"},
        }

    def changed(self, entity: str) -> Row:
        """The first row again, saying something else."""
        mark = self.mark
        lines = f'[{{"code":"P{mark}","quantity":3,"unit_price":"0.80"}},{{"code":"P{mark}","quantity":1}}]'
        other: Mapping[str, Row] = {
            "groups": {"grants": '[{"right":"sales.lead:*","reach":"unit"}]'},
            "picklists": {"label_en": "Choice"},
            "picklist_values": {"label_en": "Golden"},
            "custom_fields": {"label_en": "Answer"},
            "people": {"name": "Changed", "groups": "salesperson", "positions": f"p{mark}"},
            "orders": {"lines": lines, "instalments": '[{"due_on":"2036-01-01","amount":"3.40"}]'},
            "quotations": {"lines": lines, "valid_until": "2041-01-01"},
            "listed_prices": {"unit_price": "1.90"},
            "visits": {"subject": "Sell", "starts_at": "2036-05-06T09:00:00Z"},
            "articles": {"title": "Burner"},
            "agents": {"skills": '["gas"]'},
            "plans": {"items": '[{"text":"Work"},{"text":"Rest"}]'},
            "schedules": {"title": "Untidy", "starts_at": "2036-05-06T09:00:00Z"},
            "requests": {"description": "No water"},
            "campaign_members": {"note": "Likes it"},
        }
        return self.of(entity, 0) | other.get(entity, {"name": f"Changed {mark}"})


def load(client: Client, entity: str, *rows: Row) -> tuple[str, list[tuple[str, str]]]:
    """The finished import of these rows, and what became of which records, once its service knows what they name."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    mapping = {name: {"column": name} | ({"split_by": ";"} if name in LISTS else {}) for name in rows[0]}
    results: list[Any] = []

    def made() -> Any:
        told = imported(client, entity, text.getvalue(), mapping=mapping)
        results[:] = client.all(f"/v1/imports/{told['id']}/results")
        return told if all(one["code"] != "import_reference_unknown" for one in results) else None

    told = eventually(made, seconds=60)
    assert [one["code"] for one in results] == [None] * len(rows), (entity, results)
    return told["id"], [(one["id"], one["outcome"]) for one in results]


def shown(client: Client, entity: str, row: Row, record_id: str) -> Any:
    """The record as it is shown, but for what each change raises and the ids of its parts, which are made anew."""
    path = f"/v1/{list_of(entity)}/{record_id}"
    if entity == "picklists":
        path = f"/v1/picklists/{row['code']}"
    elif entity == "picklist_values":
        path = "/v1/picklists/{}/values/{}".format(*row["key"].split("/"))
    told = client.get(path)
    return {name: _without_ids(value) for name, value in told.items() if name not in ("version", "updated_at")}


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_ids(part) for name, part in value.items() if name != "id"}
    return value


@pytest.mark.feature("Z-14")
def test_a_load_of_every_entity_is_taken_back(company: Company) -> None:
    """One row of a second load changes what the first one made, the other makes something more."""
    admin, rows = company["admin"], Rows(company)
    begun: dict[str, tuple[str, list[str], Any]] = {}
    for entity in ENTITIES:
        first = rows.of(entity, 0)
        _, [(record_id, outcome)] = load(admin, entity, first)
        before = shown(admin, entity, first, record_id)
        job_id, became = load(admin, entity, rows.changed(entity), rows.of(entity, 1))
        first_time = "unchanged" if entity == "stages" else "created"  # a new one would stay, and stand in every funnel
        assert [outcome, *(one for _, one in became)] == [first_time, "updated", "created"], entity
        assert became[0][0] == record_id
        assert shown(admin, entity, first, record_id) != before, entity
        answer = admin.ask("POST", f"/v1/jobs/{job_id}/undo")
        assert answer.status_code == 202, (entity, answer.text)
        begun[entity] = (answer.json()["id"], [one for one, _ in became], before)
    for entity, (job_id, ids, before) in begun.items():
        job = eventually(lambda path=f"/v1/jobs/{job_id}": over(admin, path), seconds=60)  # type: ignore[misc]
        assert job["state"] == "finished", (entity, job)
        wanted = "withdrawn" if entity in WITHDRAWN else "removed"
        became_of = {one["id"]: (one["outcome"], one["code"]) for one in admin.all(f"/v1/jobs/{job_id}/results")}
        assert became_of == {ids[0]: ("restored", None), ids[1]: (wanted, None)}, (entity, became_of)
        assert shown(admin, entity, rows.of(entity, 0), ids[0]) == before, entity
        if wanted == "removed":
            admin.refused("GET", f"/v1/{list_of(entity)}/{ids[1]}", status=404)
    calendar = {"filter[source_id][eq]": begun["visits"][1][1]}
    assert eventually(lambda: admin.all("/v1/schedules", params=calendar) == [])
