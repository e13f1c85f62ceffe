"""Partners that work on a deal, through the public API: what their people see while the link stands, and after it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.events.test_replay import replay
from tests.end_to_end.gateway.test_undo import undone
from tests.end_to_end.sales.test_partners import Dealer, found_dealer, hire, open_deal

LIST = "/v1/opportunities"
ANY_VERSION = {"If-Match": "*"}
NOTHING = (404, [], 0, [])
OPEN = {
    "number", "name", "customer", "product", "stage", "status", "amount", "currency", "expected_close_date", "owner",
    "org_unit", "deal_registration_id", "id", "version", "created_at", "updated_at",
}  # fmt: skip


@pytest.fixture(scope="module")
def dealer(company: Company) -> Dealer:
    return found_dealer(company)


@pytest.fixture(scope="module")
def other_dealer(company: Company) -> Dealer:
    return found_dealer(company)


@pytest.fixture
def deal(company: Company) -> Any:
    body = {"name": f"Mill {new_id()}", "amount": "40.00", "next_step": "Lower the price", "description": "Ours alone"}
    return company["nils.north"].post(LIST, body)


def links_of(deal: Any) -> str:
    return f"{LIST}/{deal['id']}/partners"


def link(client: Client, deal: Any, unit: Any, **more: Any) -> Any:
    return client.post(links_of(deal), {"org_unit_id": unit["id"], "role": "reseller", **more})


def unlink(client: Client, deal: Any, linked: Any) -> None:
    assert client.ask("DELETE", f"{links_of(deal)}/{linked['id']}").status_code == 204


def seen_by(client: Client, deal: Any) -> tuple[int, list[str], int, list[str]]:
    """The status of the deal itself, the list, its count, and what a search by conditions finds."""
    asked = {"filter[id][eq]": deal["id"], "count": "exact", "totals": "amount"}
    page = client.get(LIST, params=asked)
    assert page["totals"] == {"amount": deal["amount"] if page["count"] else "0.00"}
    condition = {"field": "name", "op": "eq", "value": deal["name"]}
    found = client.post(f"{LIST}/search", {"filter": condition})
    status = client.ask("GET", f"{LIST}/{deal['id']}").status_code
    return status, [row["id"] for row in page["data"]], page["count"], [row["id"] for row in found["data"]]


def reported_to(client: Client, deal: Any) -> list[str]:
    """The deal behind the figures of the funnel."""
    page = client.get("/v1/reports/sales-funnel/records", params={"filter[id][eq]": deal["id"]})
    return [row["id"] for row in page["data"]]


def searched_by(client: Client, deal: Any) -> list[str]:
    """What words find for somebody of a partner to whom no field is closed; searching all kinds is for the house."""
    return [row["id"] for row in client.get(LIST, params={"q": deal["number"]})["data"]]


@pytest.mark.feature("S-020")
def test_a_partner_link_gives_the_partners_portal_users_the_deal_and_removing_it_takes_the_deal_away(
    company: Company, dealer: Dealer, other_dealer: Dealer, deal: Any
) -> None:
    nils, users = company["nils.north"], (dealer.client, hire(company, dealer.unit, "partner")[1])
    whole = dealer.client.get(LIST, params={"count": "exact"})["count"]
    assert [seen_by(user, deal) for user in users] == [NOTHING] * 2
    assert (searched_by(dealer.clerk, deal), reported_to(dealer.clerk, deal)) == ([], [])
    linked = link(nils, deal, dealer.unit, note="They know the owner")
    assert (linked["org_unit"]["id"], linked["role"], linked["note"]) == (
        dealer.unit["id"],
        "reseller",
        "They know the owner",
    )

    assert [seen_by(user, deal) for user in users] == [(200, [deal["id"]], 1, [deal["id"]])] * 2
    assert dealer.client.get(LIST, params={"count": "exact"})["count"] == whole + 1
    shown = dealer.client.get(f"{LIST}/{deal['id']}")
    assert (shown["name"], shown["amount"], shown["owner"]["id"]) == (deal["name"], "40.00", nils.me["id"])
    assert shown.keys() <= OPEN, shown.keys() - OPEN
    assert searched_by(dealer.clerk, deal) == [deal["id"]]
    assert eventually(lambda: reported_to(dealer.clerk, deal) == [deal["id"]])
    assert (searched_by(other_dealer.clerk, deal), reported_to(other_dealer.clerk, deal)) == ([], [])
    assert [seen_by(other, deal) for other in (other_dealer.client, other_dealer.clerk)] == [NOTHING] * 2
    for verb, body in (("advance", {"stage": "engaging"}), ("transfer", {"owner_id": dealer.person["id"]})):
        dealer.client.refused("POST", f"{LIST}/{deal['id']}/{verb}", body, status=403)
    dealer.client.refused("PATCH", f"{LIST}/{deal['id']}", {"amount": "1.00"}, status=403, headers=ANY_VERSION)

    unlink(nils, deal, linked)
    assert [seen_by(user, deal) for user in users] == [NOTHING] * 2
    assert dealer.client.get(LIST, params={"count": "exact"})["count"] == whole
    assert searched_by(dealer.clerk, deal) == []
    assert eventually(lambda: reported_to(dealer.clerk, deal) == [])
    nils.refused("DELETE", f"{links_of(deal)}/{linked['id']}", status=404)
    assert nils.get(links_of(deal))["data"] == []


def test_a_cursor_of_before_shows_nothing_of_a_deal_that_was_taken_away(
    company: Company, dealer: Dealer, deal: Any
) -> None:
    """The deal stands between two of the partner's own."""
    theirs = [open_deal(dealer) for _ in range(2)]
    between = company["nils.north"].post(LIST, {"name": f"Mill {new_id()}"})
    newest = open_deal(dealer)
    linked = link(company["nils.north"], between, dealer.unit)
    page = dealer.client.get(LIST, params={"limit": 1})
    assert [row["id"] for row in page["data"]] == [newest["id"]]
    rest = {"limit": 2, "cursor": page["next"]}
    assert [row["id"] for row in dealer.client.get(LIST, params=rest)["data"]] == [between["id"], theirs[1]["id"]]
    unlink(company["nils.north"], between, linked)
    after = [row["id"] for row in dealer.client.get(LIST, params=rest)["data"]]
    assert after == [theirs[1]["id"], theirs[0]["id"]]


