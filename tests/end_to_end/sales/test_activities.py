"""Activities through the public API: what was done, about what, and what it leaves there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now, today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_undo import undone

OCTETS = {"Content-Type": "application/octet-stream"}


def at(**ago: float) -> str:
    return (now() - timedelta(**ago)).isoformat()


def day(ahead: int) -> str:
    return str(today() + timedelta(days=ahead))


def made(client: Client, noun: str, **more: Any) -> str:
    return str(client.post(f"/v1/{noun}", {"name": f"Test {new_id()}", **more})["id"])


def did(client: Client, **more: Any) -> Any:
    return client.post("/v1/activities", {"type": "meeting", "happened_at": at(hours=1), **more})


def found(client: Client, about: str, **filters: Any) -> list[str]:
    """The ids of those activities about a customer that pass these filters (`field__operator`)."""
    asked = {
        f"filter[{name}][{operator}]": value for key, value in filters.items() for name, operator in [key.split("__")]
    }
    return [
        row["id"] for row in client.get("/v1/activities", params={"filter[customer_id][eq]": about, **asked})["data"]
    ]


@pytest.mark.feature("S-071")
def test_an_activity_needs_a_time_and_a_type_takes_a_task_and_files_and_is_found_by_all_of_them(
    company: Company,
) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    customer = made(nils, "customers")
    for lacking in ("type", "happened_at", "customer_id"):
        whole = {"type": "meeting", "happened_at": at(hours=1), "customer_id": customer}
        problem = nils.refused("POST", "/v1/activities", {**whole, lacking: None}, status=400)
        assert f"/{lacking}" in [fault["pointer"] for fault in problem["errors"]]
        nils.refused("POST", "/v1/activities", {key: whole[key] for key in whole if key != lacking}, status=400)
    plain = did(nils, customer_id=customer, happened_at=at(days=2))
    task = {"task": "Send the drawing", "task_due_on": day(3)}
    done = did(nils, customer_id=customer, type="call", subject="Asked for a drawing", happened_at=at(hours=2), **task)
    assert (done["subject"], done["task"], done["task_due_on"]) == ("Asked for a drawing", *task.values())
    path = f"/v1/activities/{done['id']}"
    file = nils.post(f"{path}/files", {"name": "drawing.pdf"})
    assert nils.get(path)["file_count"] == 0
    nils.ok("POST", f"{path}/files/{file['id']}/content", data=b"a drawing", headers=OCTETS)
    assert nils.ask("GET", f"{path}/files/{file['id']}/content").content == b"a drawing"
    sara.refused("GET", f"{path}/files/{file['id']}/content", status=404)
    assert [one["name"] for one in nils.get(f"{path}/files")["data"]] == ["drawing.pdf"]

    for filters in (
        {"happened_at__gt": at(days=1)},
        {"type__eq": "call"},
        {"subject__like": "Asked*"},
        {"task__eq": "Send the drawing"},
        {"task_due_on__lte": day(3)},
        {"file_count__gt": 0},
    ):
        assert found(nils, customer, **filters) == [done["id"]], filters
    assert found(nils, customer, file_count__eq=0) == [plain["id"]]
    assert found(nils, customer, author_id__eq=nils.me["id"], task_done_at__null="true") == [done["id"], plain["id"]]
    assert found(sara, customer) == []


def test_what_does_not_go_together_is_refused_and_a_task_is_completed_once(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    whose = {"customer_id": made(nils, "customers")}
    for body, code in (
        ({"happened_at": at(days=-1)}, "activity_in_future"),
        ({"ended_at": at(hours=2)}, "activity_ends_before_it_begins"),
        ({"direction": "incoming"}, "activity_is_no_call"),
        ({"task_due_on": day(1)}, "activity_without_task"),
        ({"type": "no such type"}, "picklist_value_refused"),
        ({"customer_id": new_id()}, "activity_about_unknown"),
        ({"customer_id": made(sara, "customers")}, "activity_about_unknown"),
    ):
        body = {"type": "meeting", "happened_at": at(hours=1), **whose, **body}
        nils.refused("POST", "/v1/activities", body, status=422, code=code)
    two = {"type": "call", "happened_at": at(hours=1), **whose, "contact_id": new_id()}
    nils.refused("POST", "/v1/activities", two, status=400)

    plain, done = did(nils, **whose), did(nils, task="Call back", **whose)
    one = f"/v1/activities/{done['id']}"
    nils.refused("POST", f"/v1/activities/{plain['id']}/complete-task", {}, status=422, code="activity_without_task")
    sara.refused("POST", f"{one}/complete-task", {}, status=404)
    with ThreadPoolExecutor(3) as threads:
        answers = threads.map(lambda _: nils.ask("POST", f"{one}/complete-task", {}).status_code, range(3))
        assert sorted(answers) == [200, 409, 409]
    nils.refused("PATCH", one, {"task": "Another"}, status=409, code="activity_task_done")
    assert nils.patch(one, {"result": "They call us"})["result"] == "They call us"
    for method, path, sent in (("GET", one, None), ("PATCH", one, {"note": "x"}), ("GET", f"{one}/history", None)):
        sara.refused(method, path, sent, status=404)
    told = [entry["type"].split(".")[3] for entry in nils.get(f"{one}/history")["data"]]
    assert told == ["recorded", "task_completed", "changed"]


@pytest.mark.feature("S-021")
def test_adding_an_activity_updates_the_last_touch_and_the_day_of_the_next_step_of_its_deal(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    deal = made(nils, "opportunities")
    path, first, earlier = f"/v1/opportunities/{deal}", at(hours=2), at(days=2)

    def shown() -> tuple[Any, ...]:
        told = nils.get(path)
        return tuple(told[name] for name in ("last_touch_at", "next_step", "next_step_on"))

    assert shown() == (None, None, None)
    key, body = {"Idempotency-Key": new_id()}, {"type": "call", "happened_at": first, "opportunity_id": deal}
    body |= {"task": "Send a quotation", "task_due_on": day(4)}
    answers = [nils.ask("POST", "/v1/activities", body, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert shown() == (first, "Send a quotation", day(4))
    did(nils, opportunity_id=deal, happened_at=earlier)
    assert shown() == (first, "Send a quotation", day(4))
    latest = at(minutes=5)
    did(nils, opportunity_id=deal, happened_at=latest, task="Meet", task_due_on=day(9))
    assert shown() == (latest, "Meet", day(9))
    told = [entry for entry in nils.get(f"{path}/history")["data"] if entry["type"].endswith("opportunity.touched.v1")]
    assert len(told) == 3
    assert told[-1]["changes"]["next_step_on"] == {"before": day(4), "after": day(9)}
    assert [
        row["id"] for row in nils.get("/v1/opportunities", params={"filter[next_step_on][eq]": day(9)})["data"]
    ] == [deal]
    theirs = {"type": "call", "happened_at": at(hours=1), "opportunity_id": deal}
    sara.refused("POST", "/v1/activities", theirs, status=422, code="activity_about_unknown")

    nils.post(f"{path}/lose", {"reason": "Too dear"})
    after = at(minutes=1)
    did(nils, opportunity_id=deal, happened_at=after, task="Try again", task_due_on=day(30))
    assert shown() == (after, "Meet", day(9))


@pytest.mark.feature("S-062")
def test_all_activities_of_a_customer_its_contacts_and_deals_come_newest_first_under_the_callers_rights(
    company: Company,
) -> None:
    nils, nora, olga, sara = (company[who] for who in ("nils.north", "nora.north", "olga.office", "sara.south"))
    customer = made(nils, "customers")
    contact, deal = made(nils, "contacts", customer_id=customer), made(nils, "opportunities", customer_id=customer)
    other = made(nils, "customers")
    abouts = ({"customer_id": customer}, {"contact_id": contact}, {"opportunity_id": deal}, {"customer_id": other})
    oldest, middle, newest, _ = (
        did(nils, happened_at=at(days=3 - place), **about)["id"] for place, about in enumerate(abouts)
    )
    path = f"/v1/customers/{customer}/activities"

    def listed(client: Client, **params: Any) -> list[str]:
        return [row["id"] for row in client.all(path, params=params)]

    assert listed(nils) == listed(nora) == listed(nils, limit=1) == [newest, middle, oldest]
    assert listed(nils, **{"filter[contact_id][eq]": contact}) == [middle]
    assert nils.get(path, params={"count": "exact"})["count"] == 3
    for stranger in (olga, sara):
        stranger.refused("GET", path, status=404)
    nils.refused("GET", f"/v1/customers/{new_id()}/activities", status=404)

    handed = nora.post(f"/v1/opportunities/{deal}/transfer", {"owner_id": olga.me["id"]})
    assert handed["owner"]["login"] == "olga.office"
    hers = {"filter[id][eq]": newest}
    assert eventually(lambda: olga.get("/v1/activities", params=hers)["data"], 60), "what was done goes with the deal"
    [with_it] = olga.get("/v1/activities", params=hers)["data"]
    assert (with_it["owner"]["login"], with_it["author"]["login"]) == ("olga.office", "nils.north")
    assert listed(nils) == [middle, oldest]
    assert listed(nora) == [newest, middle, oldest]
    olga.refused("GET", path, status=404)


@pytest.mark.feature("S-065")
def test_contacts_to_choose_from_are_ranked_by_their_last_touch_and_left_out_where_they_do_not_want_it(
    company: Company,
) -> None:
    nils, olga, sara = company["nils.north"], company["olga.office"], company["sara.south"]
    customer = made(nils, "customers")
    never, long_ago, lately, unmailed, uncalled = (
        made(nils, "contacts", customer_id=customer, **wish)
        for wish in ({}, {}, {}, {"do_not_email": True}, {"do_not_call": True})
    )
    made(nils, "contacts", customer_id=made(nils, "customers"))
    for contact, days in ((long_ago, 90), (lately, 1), (unmailed, 7), (uncalled, 30), (lately, 60)):
        did(nils, contact_id=contact, happened_at=at(days=days))
    path = f"/v1/customers/{customer}/contact-picker"

    def picked(**params: Any) -> tuple[list[str], bool]:
        told = nils.get(path, params=params)
        return [one["id"] for one in told["data"]], told["more"]

    assert picked() == ([lately, unmailed, uncalled, long_ago, never], False)
    assert picked(channel="email") == ([lately, uncalled, long_ago, never], False)
    assert picked(channel="phone") == ([lately, unmailed, long_ago, never], False)
    assert picked(limit=2) == ([lately, unmailed], True)
    assert nils.get(f"/v1/contacts/{never}")["last_touch_at"] is None
    for wrong in ({"channel": "smoke"}, {"limit": 0}, {"limit": 201}, {"sort": "name"}):
        nils.refused("GET", path, params=wrong, status=400)
    for stranger in (olga, sara):
        stranger.refused("GET", path, status=404)


def test_whoever_was_let_in_to_a_deal_keeps_what_they_record_and_its_owner_has_it(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    deal = made(nils, "opportunities")
    body = {"type": "call", "happened_at": at(hours=1), "opportunity_id": deal}
    share = {"person_id": sara.me["id"]}
    nils.post(f"/v1/opportunities/{deal}/shares", share)
    sara.refused("POST", "/v1/activities", body, status=403, code="forbidden")
    nils.post(f"/v1/opportunities/{deal}/shares", {**share, "access": "write"})
    made_by_sara = sara.post("/v1/activities", body)
    path = f"/v1/activities/{made_by_sara['id']}"
    assert (made_by_sara["owner"]["login"], made_by_sara["author"]["login"]) == ("nils.north", "sara.south")
    assert nils.get(path)["id"] == sara.get(path)["id"] == made_by_sara["id"]


def test_what_an_activity_is_about_is_not_taken_back_with_the_job_that_made_it(company: Company) -> None:
    """Not even where it is a draft, which has touched nothing yet."""
    nils, kind = company["nils.north"], {"contacts": {"kind": "partner"}}
    for noun, about in (("contacts", "contact"), ("leads", "lead"), ("opportunities", "opportunity")):
        create = {"op": "create", "body": {"name": f"Bulk {new_id()}", **kind.get(noun, {})}}
        job = nils.post(f"/v1/{noun}/bulk", {"operations": [create, create]})
        noted, free = (one["id"] for one in job["results"])
        did(nils, **{f"{about}_id": noted}, draft=True)
        _, became = undone(nils, job["job_id"])
        assert {one: (row["outcome"], row["code"]) for one, row in became.items()} == {
            noted: ("rejected", f"{about}_in_use"),
            free: ("removed", None),
        }
