"""Leads through the public API: their history, their touches, and what they become."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company


@pytest.mark.feature("S-008")
def test_a_lead_is_created_listed_edited_closed_and_reopened_with_each_change_in_its_history(company: Company) -> None:
    nils, name = company["nils.north"], f"Lead {new_id()}"
    lead = nils.post("/v1/leads", {"name": name, "company": "Engines"})
    path = f"/v1/leads/{lead['id']}"
    assert nils.get("/v1/leads", params={"filter[name][eq]": name})["data"] == [lead]
    assert nils.patch(path, {"note": "call again"})["note"] == "call again"
    nils.refused("POST", f"{path}/lose", {}, status=400)
    lost = nils.post(f"{path}/lose", {"reason": "no money"})
    assert (lost["status"], lost["lost_reason"]) == ("lost", "no money")
    nils.refused("PATCH", path, {"note": "x"}, status=409, code="lead_is_closed")
    assert nils.post(f"{path}/reopen")["status"] == "new"
    entries = nils.get(f"{path}/history")["data"]
    assert [(one["type"].split(".")[3], one["actor"]["name"]) for one in entries] == [
        (verb, "Nils North") for verb in ("created", "changed", "lost", "reopened")
    ]
    assert entries[1]["changes"] == {"note": {"before": None, "after": "call again"}}
    assert entries[2]["changes"]["status"] == {"before": "new", "after": "lost"}
    assert entries[3]["changes"]["lost_reason"] == {"before": "no money", "after": None}


@pytest.mark.feature("S-011")
def test_every_touch_is_listed_in_order_and_untouched_leads_are_returned_by_a_filter(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    warm, cold = (nils.post("/v1/leads", {"name": mark, "company": kind})["id"] for kind in ("warm", "cold"))
    at = {days: (now() - timedelta(days=days)).isoformat() for days in (1, 5, 20, 30)}
    for lead_id, days, kind in ((warm, 30, "mail"), (warm, 1, "call"), (cold, 20, "meeting")):
        nils.post(f"/v1/leads/{lead_id}/touch", {"kind": kind, "at": at[days], "summary": f"{days} days ago"})
    touches = [one["changes"]["touch"]["after"] for one in nils.get(f"/v1/leads/{warm}/history")["data"][1:]]
    assert touches == [
        {"kind": "mail", "summary": "30 days ago", "at": at[30]},
        {"kind": "call", "summary": "1 days ago", "at": at[1]},
    ]
    untouched = nils.get("/v1/leads", params={"filter[name][eq]": mark, "filter[last_touch_at][lt]": at[5]})["data"]
    assert [lead["id"] for lead in untouched] == [cold]


@pytest.mark.feature("S-012")
def test_a_lead_is_converted_once_into_customer_contact_and_opportunity(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    lead = nils.post("/v1/leads", {"name": "Ada", "company": f"Engines {new_id()}", "email": "ada@example.com"})
    path, body = (
        f"/v1/leads/{lead['id']}/convert",
        {"customer": {}, "contact": {}, "opportunity": {"amount": "2500.00"}},
    )
    sara.refused("POST", path, body, status=404)
    broken = {**body, "contact": {"email": "no address"}}
    nils.refused("POST", path, broken, status=400)
    unknown = {"customer": {}, "contact": {}, "opportunity_id": new_id()}
    nils.refused("POST", path, unknown, status=422, code="lead_part_unknown")
    assert nils.get("/v1/customers", params={"filter[name][eq]": lead["company"]})["data"] == []
    key = {"Idempotency-Key": new_id()}
    first = nils.ask("POST", path, body, headers=key)
    again = nils.ask("POST", path, body, headers=key)
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (200, 200, "true")
    became = first.json()
    assert again.json() == became
    customer = nils.get(f"/v1/customers/{became['customer_id']}")
    contact = nils.get(f"/v1/contacts/{became['contact_id']}")
    deal = nils.get(f"/v1/opportunities/{became['opportunity_id']}")
    assert customer["name"] == deal["customer"]["name"] == lead["company"]
    assert (contact["name"], contact["customer_id"], deal["amount"]) == ("Ada", customer["id"], "2500.00")
    problem = nils.refused("POST", path, body, status=409, code="lead_state_forbids")
    parts = ("customer_id", "contact_id", "opportunity_id")
    assert {part: problem[part] for part in parts} == {part: became[part] for part in parts}
    linked = nils.post("/v1/leads", {"name": "Eve"})
    existing = {part: became[part] for part in parts}
    assert existing.items() <= nils.post(f"/v1/leads/{linked['id']}/convert", existing).items()
    for noun, field in (("contacts", "customer_id"), ("opportunities", "customer_id")):
        rows = nils.get(f"/v1/{noun}", params={f"filter[{field}][eq]": customer["id"], "count": "exact"})
        assert rows["count"] == 1


def test_a_lead_converted_many_times_at_once_becomes_one_customer(company: Company) -> None:
    nils = company["nils.north"]
    lead = nils.post("/v1/leads", {"name": "Ada", "company": f"Mills {new_id()}"})

    def convert(_: int) -> Any:
        return nils.ask("POST", f"/v1/leads/{lead['id']}/convert", {"customer": {}, "opportunity": {}}).status_code

    with ThreadPoolExecutor(5) as threads:
        statuses = sorted(threads.map(convert, range(5)))
    assert statuses == [200, 409, 409, 409, 409]
    rows = nils.get("/v1/customers", params={"filter[name][eq]": lead["company"], "count": "exact"})
    assert rows["count"] == 1


def test_what_a_manager_converts_belongs_to_the_seller_who_had_the_lead(company: Company) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    lead = nils.post("/v1/leads", {"name": "Ada", "company": f"Mills {new_id()}"})
    body = {"customer": {}, "contact": {}, "opportunity": {}}
    became = nora.post(f"/v1/leads/{lead['id']}/convert", body)
    for noun, part in (("customers", "customer"), ("contacts", "contact"), ("opportunities", "opportunity")):
        made = nils.get(f"/v1/{noun}/{became[f'{part}_id']}")
        assert (made["owner"]["login"], made["org_unit"]) == ("nils.north", lead["org_unit"])
        company["sara.south"].refused("GET", f"/v1/{noun}/{made['id']}", status=404)
        [entry] = nils.get(f"/v1/{noun}/{made['id']}/history")["data"]
        assert entry["actor"]["name"] == "Nora North"


def test_a_lead_names_as_its_source_only_a_campaign_or_a_case_in_sight(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    ours, theirs = (one.post("/v1/campaigns", {"name": "Fair", "kind": "web"}) for one in (nils, sara))
    case = nils.post("/v1/requests", {"description": "It squeaks", "customer_name": "Joe"})

    def lead(kind: str | None, source_id: str) -> Any:
        named = {} if kind is None else {"source_kind": kind}
        return {"name": f"Lead {new_id()}", "source_id": source_id, **named}

    assert nils.post("/v1/leads", lead("campaign", ours["id"]))["source_id"] == ours["id"]
    assert nils.post("/v1/leads", lead("case", case["id"]))["source_id"] == case["id"]
    for kind, source_id in (
        ("campaign", theirs["id"]),
        ("campaign", new_id()),
        ("campaign", case["id"]),
        ("case", ours["id"]),
        ("activity", ours["id"]),
        (None, ours["id"]),
    ):
        body = lead(kind, source_id)
        nils.refused("POST", "/v1/leads", body, status=422, code="lead_source_unknown")
        told = nils.post("/v1/leads/bulk", {"operations": [{"op": "create", "body": body}]})["results"][0]
        assert (told["status"], told["problem"]["code"]) == (422, "lead_source_unknown")
    assert eventually(lambda: nils.get(f"/v1/campaigns/{ours['id']}")["leads_count"] == 1)
    assert sara.get(f"/v1/campaigns/{theirs['id']}")["leads_count"] == 0
