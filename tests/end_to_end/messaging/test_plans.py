"""Plans of work through the public API: drawn up for a period, locked after a deadline, summarised item by item."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.clock import now, today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

ITEMS = [{"text": "visit three farms"}, {"text": "quote the plough"}, {"text": "call the mill"}]
SOON = timedelta(seconds=2)


def free_days(client: Client, count: int) -> list[date]:
    """Days to come for which this person has no plan yet."""
    taken = {row["starts_on"] for row in client.all("/v1/plans", params={"filter[kind][eq]": "day"})}
    days = (today() + timedelta(days=ahead) for ahead in range(10, 500))
    return [day for day in days if day.isoformat() not in taken][:count]


def plan(client: Client, **more: Any) -> Any:
    [day] = free_days(client, 1)
    return client.post("/v1/plans", {"kind": "day", "starts_on": day.isoformat(), "items": ITEMS, **more})


def locked(client: Client) -> Any:
    """A plan whose deadline has passed."""
    made = plan(client, deadline=(now() + SOON).isoformat())
    assert not made["locked"]
    found = eventually(lambda: (told := client.get(f"/v1/plans/{made['id']}"))["locked"] and told)
    assert found
    return found


def outcomes(of: Any, *told: str) -> list[dict[str, Any]]:
    return [{"item_id": item["id"], "outcome": one} for item, one in zip(of["items"], told, strict=True)]


@pytest.mark.feature("O-29")
def test_a_plan_per_period_is_stored_and_locked_after_its_deadline(company: Company) -> None:
    nils, nora, nina = (company[who] for who in ("nils.north", "nora.north", "nina.north"))
    [day] = free_days(nils, 1)
    body = {"kind": "day", "starts_on": day.isoformat(), "title": "A full day", "items": ITEMS}
    made = nils.post("/v1/plans", {**body, "deadline": (now() + SOON).isoformat()})
    path = f"/v1/plans/{made['id']}"
    assert (made["starts_on"], made["ends_on"], made["status"], made["locked"]) == (body["starts_on"],) * 2 + (
        "open",
        False,
    )
    assert [item["text"] for item in made["items"]] == [item["text"] for item in ITEMS]
    problem = nils.refused("POST", "/v1/plans", body, status=409, code="plan_for_period_exists")
    assert problem["plan_id"] == made["id"]
    changed = nils.patch(path, {"items": [*ITEMS, {"text": "oil it", "due_on": day.isoformat()}]})
    assert len(changed["items"]) == 4
    assert nora.get(path) == changed
    nora.refused("PATCH", path, {"title": "x"}, status=403)
    nina.refused("GET", path, status=404)

    kept = eventually(lambda: (told := nils.get(path))["locked"] and told)
    assert kept
    nils.refused("PATCH", path, {"items": ITEMS}, status=409, code="plan_locked")
    nils.refused("PATCH", path, {"title": "x"}, status=409, code="plan_locked")
    assert nils.get(path) == kept
    [created, changed_once] = nils.get(f"{path}/history")["data"]
    assert created["type"].split(".")[3] == "created"
    assert len(changed_once["changes"]["items"]["after"]) == 4

    monday = today() + timedelta(days=7 - today().weekday() + 7 * 60)
    week = nina.post("/v1/plans", {"kind": "week", "starts_on": monday.isoformat(), "items": ITEMS})
    assert week["ends_on"] == (monday + timedelta(days=6)).isoformat()
    assert datetime.fromisoformat(week["deadline"]).astimezone(UTC).date() == monday
    month = nina.post("/v1/plans", {"kind": "month", "starts_on": "2096-02-01", "items": ITEMS})
    assert month["ends_on"] == "2096-02-29"


@pytest.mark.feature("O-30")
def test_a_summary_is_written_against_the_plan_with_done_or_missed_per_item(company: Company) -> None:
    olga, nora = company["olga.office"], company["nora.north"]
    made = locked(olga)
    path = f"/v1/plans/{made['id']}/summarise"
    told = outcomes(made, "done", "missed", "done")
    told[1]["remark"] = "they were away"
    for wrong in (told[:2], [*told, told[0]], [*told[:2], {**told[2], "item_id": new_id()}]):
        body = {"summary": "A good day.", "items": wrong}
        olga.refused("POST", path, body, status=422, code="plan_summary_incomplete")
    olga.refused("POST", path, {"summary": "x", "items": [{**told[0], "outcome": "perhaps"}]}, status=400)
    nora.refused("POST", path, {"summary": "x", "items": told}, status=403)
    kept = olga.post(path, {"summary": "A good day.", "items": told})
    assert (kept["status"], kept["summary"], kept["done"], kept["missed"]) == ("summarised", "A good day.", 2, 1)
    assert [(item["text"], item["outcome"], item["remark"]) for item in kept["items"]] == [
        ("visit three farms", "done", None),
        ("quote the plough", "missed", "they were away"),
        ("call the mill", "done", None),
    ]
    assert nora.get(f"/v1/plans/{made['id']}") == kept
    olga.refused("POST", path, {"summary": "Another.", "items": told}, status=409, code="plan_state_forbids")
    early = plan(olga)
    body = {"summary": "Too early.", "items": outcomes(early, "done", "done", "done")}
    olga.refused("POST", f"/v1/plans/{early['id']}/summarise", body, status=409, code="plan_not_locked")


def test_a_period_begins_where_it_should_and_what_is_in_it_is_due_in_it(company: Company) -> None:
    sara = company["sara.south"]
    for wrong, code in (
        ({"kind": "week", "starts_on": "2096-02-01"}, "plan_period_begins_elsewhere"),
        ({"kind": "month", "starts_on": "2096-02-02"}, "plan_period_begins_elsewhere"),
        ({"kind": "day", "starts_on": "2020-01-01"}, "plan_deadline_past"),
        ({"kind": "day", "starts_on": "2096-02-01", "deadline": "2020-01-01T00:00:00Z"}, "plan_deadline_past"),
        (
            {"kind": "day", "starts_on": "2096-02-01", "items": [{"text": "x", "due_on": "2096-02-02"}]},
            "plan_item_outside_period",
        ),
    ):
        sara.refused("POST", "/v1/plans", {"items": ITEMS, **wrong}, status=422, code=code)
    for wrong in ({"items": []}, {"items": [{"text": " "}]}, {"kind": "year"}, {"owner_id": sara.me["id"]}):
        body = {"kind": "day", "starts_on": "2096-02-01", "items": ITEMS}
        sara.refused("POST", "/v1/plans", {**body, **wrong}, status=400)


def test_a_period_planned_many_times_at_once_has_one_plan(company: Company) -> None:
    sara = company["sara.south"]
    [day] = free_days(sara, 1)
    body = {"kind": "day", "starts_on": day.isoformat(), "items": ITEMS}
    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(lambda _: sara.ask("POST", "/v1/plans", body).status_code, range(4)))
    assert statuses == [201, 409, 409, 409]
    assert sara.get("/v1/plans", params={"filter[starts_on][eq]": day.isoformat(), "count": "exact"})["count"] == 1
