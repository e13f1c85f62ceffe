"""Calls through the public API: their details on the record that they were about, and notes that outlive the line."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now, today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company


def at(**ago: float) -> str:
    return (now() - timedelta(**ago)).isoformat()


def deal_of(client: Client) -> Any:
    return client.post("/v1/opportunities", {"name": f"Deal {new_id()}"})


@pytest.mark.feature("C-04")
def test_start_end_direction_number_result_and_notes_of_a_call_stand_on_the_record_it_was_about(
    company: Company,
) -> None:
    nils, nora, sara = company["nils.north"], company["nora.north"], company["sara.south"]
    lead = nils.post("/v1/leads", {"name": f"Caller {new_id()}"})
    details = {
        "happened_at": at(minutes=20),
        "ended_at": at(minutes=12),
        "direction": "incoming",
        "phone_number": "+49 30 901820",
        "result": "Wants a visit",
        "note": "Two ploughs, the green ones.",
    }
    call = {"type": "call", "lead_id": lead["id"], **details}
    kept = nils.post("/v1/activities", call)
    for reader in (nils, nora):
        assert reader.get(f"/v1/activities/{kept['id']}").items() >= {**call, "status": "done"}.items()
        linked = {"filter[lead_id][eq]": lead["id"], "filter[direction][eq]": "incoming"}
        assert [row["id"] for row in reader.get("/v1/activities", params=linked)["data"]] == [kept["id"]]
    by_number = {"filter[phone_number][eq]": details["phone_number"], "filter[lead_id][eq]": lead["id"]}
    assert [row["id"] for row in nils.get("/v1/activities", params=by_number)["data"]] == [kept["id"]]
    assert nils.get(f"/v1/leads/{lead['id']}")["last_touch_at"] == details["happened_at"]
    sara.refused("GET", f"/v1/activities/{kept['id']}", status=404)
    for wrong in ({"direction": "sideways"}, {"phone_number": 49}, {"ended_at": "later"}):
        nils.refused("POST", "/v1/activities", {**call, **wrong}, status=400)
    backwards = {"happened_at": details["ended_at"], "ended_at": details["happened_at"]}
    refused = {**call, **backwards}
    nils.refused("POST", "/v1/activities", refused, status=422, code="activity_ends_before_it_begins")


@pytest.mark.feature("C-08")
def test_what_is_noted_during_a_call_is_kept_as_a_draft_when_the_call_drops_and_counts_once_it_is_finished(
    company: Company,
) -> None:
    nils, sara, deal = company["nils.north"], company["sara.south"], deal_of(company["nils.north"])
    begun = {"type": "call", "happened_at": at(minutes=9), "opportunity_id": deal["id"], "direction": "outgoing"}
    draft = nils.post("/v1/activities", {**begun, "draft": True})
    path = f"/v1/activities/{draft['id']}"
    for note in ("They ask", "They ask for", "They ask for two"):
        nils.patch(path, {"note": note})
    again = company.stack.client("nils.north", PASSWORD)
    drafts = {"filter[status][eq]": "draft", "filter[opportunity_id][eq]": deal["id"]}
    [kept] = again.get("/v1/activities", params=drafts)["data"]
    assert (kept["id"], kept["status"], kept["note"]) == (draft["id"], "draft", "They ask for two")
    assert again.get(f"/v1/opportunities/{deal['id']}")["last_touch_at"] is None
    sara.refused("POST", f"{path}/finish", {}, status=404)

    result = {"ended_at": at(minutes=1), "result": "Line dropped", "task": "Call back", "task_due_on": str(today())}
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: again.ask("POST", f"{path}/finish", result), range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"activity_finished"}
    done = nils.get(path)
    assert done.items() >= {**result, "status": "done", "note": "They ask for two"}.items()
    touched = nils.get(f"/v1/opportunities/{deal['id']}")
    assert (touched["last_touch_at"], touched["next_step"]) == (begun["happened_at"], "Call back")
    assert touched["version"] == deal["version"] + 1
    told = [entry["type"].split(".")[3] for entry in nils.get(f"{path}/history")["data"]]
    assert told == ["begun", "changed", "changed", "changed", "finished"]
