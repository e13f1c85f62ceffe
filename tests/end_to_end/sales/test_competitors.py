"""Competitors in deals through the public API: named, assessed, and told as the winner of a lost deal."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def deal_of(client: Client) -> Any:
    return client.post("/v1/opportunities", {"name": f"Press {new_id()}", "amount": "10.00"})


@pytest.mark.feature("S-019")
def test_several_competitors_are_linked_to_a_deal_with_notes_and_the_winner_is_named_on_loss(company: Company) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    deal = deal_of(nils)
    one, path = f"/v1/opportunities/{deal['id']}", f"/v1/opportunities/{deal['id']}/competitors"
    globex = nils.post(path, {"name": "Globex", "strengths": "Cheap", "weaknesses": "Late"})
    initech = nils.post(path, {"name": " Initech "})
    assessed = nora.post(f"{path}/{initech['id']}/assess", {"strengths": "Near"})
    assert (assessed["name"], assessed["strengths"], assessed["weaknesses"]) == ("Initech", "Near", None)
    told = nora.get(path)["data"]
    assert [(row["name"], row["strengths"], row["has_won"]) for row in told] == [
        ("Globex", "Cheap", False),
        ("Initech", "Near", False),
    ]
    assert told[0] == globex

    lost = nils.post(f"{one}/lose", {"reason": "price", "competitor_id": initech["id"]})
    assert (lost["status"], lost["winner_competitor"]) == ("lost", "Initech")
    assert [(row["name"], row["has_won"]) for row in nils.get(path)["data"]] == [("Globex", False), ("Initech", True)]
    history = nils.get(f"{one}/history")["data"]
    steps = ["competitor_named", "competitor_named", "competitor_assessed", "lost"]
    assert [entry["type"].split(".")[3] for entry in history[1:]] == steps
    assert history[3]["changes"] == {"strengths": {"before": None, "after": "Near"}}
    assert history[4]["changes"]["winner_competitor"] == {"before": None, "after": "Initech"}

    nils.post(f"{one}/reopen")
    assert not any(row["has_won"] for row in nils.get(path)["data"])
    nils.ok("DELETE", f"{path}/{initech['id']}")
    nils.post(f"{one}/lose", {"reason": "price", "competitor": "GLOBEX"})
    assert [(row["name"], row["has_won"]) for row in nils.get(path)["data"]] == [("Globex", True)]


def test_a_competitor_stands_in_a_deal_once_and_only_while_it_is_open(company: Company) -> None:
    nils = company["nils.north"]
    deal, other = deal_of(nils), deal_of(nils)
    one, path = f"/v1/opportunities/{deal['id']}", f"/v1/opportunities/{deal['id']}/competitors"
    for wrong, pointer in (({"name": "  "}, "/name"), ({"name": "x", "note": "y"}, "/note"), ({}, "/name")):
        problem = nils.refused("POST", path, wrong, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    with ThreadPoolExecutor(3) as threads:
        names = ("Globex", "globex", "GLOBEX ")
        answers = list(threads.map(lambda name: nils.ask("POST", path, {"name": name}), names))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [named] = nils.get(path)["data"]
    problem = nils.refused("POST", path, {"name": "Globex"}, status=409, code="competitor_named_already")
    assert problem["competitor_id"] == named["id"]
    again = {"Idempotency-Key": new_id()}
    first, replayed = (nils.ok("POST", path, {"name": "Hooli"}, headers=again) for _ in range(2))
    assert first == replayed
    assert len(nils.get(f"{one}/history")["data"]) == 3

    elsewhere = nils.post(f"/v1/opportunities/{other['id']}/competitors", {"name": "Globex"})
    lose = {"reason": "price", "competitor_id": elsewhere["id"]}
    nils.refused("POST", f"{one}/lose", lose, status=422, code="winner_unknown")
    nils.refused("POST", f"{one}/lose", {**lose, "competitor": "Globex"}, status=400)
    nils.refused("POST", f"{path}/{elsewhere['id']}/assess", {"strengths": "x"}, status=404)
    nils.refused("DELETE", f"{path}/{elsewhere['id']}", status=404)
    assert nils.get(one)["status"] == "open"

    nils.post(f"{one}/win")
    closed = {"status": 409, "code": "opportunity_state_forbids"}
    nils.refused("POST", path, {"name": "Late"}, **closed)
    nils.refused("POST", f"{path}/{named['id']}/assess", {"strengths": "x"}, **closed)
    nils.refused("DELETE", f"{path}/{named['id']}", **closed)


def test_the_competitors_in_a_deal_of_another_branch_are_out_of_sight(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    path = f"/v1/opportunities/{deal_of(nils)['id']}/competitors"
    named = nils.post(path, {"name": "Globex"})
    for method, address, body in (
        ("GET", path, None),
        ("POST", path, {"name": "Initech"}),
        ("POST", f"{path}/{named['id']}/assess", {"strengths": "Seen"}),
        ("DELETE", f"{path}/{named['id']}", None),
    ):
        sara.refused(method, address, body, status=404)
    assert nils.get(path)["data"] == [named]
