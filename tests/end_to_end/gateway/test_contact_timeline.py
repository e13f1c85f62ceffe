"""Dealings with a contact through the public API: activities, visits, deals and messages in one timeline."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company


def at(**ago: float) -> str:
    return (now() - timedelta(**ago)).isoformat()


@pytest.mark.feature("S-067")
def test_a_contacts_timeline_returns_activities_deals_and_messages_newest_first_under_the_callers_rights(
    company: Company,
) -> None:
    nils, nora, olga, sara = (company[who] for who in ("nils.north", "nora.north", "olga.office", "sara.south"))
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}"})["id"]
    contact, colleague = (
        nils.post("/v1/contacts", {"name": name, "customer_id": customer})["id"] for name in ("Ada", "Bob")
    )
    deal = nora.post("/v1/opportunities", {"name": "Two ploughs", "customer_id": customer})["id"]
    nora.post(f"/v1/opportunities/{deal}/transfer", {"owner_id": nils.me["id"]})
    elsewhere = nils.post("/v1/opportunities", {"name": "Of another customer"})["id"]
    nils.post(f"/v1/opportunities/{elsewhere}/stakeholders", {"contact_id": contact, "role": "user"})
    nils.post("/v1/opportunities", {"name": "Of nobody"})
    said = {"type": "call", "happened_at": at(days=2), "contact_id": contact}
    called = nils.post("/v1/activities", said)["id"]
    met = nils.post("/v1/activities", {"type": "meeting", "happened_at": at(days=1), "opportunity_id": deal})["id"]
    nils.post("/v1/activities", {**said, "contact_id": colleague})
    seen = {"customer_id": customer, "contact_id": contact, "subject": "Field 7", "starts_at": at(hours=3)}
    visit = nils.post("/v1/visits", seen)["id"]
    path = f"/v1/contacts/{contact}/timeline"

    def shown(**params: Any) -> list[tuple[str, str]]:
        return [(entry["kind"], entry["id"]) for entry in nils.all(path, params=params)]

    assert eventually(lambda: len(shown()) == 6, 60), shown()
    whole = shown()
    [message] = [entry_id for kind, entry_id in whole if kind == "message"]
    rest = [entry for entry in whole if entry != ("message", message)]
    assert rest[:2] == [("opportunity", elsewhere), ("opportunity", deal)]
    assert rest[2:] == [("visit", visit), ("activity", met), ("activity", called)]
    page = nils.get(path)
    assert (page["customer_id"], page["missing"], page["prev"]) == (customer, [], None)
    titles = [entry["title"] for entry in page["data"] if entry["kind"] != "message"]
    assert titles == ["Of another customer", "Two ploughs", "Field 7", "meeting", "call"]
    assert [nils.get(entry["path"])["id"] for entry in page["data"]] == [entry_id for _, entry_id in whole]
    assert nils.get(f"/v1/messages/{message}")["about"] == {"type": "opportunity", "id": deal}
    assert shown(limit=2) == whole
    assert shown(kind="activity") == rest[-2:]
    assert shown(service="messaging", since=at(hours=1)) == [("message", message)]
    nils.refused(
        "GET", path, params={"cursor": nils.get(path, params={"limit": 1})["next"], "kind": "visit"}, status=400
    )
    nils.refused("GET", path, params={"kind": "lead"}, status=400)

    hers = [(entry["kind"], entry["id"]) for entry in nora.get(path)["data"] if entry["kind"] != "message"]
    assert (hers, message in {entry["id"] for entry in nora.get(path)["data"]}) == (rest, False)
    for stranger in (olga, sara):
        stranger.refused("GET", path, status=404)
    nils.refused("GET", f"/v1/contacts/{new_id()}/timeline", status=404)