def test_a_deal_shared_by_hand_stays_shared_when_it_is_unlinked_and_linked_when_the_share_is_revoked(
    company: Company, dealer: Dealer, deal: Any
) -> None:
    nils, partner, path = company["nils.north"], dealer.client, f"{LIST}/{deal['id']}"
    by_hand = {"org_unit_id": dealer.unit["id"], "access": "write"}
    shared, linked = nils.post(f"{path}/shares", by_hand), link(nils, deal, dealer.unit)
    assert [one["id"] for one in nils.get(f"{path}/shares")["data"]] == [shared["id"]], "a link is no share of theirs"
    assert partner.patch(path, {"amount": "41.00"}, headers=ANY_VERSION)["amount"] == "41.00"
    assert eventually(lambda: reported_to(dealer.clerk, deal) == [deal["id"]])
    unlink(nils, deal, linked)
    assert partner.patch(path, {"amount": "42.00"}, headers=ANY_VERSION)["amount"] == "42.00"
    told = nils.get(f"{path}/history")["data"][-1]["sequence"]

    linked = link(nils, deal, dealer.unit)
    assert nils.ask("DELETE", f"{path}/shares/{shared['id']}").status_code == 204
    assert partner.get(path)["amount"] == "42.00"
    partner.refused("PATCH", path, {"amount": "43.00"}, status=403, headers=ANY_VERSION)
    [opening] = [one for one in _chain(company, dealer, path) if one["rule"] in ("share", "partner_link")]
    assert (opening["rule"], opening["holds"]) == ("partner_link", True)
    assert dealer.unit["name"] in opening["sentence"]
    assert nils.get(f"{path}/history")["data"][-1]["sequence"] == told + 2
    company["admin"].patch(path, {"next_step": "Told after the share"}, headers=ANY_VERSION)
    assert eventually(lambda: reported_to(dealer.clerk, deal) == [deal["id"]])
    nils.refused("DELETE", f"{path}/shares/{opening['facts']['share_id']}", status=404)
    assert partner.ask("GET", path).status_code == 200, "what a link opens only its end closes"

    unlink(nils, deal, linked)
    partner.refused("GET", path, status=404)
    assert eventually(lambda: reported_to(dealer.clerk, deal) == [])


