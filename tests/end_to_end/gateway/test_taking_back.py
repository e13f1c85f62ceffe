"""Jobs that did more than record: deals handed on, campaigns launched, custom values; and how long there is for it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from gateway.bulks.model import Bulk
from gateway.imports.model import Import
from shared.clock import now
from shared.ids import new_id
from shared.persistence.database import database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_custom_fields import define
from tests.end_to_end.gateway.test_undo import imported, undone
from tests.end_to_end.marketing.test_campaigns import fill_in

DEALS = ("external_id", "name", "amount", "owner_login")


def outcomes(became: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {one: (row["outcome"], row["code"]) for one, row in became.items()}


def reported(client: Client, deal_id: str) -> list[Any]:
    return client.all("/v1/reports/sales-funnel/records", params={"filter[id][eq]": deal_id})


def test_deals_that_were_loaded_go_as_they_came_unless_something_came_of_them(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-12:]
    code = define(company, "opportunities", "integer")["code"]
    customer = admin.post("/v1/customers", {"name": f"Buyer {mark}"})
    own = {"customer_id": customer["id"], "custom": {code: 1}, "amount": "10.00", "next_step": "Call"}
    known = admin.post("/v1/opportunities", {"name": f"Known {mark}", "external_id": f"{mark}-0", **own})
    lines = [f"{mark}-{number},Deal {number},{number + 20}.50,admin,{number}7" for number in range(4)]
    mapping = {name: {"column": name} for name in (*DEALS, f"custom.{code}")}
    content = "\n".join([",".join(mapping), *lines])
    told = imported(admin, "opportunities", content, mapping=mapping)
    assert told["counts"] == {"created": 3, "updated": 1, "unchanged": 0, "rejected": 0}
    wanted = {"filter[external_id][like]": f"{mark}*"}
    found = {row["external_id"][-1]: row for row in admin.all("/v1/opportunities", params=wanted)}
    assert {place: row["custom"] for place, row in found.items()} == {
        place: {code: int(f"{place}7")} for place in "0123"
    }
    quoted, changed, gone = found["1"], found["2"], found["3"]
    product = admin.post("/v1/products", {"code": f"P{mark}", "name": "Plough", "list_price": "5.00"})
    admin.post(
        "/v1/quotations",
        {
            "opportunity_id": quoted["id"],
            "valid_until": "2099-12-31",
            "lines": [{"product_id": product["id"], "quantity": 1}],
        },
    )
    admin.patch(f"/v1/opportunities/{changed['id']}", {"next_step": "Mail"})
    assert eventually(lambda: reported(admin, gone["id"]))

    _, became = undone(admin, told["id"])
    assert outcomes(became) == {
        known["id"]: ("restored", None),
        quoted["id"]: ("rejected", "opportunity_in_use"),
        changed["id"]: ("rejected", "changed_since"),
        gone["id"]: ("removed", None),
    }
    again = admin.get(f"/v1/opportunities/{known['id']}")
    same = ("name", "amount", "weighted_amount", "stage", "status", "custom", "next_step", "owner")
    assert {name: again[name] for name in same} == {name: known[name] for name in same}
    assert again["version"] == known["version"] + 2
    by_value = {f"filter[custom.{code}][eq]": "1", "filter[external_id][like]": f"{mark}*"}
    assert [row["id"] for row in admin.all("/v1/opportunities", params=by_value)] == [known["id"]]
    admin.refused("GET", f"/v1/opportunities/{gone['id']}", status=404)
    assert eventually(lambda: not reported(admin, gone["id"]))
    assert {row["id"] for row in admin.all("/v1/opportunities", params={"q": mark})} == {
        known["id"], quoted["id"], changed["id"],
    }  # fmt: skip


@pytest.mark.feature("Z-14")
def test_a_reassignment_is_taken_back_and_each_record_is_again_whose_it_was(company: Company) -> None:
    admin, nils, sara = company["admin"], company["nils.north"], company["sara.south"]
    for noun, body in (("customers", {}), ("leads", {}), ("opportunities", {"amount": "3.00"})):
        made = [nils.post(f"/v1/{noun}", {"name": f"Mine {new_id()}", **body}) for _ in range(3)]
        hand_on = [{"op": "transfer", "id": one["id"], "body": {"owner_id": sara.me["id"]}} for one in made]
        bulk = admin.post(f"/v1/{noun}/bulk", {"operations": hand_on})
        assert {result["status"] for result in bulk["results"]} == {200}
        nils.refused("GET", f"/v1/{noun}/{made[0]['id']}", status=404)
        kept = sara.patch(f"/v1/{noun}/{made[2]['id']}", {"name": f"Hers {new_id()}"})
        _, became = undone(admin, bulk["job_id"])
        assert outcomes(became) == {
            made[0]["id"]: ("restored", None),
            made[1]["id"]: ("restored", None),
            made[2]["id"]: ("rejected", "changed_since"),
        }
        again = nils.get(f"/v1/{noun}/{made[0]['id']}")
        assert (again["owner"], again["org_unit"]) == (made[0]["owner"], made[0]["org_unit"])
        sara.refused("GET", f"/v1/{noun}/{made[1]['id']}", status=404)
        assert sara.get(f"/v1/{noun}/{made[2]['id']}") == kept
        nils.refused("GET", f"/v1/{noun}/{made[2]['id']}", status=404)


@pytest.mark.feature("Z-14")
def test_a_start_of_campaigns_is_taken_back_but_not_of_one_that_brought_somebody_in(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    plans = [{"op": "create", "body": {"name": f"{name} {mark}", "kind": "web"}} for name in "abc"]
    planned = nils.post("/v1/campaigns/bulk", {"operations": plans})
    quiet, busy, joined = (result["id"] for result in planned["results"])
    start = [{"op": "launch", "id": one, "body": {}} for one in (quiet, busy)]
    launched = nils.post("/v1/campaigns/bulk", {"operations": start})
    campaigns = {one: nils.get(f"/v1/campaigns/{one}") for one in (quiet, busy)}
    assert {one["status"] for one in campaigns.values()} == {"running"}
    assert fill_in(company, campaigns[busy], email=f"ann.{mark}@example.org").status_code == 202
    company["sara.south"].refused("POST", f"/v1/jobs/{launched['job_id']}/undo", status=404)

    _, became = undone(nils, launched["job_id"])
    assert outcomes(became) == {quiet: ("restored", None), busy: ("rejected", "changed_since")}
    again = nils.get(f"/v1/campaigns/{quiet}")
    assert (again["status"], again["form_key"]) == ("planned", campaigns[quiet]["form_key"])
    assert fill_in(company, again, email=f"bob.{mark}@example.org").status_code == 404
    [*_, last] = nils.get(f"/v1/campaigns/{quiet}/history")["data"]
    assert last["changes"] == {"status": {"before": "running", "after": "planned"}}

    customer = nils.post("/v1/customers", {"name": f"Guest {mark}"})
    invite = (f"/v1/campaigns/{joined}/members", {"customer_id": customer["id"]})
    assert eventually(lambda: nils.ask("POST", *invite).status_code == 201)
    _, became = undone(nils, planned["job_id"])
    assert outcomes(became)[joined] == ("rejected", "campaign_in_use")
    assert outcomes(became)[busy] == ("rejected", "changed_since")


def test_custom_values_go_back_too_and_are_found_by_what_they_were(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-12:]
    code = define(company, "customers", "text")["code"]
    given = {"name": f"Kept {mark}", "external_id": mark, "custom": {code: f"old {mark}"}}
    known = admin.post("/v1/customers", given)
    mapping = {name: {"column": name} for name in ("external_id", "name", f"custom.{code}")}
    content = f"{','.join(mapping)}\n{mark},Kept {mark},new {mark}\n{mark}x,Other {mark},new {mark}\n"
    told = imported(admin, "customers", content, mapping=mapping)
    assert told["counts"]["rejected"] == 0
    _, became = undone(admin, told["id"])
    assert sorted(row["outcome"] for row in became.values()) == ["removed", "restored"]
    assert admin.get(f"/v1/customers/{known['id']}")["custom"] == {code: f"old {mark}"}
    for value, found in ((f"old {mark}", [known["id"]]), (f"new {mark}", [])):
        rows = admin.all("/v1/customers", params={f"filter[custom.{code}][eq]": value})
        assert [row["id"] for row in rows] == found


@pytest.mark.feature("Z-14")
def test_nothing_is_taken_back_after_the_window(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-12:]
    told = imported(admin, "leads", f"external_id,name,phone\n{mark},Late,1\n")
    bulk = admin.post("/v1/leads/bulk", {"operations": [{"op": "create", "body": {"name": f"Late {mark}"}}]})
    long_ago = now() - timedelta(hours=73)
    with database_at(company.stack.database_url("gateway")).write() as session:
        for kept, job_id in ((table_of(Import), told["id"]), (table_of(Bulk), bulk["job_id"])):
            session.execute(update(kept).where(kept.c.id == job_id).values(updated_at=long_ago))
    for job_id in (told["id"], bulk["job_id"]):
        problem = admin.refused("POST", f"/v1/jobs/{job_id}/undo", status=409, code="undo_window_over")
        assert problem["hours"] == 72
    assert len(admin.all("/v1/leads", params={"q": mark})) == 2


def test_replaced_lines_come_back_whole_while_the_document_is_a_draft(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-12:]
    customer = admin.post("/v1/customers", {"name": f"Buyer {mark}"})["id"]
    first, second = (
        admin.post("/v1/products", {"code": f"{mark}{n}", "name": f"Pump {n}", "list_price": f"{n}.00"})["id"]
        for n in (1, 2)
    )
    body = {"customer_id": customer, "lines": [{"product_id": first, "quantity": 2, "unit_price": "0.75"}]}
    drafts = [admin.post("/v1/orders", body) for _ in range(3)]
    other = {"lines": [{"product_id": second, "quantity": 9}]}
    replaced = [{"op": "update", "id": order["id"], "body": other} for order in drafts]
    confirmed = {"op": "confirm", "id": drafts[1]["id"]}
    job_id = admin.post("/v1/orders/bulk", {"operations": [*replaced, confirmed]})["job_id"]
    assert admin.get(f"/v1/orders/{drafts[0]['id']}")["amount"] == "18.00"
    admin.patch(f"/v1/products/{first}", {"name": "Pump of today", "list_price": "7.00"}, headers={"If-Match": "*"})
    admin.post(f"/v1/orders/{drafts[2]['id']}/confirm")

    _, became = undone(admin, job_id)
    assert became[drafts[0]["id"]]["outcome"] == "restored"
    assert became[drafts[1]["id"]]["code"] in {
        "not_undoable",
        "changed_since",
    }  # as the warehouse has heard of it or not
    assert became[drafts[2]["id"]]["code"] == "changed_since"
    again = admin.get(f"/v1/orders/{drafts[0]['id']}")
    assert {name: again[name] for name in ("lines", "amount", "tax")} == {
        name: drafts[0][name] for name in ("lines", "amount", "tax")
    }
    assert admin.get(f"/v1/orders/{drafts[2]['id']}")["amount"] == "18.00"
