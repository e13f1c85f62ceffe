"""Expenses through the public API: submitted with receipts, decided on by somebody else, paid back, part by deal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sales.test_attachments import files_of

OCTETS = {"Content-Type": "application/octet-stream"}


def deal(client: Client) -> str:
    return str(client.post("/v1/opportunities", {"name": f"Deal {new_id()}", "amount": "900.00"})["id"])


def spent(**more: Any) -> dict[str, Any]:
    return {
        "spent_on": today().isoformat(),
        "category": "travel",
        "amount": "100.00",
        "currency": "USD",
        "description": "Train",
        **more,
    }


def accountant(company: Company) -> Client:
    login = f"e.{new_id()[-12:]}"
    person = {"login": login, "name": login, "unit_id": company.units["NORTH"]["id"], "groups": ["accountant"]}
    company["admin"].post("/v1/people", {**person, "password": PASSWORD, "must_change_password": False})
    return company.stack.client(login, PASSWORD)


@pytest.mark.feature("S-106")
def test_expenses_are_submitted_approved_refused_and_paid_with_receipts_and_allocation_per_deal(
    company: Company,
) -> None:
    nils, nora, keeper = company["nils.north"], company["nora.north"], accountant(company)
    one, other = deal(nils), deal(nils)
    parts = [{"opportunity_id": one, "amount": "33.33"}, {"opportunity_id": other, "amount": "66.67"}]
    made = nils.post("/v1/expenses", spent(allocations=parts))
    path = f"/v1/expenses/{made['id']}"
    assert (made["status"], made["allocations"], made["owner"]["login"]) == ("draft", parts, "nils.north")
    receipt = nils.post(f"{path}/files", {"name": "ticket.pdf", "media_type": "application/pdf"})
    content = f"{path}/files/{receipt['id']}/content"
    nils.ok("POST", content, data=b"%PDF ticket", headers=OCTETS)
    assert nils.post(f"{path}/submit")["status"] == "submitted"
    assert nora.ask("GET", content).content == b"%PDF ticket"
    refused = nora.post(f"{path}/refuse", {"reason": "Which train?"})
    nora_id = company.people["nora.north"]["id"]
    assert (refused["status"], refused["refusal_reason"], refused["decided_by"]) == (
        "refused",
        "Which train?",
        nora_id,
    )
    nils.refused("PATCH", path, {"amount": "120.00"}, status=422, code="parts_do_not_add_up")
    more = [parts[1], {"opportunity_id": one, "amount": "53.33"}]
    changed = nils.patch(path, {"amount": "120", "description": "Train at 8", "allocations": more})
    assert (changed["status"], changed["allocations"]) == ("refused", more)
    again = nils.post(f"{path}/submit")
    assert (again["status"], again["refusal_reason"], again["decided_by"]) == ("submitted", None, None)
    assert nora.post(f"{path}/approve")["status"] == "approved"
    paid = keeper.post(f"{path}/pay")
    assert (paid["status"], paid["paid_on"], paid["amount"]) == ("paid", today().isoformat(), "120.00")
    for opportunity, part in ((one, "53.33"), (other, "66.67")):
        [row] = nils.get(f"/v1/opportunities/{opportunity}/expenses")["data"]
        assert {x["opportunity_id"]: x["amount"] for x in row["allocations"]}[opportunity] == part
    entries = nils.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == [
        "created", "file_attached", "submitted", "refused", "changed", "submitted", "approved", "paid",
    ]  # fmt: skip
    asked = {"filter[id][eq]": made["id"], "filter[status][eq]": "paid", "totals": "amount"}
    assert nora.get("/v1/expenses", params=asked)["totals"]["amount"] == "120.00"


def test_receipts_are_kept_for_those_who_may_edit_the_expense_and_stay_once_it_is_submitted(company: Company) -> None:
    nils = company["nils.north"]
    path = f"/v1/expenses/{nils.post('/v1/expenses', spent())['id']}"
    files_of(company, path)
    [kept] = nils.get(f"{path}/files")["data"]
    nils.post(f"{path}/submit")
    nils.refused("POST", f"{path}/files", {"name": "late.pdf"}, status=409, code="expense_state_forbids")
    nils.refused("DELETE", f"{path}/files/{kept['id']}", status=409, code="expense_state_forbids")
    assert [one["id"] for one in nils.get(f"{path}/files")["data"]] == [kept["id"]]


def test_nobody_decides_on_an_expense_of_their_own_nor_on_one_out_of_reach(company: Company) -> None:
    nils, nora, helen = company["nils.north"], company["nora.north"], company["helen.head"]
    own = nora.post("/v1/expenses", spent())
    path = f"/v1/expenses/{own['id']}"
    nora.post(f"{path}/submit")
    nora.refused("POST", f"{path}/approve", {}, status=403, code="expense_of_ones_own")
    nora.refused("POST", f"{path}/refuse", {"reason": "no"}, status=403, code="expense_of_ones_own")
    nils.refused("POST", f"{path}/approve", {}, status=403)
    for stranger in ("nils.north", "sara.south", "sven.south"):
        company[stranger].refused("GET", path, status=404)
    company["sven.south"].refused("POST", f"{path}/approve", {}, status=404)
    assert helen.post(f"{path}/approve")["status"] == "approved"
    nora.refused("POST", f"{path}/pay", {}, status=403)
    spent_by_head = helen.post("/v1/expenses", spent())
    head = f"/v1/expenses/{spent_by_head['id']}"
    helen.post(f"{head}/submit")
    company["admin"].post(f"{head}/approve")
    helen.refused("POST", f"{head}/pay", {}, status=403, code="expense_of_ones_own")


def test_an_expense_takes_no_step_that_its_state_forbids(company: Company) -> None:
    nils, nora, helen = company["nils.north"], company["nora.north"], company["helen.head"]
    path = f"/v1/expenses/{nils.post('/v1/expenses', spent())['id']}"
    for who, verb, body in ((nora, "approve", {}), (nora, "refuse", {"reason": "no"}), (helen, "pay", {})):
        who.refused("POST", f"{path}/{verb}", body, status=409, code="expense_state_forbids")
    key = {"Idempotency-Key": new_id()}
    first, again = (nils.ok("POST", f"{path}/submit", {}, headers=key) for _ in range(2))
    assert first == again == nils.get(path)
    nils.refused("POST", f"{path}/submit", {}, status=409, code="expense_state_forbids")
    nils.refused("PATCH", path, {"amount": "1"}, status=409, code="expense_state_forbids")
    nora.refused("POST", f"{path}/approve", {}, headers={"If-Match": '"1"'}, status=412)
    with ThreadPoolExecutor(2) as threads:
        verbs = (("approve", {}), ("refuse", {"reason": "no"}))
        answers = list(threads.map(lambda one: nora.ask("POST", f"{path}/{one[0]}", one[1]), verbs))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_an_expense_says_what_was_spent_on_deals_in_sight(company: Company) -> None:
    nils, mine, theirs = company["nils.north"], deal(company["nils.north"]), deal(company["sara.south"])
    tomorrow = (today() + timedelta(days=1)).isoformat()
    part = {"opportunity_id": mine, "amount": "50.00"}
    for wrong, status, code in (
        ({"allocations": [part]}, 422, "parts_do_not_add_up"),
        ({"allocations": [part, part]}, 422, "expense_deal_named_twice"),
        ({"allocations": [part, part | {"opportunity_id": theirs}]}, 422, "expense_deal_unknown"),
        ({"spent_on": tomorrow}, 422, "expense_is_to_come"),
        ({"amount": "0"}, 400, "malformed"),
        ({"amount": 1.5}, 400, "malformed"),
        ({"category": "bribes"}, 400, "malformed"),
        ({"currency": "usd"}, 400, "malformed"),
        ({"spent_on": "soon"}, 400, "malformed"),
        ({"status": "paid"}, 400, "malformed"),
    ):
        nils.refused("POST", "/v1/expenses", spent(**wrong), status=status, code=code)
    path = f"/v1/expenses/{nils.post('/v1/expenses', spent())['id']}"
    nils.post(f"{path}/submit")
    company["nora.north"].post(f"{path}/approve")
    helen = company["helen.head"]
    helen.refused("POST", f"{path}/pay", {"paid_on": tomorrow}, status=422, code="expense_is_to_come")
    early = (today() - timedelta(days=1)).isoformat()
    helen.refused("POST", f"{path}/pay", {"paid_on": early}, status=422, code="expense_paid_before_spent")
    nils.refused("GET", f"/v1/opportunities/{theirs}/expenses", status=404)
