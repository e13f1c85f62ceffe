"""Opportunities through the public API: what one carries, how long it changes, and who sees it."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

OWNERS = ("nils.north", "nina.north", "olga.office", "sara.south")
SEES = {
    "nils.north": {"nils.north"},
    "nina.north": {"nina.north"},
    "olga.office": {"olga.office"},
    "sara.south": {"sara.south"},
    "nora.north": {"nils.north", "nina.north", "olga.office"},
    "sven.south": {"sara.south"},
    "helen.head": set(OWNERS),
}
STRANGERS = ("nina.north", "olga.office", "sven.south", "sara.south")


def deal_of(client: Client, **fields: Any) -> Any:
    return client.post("/v1/opportunities", {"name": f"Deal {new_id()}", "amount": "100.00", **fields})


def seen_by(company: Company, deal: Any) -> set[str]:
    """Those of the strangers who get the deal, in detail, list and count alike."""
    found = set()
    for login in STRANGERS:
        status = company[login].ask("GET", f"/v1/opportunities/{deal['id']}").status_code
        page = company[login].get("/v1/opportunities", params={"filter[id][eq]": deal["id"], "count": "exact"})
        assert (status, len(page["data"]), page["count"]) in ((200, 1, 1), (404, 0, 0)), (login, status, page)
        found |= {login} if status == 200 else set()
    return found


def written_by(company: Company, deal: Any) -> set[str]:
    """Those of the strangers who may change the deal; whoever sees it and may not is told so."""
    allowed, sight = set(), seen_by(company, deal)
    for login in STRANGERS:
        answer = company[login].ask("PATCH", f"/v1/opportunities/{deal['id']}", {"next_step": f"{login} was here"})
        assert answer.status_code in ((200, 403) if login in sight else (404,)), (login, answer.text)
        allowed |= {login} if answer.status_code == 200 else set()
    return allowed


@pytest.mark.feature("S-013")
@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_deal_carries_its_business_and_is_fixed_once_closed_until_it_is_reopened(
    company: Company, outcome: str
) -> None:
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Mills {new_id()}"})
    deal = deal_of(nils, customer_id=customer["id"], amount="1234.50", expected_close_date="2030-03-31")
    assert (deal["customer"], deal["owner"]["login"]) == ({"id": customer["id"], "name": customer["name"]}, nils.login)
    assert (deal["stage"], deal["amount"], deal["expected_close_date"]) == ("prospecting", "1234.50", "2030-03-31")
    path = f"/v1/opportunities/{deal['id']}"
    closed = nils.post(*((f"{path}/win",) if outcome == "won" else (f"{path}/lose", {"reason": "price"})))
    assert (closed["status"], closed["closed_at"] is not None) == (outcome, True)
    steps: list[tuple[str, str, Any]] = [
        ("PATCH", "", {field: value}) for field, value in (("name", "x"), ("amount", "1.00"), ("customer_id", None))
    ]
    steps += [
        ("PATCH", "", {"expected_close_date": "2031-01-01"}),
        ("PATCH", "", {"probability": 50}),
        ("POST", "/advance", {"stage": "engaging"}),
        ("POST", "/win", {}),
        ("POST", "/lose", {"reason": "again"}),
        ("POST", "/transfer", {"owner_id": company.people["nina.north"]["id"]}),
    ]
    for method, place, body in steps:
        problem = nils.refused(method, path + place, body, status=409, code="opportunity_state_forbids")
        assert problem["status"] == 409
    assert nils.get(path) == closed
    reopened = nils.post(f"{path}/reopen")
    assert (reopened["status"], reopened["stage"], reopened["closed_at"]) == ("open", "prospecting", None)
    assert nils.patch(path, {"amount": "99.00"})["amount"] == "99.00"
    verbs = [entry["type"].split(".")[3] for entry in nils.get(f"{path}/history")["data"]]
    assert verbs == ["opened", outcome, "reopened", "changed"]


@pytest.mark.feature("S-014")
def test_users_of_different_units_get_different_lists_from_the_same_call(company: Company) -> None:
    mark = f"scope{new_id()[-12:]}"
    made = {owner: [deal_of(company[owner], name=f"{mark} {number}") for number in range(2)] for owner in OWNERS}
    call = {"filter[name][like]": f"{mark}*", "count": "exact", "totals": "amount", "sort": "created_at"}
    for login, owners in SEES.items():
        expected = [deal for owner in OWNERS if owner in owners for deal in made[owner]]
        page = company[login].get("/v1/opportunities", params=call)
        assert page["data"] == sorted(expected, key=lambda deal: str(deal["created_at"])), login
        assert (page["count"], page["totals"]["amount"]) == (len(expected), f"{100 * len(expected)}.00"), login
        for owner, deals in made.items():
            statuses = {company[login].ask("GET", f"/v1/opportunities/{deal['id']}").status_code for deal in deals}
            assert statuses == {200 if owner in owners else 404}, (login, owner)


@pytest.mark.feature("S-015")
@pytest.mark.parametrize("access", ["read", "write"])
@pytest.mark.parametrize(
    ("grantee", "let_in"),
    [
        (lambda company: {"person_id": company.people["sara.south"]["id"]}, {"sara.south"}),
        (lambda company: {"person_id": company.people["nina.north"]["id"]}, {"nina.north"}),
        (lambda company: {"org_unit_id": company.units["SOUTH"]["id"]}, {"sven.south", "sara.south"}),
    ],
)
def test_a_share_lets_exactly_the_named_in_until_it_is_revoked(
    company: Company, grantee: Callable[[Company], dict[str, str]], let_in: set[str], access: str
) -> None:
    nils = company["nils.north"]
    deal = deal_of(nils)
    path = f"/v1/opportunities/{deal['id']}/shares"
    assert seen_by(company, deal) == set()
    share = nils.post(path, {**grantee(company), "access": access})
    assert nils.get(path)["data"] == [share]
    assert seen_by(company, deal) == let_in
    assert written_by(company, deal) == (let_in if access == "write" else set())
    for login in let_in:
        body = {"person_id": company.people["olga.office"]["id"], "access": "read"}
        company[login].refused("POST", path, body, status=403)
    nils.ok("DELETE", f"{path}/{share['id']}")
    assert (seen_by(company, deal), written_by(company, deal)) == (set(), set())
    assert nils.get(f"/v1/opportunities/{deal['id']}")["owner"]["login"] == "nils.north"


def figures(client: Client) -> dict[str, Any]:
    """Everything the reports and the pipeline count for this person."""
    funnel = client.get("/v1/reports/sales-funnel")
    shown = {row["stage"]: (row["count"], row["amounts_by_currency"]) for row in funnel["rows"]}
    return {
        "funnel": (shown, funnel["totals"]),
        "forecast": {
            name: value for name, value in client.get("/v1/reports/forecast").items() if name in ("rows", "totals")
        },
        "won and lost": client.get("/v1/reports/won-lost")["rows"],
        "pipeline": client.get("/v1/pipeline"),
        "deals": client.get("/v1/opportunities", params={"count": "exact", "totals": "amount", "limit": 1})["count"],
    }


@pytest.mark.feature("S-017")
def test_a_peer_without_a_share_finds_the_deal_nowhere(company: Company) -> None:
    nils, nina, nora = company["nils.north"], company["nina.north"], company["nora.north"]
    assert nils.me["org_unit"] == nina.me["org_unit"]
    reported = {"filter[owner_id][eq]": company.people["nils.north"]["id"]}
    before = figures(nina)
    open_deal = deal_of(nils, expected_close_date="2030-03-31")
    won = deal_of(nils)
    nils.post(f"/v1/opportunities/{won['id']}/win")
    ids = {open_deal["id"], won["id"]}

    def reported_to(client: Client) -> set[str]:
        return {row["id"] for row in client.all("/v1/reports/sales-funnel/records", params=reported)}

    def is_reported_won() -> bool:
        params = {**reported, "filter[stage][eq]": "won"}
        return won["id"] in {row["id"] for row in nora.all("/v1/reports/sales-funnel/records", params=params)}

    assert eventually(is_reported_won)
    assert ids <= reported_to(nora)
    for deal_id in ids:
        nina.refused("GET", f"/v1/opportunities/{deal_id}", status=404, code="not_found")
        nina.refused("GET", f"/v1/opportunities/{deal_id}/history", status=404, code="not_found")
        nina.refused("PATCH", f"/v1/opportunities/{deal_id}", {"name": "mine"}, status=404, code="not_found")
    assert figures(nina) == before
    assert not ids & {row["id"] for row in nina.all("/v1/opportunities")}
    assert not ids & reported_to(nina)
    found = nina.get("/v1/opportunities", params={"q": open_deal["name"].split()[1], "count": "exact"})
    assert (found["data"], found["count"]) == ([], 0)
