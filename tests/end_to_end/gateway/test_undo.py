"""Jobs taken back: what nobody has touched since goes back, everything else stays and is named."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

PLAIN = ("external_id", "name", "phone")


def imported(client: Client, entity: str, content: str, columns: tuple[str, ...] = PLAIN, **more: Any) -> Any:
    """The import when it is over."""
    mapping = {name: {"column": name} for name in columns}
    prepared = client.post("/v1/imports", {"entity": entity, "mapping": mapping} | more)
    path = f"/v1/imports/{prepared['id']}"
    client.ok("POST", f"{path}/file", data=content.encode(), headers={"Content-Type": "text/csv"})
    client.post(f"{path}/run", {})
    told = eventually(lambda: over(client, path, "status"), seconds=60)
    assert told["status"] == "finished", told
    return told


def over(client: Client, path: str, state: str = "state") -> Any:
    told = client.get(path)
    return None if told[state] == "running" else told


def undone(client: Client, job_id: str) -> tuple[Any, dict[str, Any]]:
    """The job of the undo when it is over, and what became of each record."""
    answer = client.ask("POST", f"/v1/jobs/{job_id}/undo")
    assert answer.status_code == 202, answer.text
    path = f"/v1/jobs/{answer.json()['id']}"
    assert answer.headers["Location"] == path
    job = eventually(lambda: over(client, path), seconds=60)
    assert job["state"] == "finished", job
    return job, {row["id"]: row for row in client.all(f"{path}/results")}


@pytest.mark.feature("Z-14")
def test_an_import_is_taken_back_record_by_record_but_not_over_what_was_changed_since(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-12:]
    known = admin.post("/v1/customers", {"name": f"Known {mark}", "external_id": f"{mark}-0", "phone": "111111"})
    lines = [f"{mark}-{number},Row {number} {mark},22222{number}" for number in range(4)]
    told = imported(admin, "customers", "\n".join(["external_id,name,phone", *lines]))
    assert told["counts"] == {"created": 3, "updated": 1, "unchanged": 0, "rejected": 0}
    found = {
        row["external_id"]: row for row in admin.all("/v1/customers", params={"filter[external_id][like]": f"{mark}*"})
    }
    changed, used = found[f"{mark}-1"], found[f"{mark}-2"]
    changed = admin.patch(f"/v1/customers/{changed['id']}", {"phone": "333333"})
    admin.post("/v1/contacts", {"name": "Ada", "kind": "customer", "customer_id": used["id"]})
    job, became = undone(admin, told["id"])
    assert (job["kind"], job["progress"], job["result"]["succeeded"]) == ("undo", {"done": 4, "total": 4}, 2)
    assert {one: (row["outcome"], row["code"]) for one, row in became.items()} == {
        known["id"]: ("restored", None),
        changed["id"]: ("rejected", "changed_since"),
        used["id"]: ("rejected", "customer_in_use"),
        found[f"{mark}-3"]["id"]: ("removed", None),
    }
    restored = admin.get(f"/v1/customers/{known['id']}")
    assert {name: restored[name] for name in ("name", "phone")} == {"name": known["name"], "phone": "111111"}
    [*_, last] = admin.get(f"/v1/customers/{known['id']}/history")["data"]
    assert last["changes"]["phone"] == {"before": "222220", "after": "111111"}
    assert admin.get(f"/v1/customers/{changed['id']}") == changed
    admin.refused("GET", f"/v1/customers/{found[f'{mark}-3']['id']}", status=404)
    assert {row["id"] for row in admin.all("/v1/customers", params={"q": mark})} == {
        known["id"],
        changed["id"],
        used["id"],
    }
    again, same = undone(admin, told["id"])
    assert (again["id"], same) == (job["id"], became)
    assert admin.get(f"/v1/customers/{known['id']}")["version"] == restored["version"]


def test_a_bulk_is_taken_back_with_its_verbs(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    lead = nils.post("/v1/leads", {"name": f"Lead {mark}", "company": "Engines"})
    operations = [
        {"op": "create", "body": {"name": f"New {mark}"}},
        {"op": "update", "id": lead["id"], "body": {"company": "Motors"}},
        {"op": "qualify", "id": lead["id"], "body": {"budget": "10.00"}},
        {"op": "create", "body": {"name": ""}},
    ]
    bulk = nils.post("/v1/leads/bulk", {"operations": operations})
    company["sara.south"].refused("POST", f"/v1/jobs/{bulk['job_id']}/undo", status=404)
    company["admin"].refused("POST", f"/v1/jobs/{bulk['job_id']}/undo", status=403, code="job_of_another")
    _, became = undone(nils, bulk["job_id"])
    made = bulk["results"][0]["id"]
    assert {one: row["outcome"] for one, row in became.items()} == {lead["id"]: "restored", made: "removed"}
    again = nils.get(f"/v1/leads/{lead['id']}")
    assert {name: again[name] for name in ("company", "status", "budget")} == {
        "company": "Engines", "status": "new", "budget": None,
    }  # fmt: skip
    nils.refused("GET", f"/v1/leads/{made}", status=404)


def test_what_cannot_be_taken_back_says_so(company: Company) -> None:
    nils = company["nils.north"]
    export = nils.post("/v1/exports", {"noun": "leads"})
    nils.refused("POST", f"/v1/jobs/{export['id']}/undo", status=409, code="job_not_undoable")
    nils.refused("POST", f"/v1/jobs/{new_id()}/undo", status=404)
    admin = company["admin"]
    bulk = admin.post("/v1/webhooks/bulk", {"operations": [{"op": "pause", "id": new_id()}]})
    admin.refused("POST", f"/v1/jobs/{bulk['job_id']}/undo", status=409, code="job_not_undoable")