def _chain(company: Company, dealer: Dealer, path: str) -> list[Any]:
    asked = {"user": dealer.person["id"], "record": path}
    chain: list[Any] = company["admin"].get("/v1/access/explain", params=asked)["chain"]
    return chain


def test_a_partner_is_linked_once_and_only_one_that_is_a_partner(company: Company, dealer: Dealer, deal: Any) -> None:
    nils, admin, path = company["nils.north"], company["admin"], links_of(deal)
    body = {"org_unit_id": dealer.unit["id"], "role": "implementer"}
    for wrong, pointer in (
        ({"role": "boss"}, "/role"),
        ({"org_unit_id": "D-1"}, "/org_unit_id"),
        ({"note": "x" * 2001}, "/note"),
        ({"access": "write"}, "/access"),
    ):
        problem = nils.refused("POST", path, {**body, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    closed = found_dealer_unit(company)
    admin.post(f"/v1/org-units/{closed['id']}/close")
    for unit_id, code in (
        (new_id(), "partner_unit_unknown"),
        (closed["id"], "partner_unit_closed"),
        (company.units["SOUTH"]["id"], "unit_is_no_partner"),
    ):
        nils.refused("POST", path, {**body, "org_unit_id": unit_id}, status=422, code=code)
    stale = {"If-Match": f'"{deal["version"] + 1}"'}
    nils.refused("POST", path, body, headers=stale, status=412)

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: nils.ask("POST", path, body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [linked] = nils.get(path)["data"]
    problem = nils.refused("POST", path, {**body, "role": "referrer"}, status=409, code="partner_linked_already")
    assert problem["partner_id"] == linked["id"]
    history = nils.get(f"{LIST}/{deal['id']}/history")["data"]
    assert [one["type"] for one in history[1:]] == ["tenon.sales.opportunity.partner_linked.v1"]

    again = {"Idempotency-Key": new_id()}
    first, replayed = (
        nils.ok("POST", path, {**body, "org_unit_id": found["id"]}, headers=again)
        for found in [found_dealer_unit(company)] * 2
    )
    assert first == replayed
    assert [one["id"] for one in nils.get(path)["data"]] == [linked["id"], first["id"]]


def found_dealer_unit(company: Company, kind: str = "dealer", parent: Any = None) -> Any:
    code = f"D-{new_id()[-10:].upper()}"
    above = (parent or company.units["NORTH"])["id"]
    return company["admin"].post("/v1/org-units", {"code": code, "name": code, "kind": kind, "parent_id": above})


def test_only_those_a_deal_belongs_to_link_and_unlink_its_partners(
    company: Company, dealer: Dealer, other_dealer: Dealer, deal: Any
) -> None:
    nils, sara, path = company["nils.north"], company["sara.south"], links_of(deal)
    body = {"org_unit_id": dealer.unit["id"], "role": "supporter"}
    sara.refused("POST", path, body, status=404)
    nils.post(f"{LIST}/{deal['id']}/shares", {"person_id": sara.me["id"], "access": "write"})
    sara.refused("POST", path, body, status=403)
    linked = link(company["nora.north"], deal, dealer.unit)
    sara.refused("DELETE", f"{path}/{linked['id']}", status=403)
    assert [one["id"] for one in sara.get(path)["data"]] == [linked["id"]], "who of the house sees the deal sees them"
    other = nils.post(LIST, {"name": f"Mill {new_id()}"})
    nils.refused("DELETE", f"{links_of(other)}/{linked['id']}", status=404)
    for partner in (dealer, other_dealer):
        for client in (partner.client, partner.clerk):
            client.refused("GET", path, status=403)
            client.refused("POST", path, body, status=403)
            client.refused("DELETE", f"{path}/{linked['id']}", status=403)
    assert seen_by(dealer.client, deal)[0] == 200


def test_partners_of_one_deal_are_told_nothing_of_each_other(
    company: Company, dealer: Dealer, other_dealer: Dealer, deal: Any
) -> None:
    """Neither by the deal, its shares and its history nor by events."""
    nils, path = company["nils.north"], f"{LIST}/{deal['id']}"
    link(nils, deal, dealer.unit, note="First choice")
    second = link(nils, deal, other_dealer.unit, role="referrer", note="To keep the price down")
    nils.post(f"{path}/advance", {"stage": "engaging"})
    unlink(nils, deal, second)
    told = [dealer.client.ask("GET", f"{path}{part}").text for part in ("", "/history", "/shares")]
    seen = {"type": "tenon.sales.opportunity.stage_changed.v1", "sequence": 4}
    assert eventually(lambda: [one for one in _events_of(dealer.client, deal) if one.items() >= seen.items()])
    told += [str(event) for event in _events_of(dealer.client, deal)]
    assert "40.00" in told[0]
    assert "stage_changed" in told[1]
    for text in told:
        for secret in (other_dealer.unit["id"], second["id"], "To keep the price down", "referrer"):
            assert secret not in text


def _events_of(client: Client, deal: Any) -> list[Any]:
    events, _ = replay(client, limit=200, type="sales.opportunity.*")
    return [event for event in events if event["subject"] == deal["id"]]


def test_a_link_lets_the_units_below_in_and_stays_with_its_deal(
    company: Company, dealer: Dealer, other_dealer: Dealer, deal: Any
) -> None:
    nils, helen, path = company["nils.north"], company["helen.head"], f"{LIST}/{deal['id']}"
    agent = found_dealer_unit(company, "agent")
    below = found_dealer_unit(company, parent=agent)
    seller = hire(company, below, "partner")[1]
    linked = link(nils, deal, agent)
    assert seen_by(seller, deal)[0] == 200
    helen.post(f"{path}/transfer", {"owner_id": company.people["sara.south"]["id"]})
    assert seen_by(seller, deal)[:3] == (200, [deal["id"]], 1)
    nils.refused("DELETE", f"{links_of(deal)}/{linked['id']}", status=404)
    sara = company["sara.south"]
    assert [one["id"] for one in sara.get(links_of(deal))["data"]] == [linked["id"]]

    sara.post(f"{path}/lose", {"reason": "price"})
    assert seen_by(seller, deal)[0] == 200
    body = {"org_unit_id": dealer.unit["id"], "role": "referrer"}
    sara.refused("POST", links_of(deal), body, status=409, code="opportunity_state_forbids")
    unlink(sara, deal, linked)
    assert seen_by(seller, deal) == NOTHING
    last = helen.get(f"{path}/history")["data"][-1]
    assert last["type"] == "tenon.sales.opportunity.partner_unlinked.v1"
    assert last["changes"] == {
        "partner_role": {"before": "reseller", "after": None},
        "partner_unit_id": {"before": agent["id"], "after": None},
    }


def test_a_link_outlives_a_merge_of_customers_and_keeps_a_job_from_taking_its_deal_back(
    company: Company, dealer: Dealer
) -> None:
    nils = company["nils.north"]
    kept, gone = (nils.post("/v1/customers", {"name": f"Smith {new_id()}"}) for _ in range(2))
    bodies = [{"op": "create", "body": {"name": f"Mill {new_id()}", "customer_id": gone["id"]}} for _ in range(2)]
    job = nils.post(f"{LIST}/bulk", {"operations": bodies})
    linked_id, free_id = (one["id"] for one in job["results"])
    linked = link(nils, {"id": linked_id}, dealer.unit)
    merges = f"/v1/customers/{kept['id']}/merges"
    merge = nils.post(merges, {"duplicate_id": gone["id"]})
    assert dealer.client.get(f"{LIST}/{linked_id}")["customer"]["id"] == kept["id"]
    assert [one["id"] for one in nils.get(links_of({"id": linked_id}))["data"]] == [linked["id"]]
    nils.post(f"{merges}/{merge['id']}/undo")
    assert dealer.client.get(f"{LIST}/{linked_id}")["customer"]["id"] == gone["id"]

    other = nils.post(f"{LIST}/bulk", {"operations": [{"op": "create", "body": {"name": f"Saw {new_id()}"}}] * 2})
    worked_on, untouched = (one["id"] for one in other["results"])
    link(nils, {"id": worked_on}, dealer.unit)
    _, became = undone(nils, other["job_id"])
    assert {one: row["outcome"] for one, row in became.items()} == {worked_on: "rejected", untouched: "removed"}
    assert dealer.client.get(f"{LIST}/{worked_on}")["id"] == worked_on
    dealer.client.refused("GET", f"{LIST}/{free_id}", status=404)
