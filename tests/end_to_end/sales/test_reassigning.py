"""Territories reset through the public API: seen first, then moved by one job, and taken back."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_territories import Map, drawn, finished, recorded

__all__ = ["drawn"]

REASSIGN = "/v1/territories/reassign"
MANY = 350
"""More than can be moved before the next call of whoever began it."""
AT_ONCE = 50
"""As a bulk they are made in one request, which a slow machine must answer in time."""


def owners(client: Client, ids: list[str]) -> list[str]:
    return [client.get(f"/v1/customers/{one}")["owner"]["login"] for one in ids]


def outcome(client: Client, job_id: str) -> Any:
    return eventually(lambda: finished(client, job_id), seconds=60)


@pytest.mark.feature("S-103")
def test_a_reset_previews_the_affected_then_moves_owners_in_one_job_with_a_result_each_and_can_be_undone(
    company: Company, drawn: Map
) -> None:
    admin, nils, sara = company["admin"], company["nils.north"], company["sara.south"]
    strange = sorted(recorded(sara, city=drawn.here)["id"] for _ in range(3))
    kept = recorded(nils, city=drawn.here)["id"]
    body = {"territory_id": drawn.draw({"city": drawn.here}, seller=nils)}
    assert drawn.settled()

    preview = admin.post(REASSIGN, {**body, "limit": 2})
    assert (preview["affected"], preview["dry_run"], preview["job_id"]) == (3, True, None)
    following = admin.post(REASSIGN, {**body, "limit": 2, "after": preview["next"]})
    shown = [*preview["data"], *following["data"]]
    assert [one["customer_id"] for one in shown] == strange
    assert {one["from_owner"]["login"] for one in shown} == {"sara.south"}
    assert {one["to_owner"]["login"] for one in shown} == {"nils.north"}
    assert owners(admin, strange) == ["sara.south"] * 3

    begun = admin.post(REASSIGN, {**body, "dry_run": False, "limit": 1})
    assert (begun["affected"], len(begun["data"])) == (3, 1)
    job = outcome(admin, begun["job_id"])
    assert (job["kind"], job["noun"], job["progress"]) == ("reassignment", "customers", {"done": 3, "total": 3})
    assert (job["result"]["succeeded"], job["result"]["failed"]) == (3, 0)
    results = admin.get(f"/v1/jobs/{job['id']}/results")["data"]
    assert [(one["place"], one["id"], one["outcome"]) for one in results] == [
        (place, one, "updated") for place, one in enumerate(strange)
    ]
    assert owners(admin, [*strange, kept]) == ["nils.north"] * 4
    history = admin.get(f"/v1/customers/{strange[0]}/history")["data"]
    assert history[-1]["type"].split(".")[3] == "transferred"
    assert admin.post(REASSIGN, body)["affected"] == 0

    nils.post(f"/v1/customers/{strange[2]}/transfer", {"owner_id": company["nina.north"].me["id"]})
    undone = outcome(admin, admin.post(f"/v1/jobs/{job['id']}/undo")["id"])
    assert (undone["result"]["succeeded"], undone["result"]["failed"]) == (2, 1)
    codes = {one["id"]: one["code"] for one in admin.get(f"/v1/jobs/{undone['id']}/results")["data"]}
    assert codes == {strange[0]: None, strange[1]: None, strange[2]: "changed_since"}
    assert owners(admin, strange) == ["sara.south", "sara.south", "nina.north"]


def test_a_repeated_reset_is_one_job_and_what_is_wrong_is_said(company: Company, drawn: Map) -> None:
    admin, nils = company["admin"], company["nils.north"]
    recorded(company["sara.south"], city=drawn.here)
    body = {"territory_id": drawn.draw({"city": drawn.here}, seller=nils), "dry_run": False}
    assert drawn.settled()
    key = {"Idempotency-Key": new_id()}
    first, again = (admin.ask("POST", REASSIGN, body, headers=key) for _ in range(2))
    assert (first.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    path = f"/v1/jobs/{first.json()['job_id']}"
    assert {(answer.status_code, answer.headers["Location"]) for answer in (first, again)} == {(202, path)}
    shown = admin.ask("POST", REASSIGN, {**body, "dry_run": True})
    assert (shown.status_code, "Location" in shown.headers) == (200, False)
    assert outcome(admin, first.json()["job_id"])["result"]["succeeded"] == 1
    empty = drawn.draw()
    for wrong, status, code in (
        ({"territory_id": new_id()}, 404, "not_found"),
        ({"territory_id": "here"}, 400, "malformed"),
        ({"dry_run": "no"}, 400, "malformed"),
        ({"limit": 0}, 400, "malformed"),
        ({"territory_id": empty}, 409, "territory_without_sellers"),
        ({"person_id": company["nina.north"].me["id"]}, 422, "reassigned_to_stranger"),
    ):
        admin.refused("POST", REASSIGN, {**body, **wrong}, status=status, code=code)
    for login in ("nora.north", "nils.north"):
        company[login].refused("POST", REASSIGN, body, status=403)
    company["helen.head"].post(REASSIGN, {**body, "dry_run": True})


def held_by(client: Client, drawn: Map, login: str) -> set[str]:
    here = client.all("/v1/customers", params={"filter[city][eq]": drawn.here})
    return {one["id"] for one in here if one["owner"]["login"] == login}


def ended(client: Client, job_id: str) -> Any:
    job = client.get(f"/v1/jobs/{job_id}")
    return None if job["state"] == "running" else job


def test_a_reset_that_is_cancelled_keeps_and_tells_what_it_moved_and_an_undo_takes_exactly_that_back(
    company: Company, drawn: Map
) -> None:
    admin, sara = company["admin"], company["sara.south"]
    mills = [{"op": "create", "body": {"name": f"Mill {new_id()}", "city": drawn.here}} for _ in range(MANY)]
    bulks = [{"operations": mills[start : start + AT_ONCE]} for start in range(0, MANY, AT_ONCE)]
    strange = {one["id"] for bulk in bulks for one in sara.post("/v1/customers/bulk", bulk)["results"]}
    body = {"territory_id": drawn.draw({"city": drawn.here}, seller=company["nils.north"])}
    assert drawn.settled()
    job_id = admin.post(REASSIGN, {**body, "dry_run": False})["job_id"]
    sara.refused("POST", f"/v1/jobs/{job_id}/cancel", status=404)
    assert admin.post(f"/v1/jobs/{job_id}/cancel")["state"] in ("running", "cancelled")
    admin.refused("POST", f"/v1/jobs/{job_id}/cancel", status=409, code="reassignment_over")

    job = eventually(lambda: ended(admin, job_id), seconds=60)
    moved = {one["id"] for one in admin.all(f"/v1/jobs/{job_id}/results")}
    assert (job["state"], job["result"]["succeeded"]) == ("cancelled", len(moved))
    assert moved < strange
    assert held_by(admin, drawn, "nils.north") == moved
    assert admin.post(REASSIGN, body)["affected"] == MANY - len(moved)

    undone = outcome(admin, admin.post(f"/v1/jobs/{job_id}/undo")["id"])
    assert (undone["result"]["succeeded"], undone["result"]["failed"]) == (len(moved), 0)
    assert held_by(admin, drawn, "sara.south") == strange
