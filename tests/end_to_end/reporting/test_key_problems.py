"""Problems tagged on deals through the public API, and the report that counts them."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.gateway.test_picklists import Kept, values_of_a_list

REPORT = "/v1/reports/key-problems"
FIGURES = ("type", "stage", "reported", "open", "resolved", "deals")


def seller_of(company: Company, unit: str, superior: str) -> Client:
    """Somebody new, whose figures are their own alone."""
    login = f"problems.{new_id()[-12:]}"
    body = {"login": login, "name": login.title(), "unit_id": company.units[unit]["id"], "groups": ["salesperson"]}
    body |= {"superior_id": company.people[superior]["id"], "password": PASSWORD, "must_change_password": False}
    company["admin"].post("/v1/people", body)
    return company.stack.client(login, PASSWORD)


def deal_of(client: Client, stage: str = "prospecting") -> Any:
    return client.post("/v1/opportunities", {"name": f"Dam {new_id()}", "stage": stage, "amount": "10.00"})


def tag(client: Client, deal: Any, kind: str) -> Any:
    """Report a problem on a deal; answers it with its address."""
    path = f"/v1/opportunities/{deal['id']}/problems"
    problem = client.post(path, {"type": kind, "note": f"About the {kind}"})
    return {**problem, "path": f"{path}/{problem['id']}"}


def table(client: Client, **asked: str) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[name] for name in FIGURES) for row in client.get(REPORT, params=asked)["rows"])


def rebuild(company: Company) -> None:
    command = [sys.executable, "-m", "deploy.commands", "reports", "rebuild"]
    done = subprocess.run(
        command, env=company.stack.environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.feature("S-029")
def test_problems_tagged_on_deals_are_counted_by_type_and_by_stage_where_they_occurred(company: Company) -> None:
    nick, superior, sara = seller_of(company, "NORTH", "nora.north"), company["nora.north"], company["sara.south"]
    dam, weir = deal_of(nick), deal_of(nick)
    dear, _, mistake = (tag(nick, deal, kind) for deal, kind in ((dam, "price"), (weir, "price"), (weir, "budget")))
    assert (dear["stage"], dear["occurred_on"], dear["status"]) == ("prospecting", today().isoformat(), "open")
    nick.post(f"/v1/opportunities/{dam['id']}/advance", {"stage": "proposal"})
    late = tag(nick, dam, "delivery")
    tag(nick, dam, "price")
    nick.post(f"{dear['path']}/resolve", {"resolution": "A discount"})
    nick.ok("DELETE", mistake["path"])

    expected = [
        ("delivery", "proposal", 1, 1, 0, 1),
        ("price", "proposal", 1, 1, 0, 1),
        ("price", "prospecting", 2, 1, 1, 2),
    ]
    assert eventually(lambda: table(nick) == expected, seconds=60), table(nick)
    nick.post(f"/v1/opportunities/{dam['id']}/advance", {"stage": "negotiation"})
    nick.post(f"/v1/opportunities/{dam['id']}/win")
    nick.post(f"/v1/opportunities/{weir['id']}/lose", {"reason": "price"})
    assert eventually(lambda: len(nick.get("/v1/reports/won-deals")["rows"]) == 1, seconds=60)
    answer = nick.get(REPORT, params={"period": today().isoformat()[:7]})
    assert table(nick) == expected, "a problem stays where it occurred, wherever the deal is"
    assert answer["totals"] == [{"reported": 4, "open": 3, "resolved": 1, "deals": 2}]
    assert table(nick, period=str(today().year - 1)) == []
    assert [(one["stage"], one["id"]) for one in nick.get(f"/v1/opportunities/{dam['id']}/problems")["data"]][1:] == [
        ("proposal", late["id"]),
        ("prospecting", dear["id"]),
    ]

    most = answer["rows"][0]
    assert (most["type"], most["stage"], most["stage_name"]) == ("price", "prospecting", "Prospecting")
    behind = nick.all(f"{REPORT}/records?{most['drill']}")
    assert {one["id"] for one in behind} == {dam["id"], weir["id"]}
    assert table(superior, owner=nick.me["id"]) == expected
    sara.refused("GET", REPORT, params={"owner": nick.me["id"]}, status=404)
    assert sara.all(f"{REPORT}/records?{most['drill']}") == []
    rebuild(company)
    assert table(nick) == expected, "told again by the log"


def test_another_branch_counts_no_problem_of_a_deal_until_it_is_shared(company: Company) -> None:
    nick, sam = seller_of(company, "NORTH", "nora.north"), seller_of(company, "SOUTH", "sven.south")
    deal = deal_of(nick)
    tag(nick, deal, "competition")
    mine = [("competition", "prospecting", 1, 1, 0, 1)]
    assert eventually(lambda: table(nick) == mine, seconds=60)
    assert table(sam) == []
    share = {"person_id": sam.me["id"]}
    company["nora.north"].post(f"/v1/opportunities/{deal['id']}/shares", share)
    assert eventually(lambda: table(sam) == mine, seconds=60)
    path = f"/v1/opportunities/{deal['id']}/problems"
    assert len(sam.get(path)["data"]) == 1
    sam.refused("POST", path, {"type": "price"}, status=403)


def test_a_problem_is_resolved_once_in_the_history_of_its_deal(company: Company) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    deal = deal_of(nils)
    one, path = f"/v1/opportunities/{deal['id']}", f"/v1/opportunities/{deal['id']}/problems"
    for wrong, pointer in (
        ({"type": 7}, "/type"),
        ({"type": "price", "stage": "proposal"}, "/stage"),
        ({"type": "price", "occurred_on": "2020-01-01"}, "/occurred_on"),
        ({}, "/type"),
    ):
        problem = nils.refused("POST", path, wrong, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    again = {"Idempotency-Key": new_id()}
    first, replayed = (nils.ok("POST", path, {"type": "price"}, headers=again) for _ in range(2))
    assert first == replayed
    nils.refused("POST", path, {"type": "price"}, headers={"If-Match": '"1"'}, status=412)
    resolve = f"{path}/{first['id']}/resolve"
    nils.refused("POST", resolve, {"resolution": " "}, status=400)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda number: nora.ask("POST", resolve, {"resolution": f"{number}"}), range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    nils.refused("POST", resolve, {"resolution": "x"}, status=409, code="opportunity_problem_resolved_already")
    nils.refused("POST", f"{path}/{new_id()}/resolve", {"resolution": "x"}, status=404)
    nils.ok("DELETE", f"{path}/{first['id']}")
    nils.refused("DELETE", f"{path}/{first['id']}", status=404)
    history = nora.get(f"{one}/history")["data"]
    steps = ["problem_reported", "problem_resolved", "problem_withdrawn"]
    assert [entry["type"].split(".")[3] for entry in history[1:]] == steps
    assert history[2]["changes"]["problem_status"] == {"before": "open", "after": "resolved"}
    kept = nils.post(path, {"type": "budget"})
    nils.post(f"{one}/win")
    closed = {"status": 409, "code": "opportunity_state_forbids"}
    nils.refused("POST", path, {"type": "price"}, **closed)
    nils.refused("POST", f"{path}/{kept['id']}/resolve", {"resolution": "x"}, **closed)
    nils.refused("DELETE", f"{path}/{kept['id']}", **closed)
    assert nils.get(path)["data"] == [kept]


def test_the_problems_on_a_deal_of_another_branch_are_out_of_sight(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    deal = deal_of(nils)
    path = f"/v1/opportunities/{deal['id']}/problems"
    problem = nils.post(path, {"type": "price"})
    for method, address, body in (
        ("GET", path, None),
        ("POST", path, {"type": "price"}),
        ("POST", f"{path}/{problem['id']}/resolve", {"resolution": "Mine"}),
        ("DELETE", f"{path}/{problem['id']}", None),
    ):
        sara.refused(method, address, body, status=404)
    other = f"/v1/opportunities/{deal_of(nils)['id']}/problems/{problem['id']}"
    nils.refused("POST", f"{other}/resolve", {"resolution": "Elsewhere"}, status=404)
    nils.refused("DELETE", other, status=404)
    assert nils.get(path)["data"] == [problem]


def test_the_types_of_problems_are_a_managed_list_that_comes_with_values(company: Company) -> None:
    nils = company["nils.north"]
    path = f"/v1/opportunities/{deal_of(nils)['id']}/problems"
    shipped = [row["code"] for row in nils.all("/v1/picklists/opportunity_problem/values")][:8]
    assert shipped == [
        "price", "technical_fit", "competition", "delivery", "decision_maker", "budget", "contract_terms", "other",
    ]  # fmt: skip
    nils.refused("POST", path, {"type": "weather"}, status=422, code="picklist_value_refused")

    class Tagged(Kept):
        def json(self) -> Any:
            return {**super().json(), "path": path}

    values_of_a_list(
        company,
        "/v1/picklists/opportunity_problem",
        lambda value: Tagged(nils.ask("POST", path, {"type": value}), "opportunities"),
        lambda told: told["data"][-1]["type"],
        strict=True,
    )
