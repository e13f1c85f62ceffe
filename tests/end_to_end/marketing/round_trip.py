"""The customers of campaigns go back in as they were exported."""

from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported
from tests.end_to_end.service_desk.round_trip import load

COLUMNS = {name: name for name in ("external_id", "campaign_external_id", "customer_external_id", "note")}


def campaign_members(company: Company) -> None:
    """A member goes back in by its key with its campaign and its customer; a changed note is one change."""
    admin, mark = company["admin"], new_id()[-12:]
    customers = [admin.post("/v1/customers", {"name": f"{mark} {n}", "external_id": f"{mark}-{n}"}) for n in range(2)]
    campaign = admin.post("/v1/campaigns", {"name": "=Spring", "kind": "web", "external_id": f"C{mark}"})
    body = {"customer_id": customers[0]["id"], "note": "+ask, twice", "external_id": f"M{mark}"}
    invite = (f"/v1/campaigns/{campaign['id']}/members", body)
    made: Any = eventually(lambda: (one := admin.ask("POST", *invite)).status_code == 201 and one.json())
    path = f"/v1/campaign-members/{made['id']}"
    before = admin.post(f"{path}/respond")
    assert (before["campaign_external_id"], before["customer_external_id"]) == (f"C{mark}", f"{mark}-0")
    wanted = {"field": "external_id", "op": "eq", "value": f"M{mark}"}
    answer = exported(admin, noun="campaign-members", filter=wanted)
    for _ in range(2):
        assert load(admin, "campaign_members", answer.content, COLUMNS)["unchanged"] == 1
    assert admin.get(path) == before
    assert load(admin, "campaign_members", answer.content.replace(b"twice", b"once"), COLUMNS)["updated"] == 1
    after = admin.get(path)
    assert (after["note"], after["status"], after["version"]) == ("+ask, once", "interested", before["version"] + 1)
    other = answer.content.replace(f"M{mark}".encode(), f"N{mark}".encode())
    other = other.replace(f"{mark}-0".encode(), f"{mark}-1".encode())
    assert load(admin, "campaign_members", other, COLUMNS)["created"] == 1
