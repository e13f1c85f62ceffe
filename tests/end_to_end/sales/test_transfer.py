"""A deal in other hands: what goes with it, who is told, and who sees it no more."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company


def told(client: Client, deal_id: str) -> list[str]:
    found = client.get("/v1/messages", params={"filter[about_id][eq]": deal_id})["data"]
    return [message["kind"] for message in found]


@pytest.mark.feature("S-016")
def test_a_transfer_changes_the_owner_keeps_history_and_open_work_tells_both_and_shuts_the_old_owner_out(
    company: Company,
) -> None:
    nils, nina, nora = (company[login] for login in ("nils.north", "nina.north", "nora.north"))
    customer = nils.post("/v1/customers", {"name": f"Mill {new_id()}"})

    def deal() -> Any:
        return nils.post("/v1/opportunities", {"name": "Wheel", "customer_id": customer["id"]})

    def visit(deal_id: str) -> Any:
        when = {"starts_at": "2031-05-01T09:00:00+00:00", "subject": "Measure"}
        return nils.post("/v1/visits", {"customer_id": customer["id"], "opportunity_id": deal_id, **when})

    gone, shared = deal(), deal()
    nils.patch(f"/v1/opportunities/{gone['id']}", {"next_step": "measure the wheel"})
    planned, called_off = visit(gone["id"]), visit(gone["id"])
    nils.post(f"/v1/visits/{called_off['id']}/cancel", {"reason": "twice"})
    of_another = visit(shared["id"])
    nils.post(f"/v1/opportunities/{shared['id']}/shares", {"org_unit_id": nils.me["org_unit"]["id"]})
    body = {"owner_id": nina.me["id"]}
    company["sara.south"].refused("POST", f"/v1/opportunities/{gone['id']}/transfer", body, status=404)
    history = nils.get(f"/v1/opportunities/{gone['id']}/history")["data"]
    handed = nils.post(f"/v1/opportunities/{gone['id']}/transfer", body)
    assert handed["owner"]["login"] == "nina.north"

    path = f"/v1/opportunities/{gone['id']}"
    assert nina.get(path)["next_step"] == "measure the wheel"
    later = nina.get(f"{path}/history")["data"]
    assert later[: len(history)] == history
    assert later[-1]["type"].split(".")[3] == "transferred"
    assert eventually(lambda: nina.ask("GET", f"/v1/visits/{planned['id']}").status_code == 200, seconds=60)
    assert nina.get(f"/v1/visits/{planned['id']}")["status"] == "planned"
    assert nils.get(f"/v1/visits/{called_off['id']}")["owner"]["login"] == "nils.north"
    assert nils.get(f"/v1/visits/{of_another['id']}")["owner"]["login"] == "nils.north"
    assert eventually(lambda: told(nina, gone["id"]) == ["opportunity_received"], seconds=60)
    assert eventually(lambda: told(nils, gone["id"]) == ["opportunity_handed_over"], seconds=60)
    nils.refused("GET", path, status=404)
    assert gone["id"] not in {row["id"] for row in nils.all("/v1/opportunities")}

    nora.post(f"/v1/opportunities/{shared['id']}/transfer", body)
    assert nils.get(f"/v1/opportunities/{shared['id']}")["owner"]["login"] == "nina.north"
    nils.refused("PATCH", f"/v1/opportunities/{shared['id']}", {"next_step": "x"}, status=403)


def test_whoever_is_handed_a_lead_is_told_once_and_nobody_else(company: Company) -> None:
    nils, nina, nora = (company[login] for login in ("nils.north", "nina.north", "nora.north"))
    lead = nils.post("/v1/leads", {"name": f"Ada {new_id()}", "company": "Looms"})
    path, key = f"/v1/leads/{lead['id']}/transfer", {"Idempotency-Key": new_id()}
    company["sara.south"].refused("POST", path, {"owner_id": company["sara.south"].me["id"]}, status=404)
    for _ in range(2):
        nora.ok("POST", path, {"owner_id": nina.me["id"]}, headers=key)
    assert eventually(lambda: told(nina, lead["id"]) == ["lead_received"], seconds=60)
    [message] = nina.get("/v1/messages", params={"filter[about_id][eq]": lead["id"]})["data"]
    assert (message["title"], message["body"]) == (f"{lead['name']} is yours now", "Looms")
    assert message["about"] == {"type": "lead", "id": lead["id"]}
    nora.post(path, {"owner_id": nina.me["id"]})
    nora.post(path, {"owner_id": nils.me["id"]})
    assert eventually(lambda: told(nils, lead["id"]) == ["lead_received"], seconds=60)
    assert told(nina, lead["id"]) == ["lead_received"]
    for other in ("nora.north", "sara.south", "sven.south"):
        assert told(company[other], lead["id"]) == []
