"""What a linked partner has of a deal beside the deal: the files opened to partners, and what is to be done next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_deal_partners import LIST, link, unlink
from tests.end_to_end.sales.test_partners import Dealer, found_dealer, open_deal

CONTENT = b"%PDF plan"
TOLD = {"id", "name", "version", "media_type", "size", "digest", "created_at"}


@pytest.fixture(scope="module")
def dealer(company: Company) -> Dealer:
    return found_dealer(company)


@pytest.fixture(scope="module")
def other_dealer(company: Company) -> Dealer:
    return found_dealer(company)


@pytest.fixture
def deal(company: Company) -> Any:
    body = {"name": f"Mill {new_id()}", "amount": "40.00", "next_step": "Lower the price"}
    return company["nils.north"].post(LIST, body)


def attached(client: Client, deal: Any, name: str) -> str:
    """The address of a file on the deal whose content is there."""
    files = f"{LIST}/{deal['id']}/files"
    path = f"{files}/{client.post(files, {'name': name, 'note': 'Ours alone'})['id']}"
    octets = {"Content-Type": "application/octet-stream"}
    client.ok("POST", f"{path}/content", data=CONTENT, headers=octets)
    return path


def of_partners(path: str) -> str:
    return path.replace("/files/", "/partner-files/") + "/content"


def shown_to(client: Client, deal: Any) -> list[str]:
    rows = client.get(f"{LIST}/{deal['id']}/partner-files")["data"]
    assert all(row.keys() == TOLD for row in rows)
    return [row["name"] for row in rows]


def test_a_linked_partner_has_the_files_that_were_opened_and_no_others_until_they_are_closed_or_it_is_unlinked(
    company: Company, dealer: Dealer, other_dealer: Dealer, deal: Any
) -> None:
    nils, partner = company["nils.north"], dealer.client
    plan, costs = attached(nils, deal, "plan.pdf"), attached(nils, deal, "our costs.xlsx")
    linked = link(nils, deal, dealer.unit)
    assert shown_to(partner, deal) == []
    partner.refused("GET", of_partners(plan), status=404)
    assert nils.post(f"{plan}/open-to-partners")["for_partners"] is True

    for user in (partner, dealer.clerk, nils):
        assert shown_to(user, deal) == ["plan.pdf"]
        answer = user.ask("GET", of_partners(plan))
        assert (answer.status_code, answer.content) == (200, CONTENT)
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    for user in (partner, dealer.clerk):
        user.refused("GET", of_partners(costs), status=404)
        for address in (f"{LIST}/{deal['id']}/files", f"{plan}/content", f"{costs}/content"):
            user.refused("GET", address, status=403)
        for verb in ("open-to-partners", "close-to-partners"):
            user.refused("POST", f"{costs}/{verb}", {}, status=403)
    for stranger in (other_dealer.client, other_dealer.clerk, company["sara.south"]):
        stranger.refused("GET", f"{LIST}/{deal['id']}/partner-files", status=404)
        stranger.refused("GET", of_partners(plan), status=404)

    nils.post(f"{plan}/close-to-partners")
    assert shown_to(partner, deal) == []
    partner.refused("GET", of_partners(plan), status=404)
    nils.post(f"{plan}/open-to-partners")
    unlink(nils, deal, linked)
    partner.refused("GET", f"{LIST}/{deal['id']}/partner-files", status=404)
    partner.refused("GET", of_partners(plan), status=404)
    steps = [entry["type"].split(".")[3] for entry in nils.get(f"{LIST}/{deal['id']}/history")["data"]]
    assert [step for step in steps if step in ("file_opened", "file_closed")] == [
        "file_opened", "file_closed", "file_opened",
    ]  # fmt: skip


def test_a_file_is_opened_by_those_to_whom_the_deal_belongs_and_once(company: Company, deal: Any) -> None:
    nils, nora, sara = company["nils.north"], company["nora.north"], company["sara.south"]
    plan = attached(nils, deal, "plan.pdf")
    nils.post(f"{LIST}/{deal['id']}/shares", {"person_id": sara.me["id"], "access": "write"})
    sara.refused("POST", f"{plan}/open-to-partners", {}, status=403)
    company["sven.south"].refused("POST", f"{plan}/open-to-partners", {}, status=404)
    nils.refused("POST", f"{plan}/close-to-partners", {}, status=409, code="file_not_for_partners")
    nils.refused("POST", f"{plan}/open-to-partners", {"until": "2099-01-01"}, status=400, code="malformed")
    nils.refused("POST", f"{LIST}/{deal['id']}/files/{new_id()}/open-to-partners", {}, status=404)
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda one: one.ask("POST", f"{plan}/open-to-partners", {}), (nils, nora)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    key = {"Idempotency-Key": new_id()}
    first, again = (nils.ask("POST", f"{plan}/close-to-partners", {}, headers=key) for _ in range(2))
    assert (first.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    still_to_come = nils.post(f"{LIST}/{deal['id']}/files", {"name": "later.pdf"})["id"]
    nils.post(f"{LIST}/{deal['id']}/files/{still_to_come}/open-to-partners")
    assert shown_to(nils, deal) == []
    nils.refused("GET", f"{LIST}/{deal['id']}/partner-files/{still_to_come}/content", status=404)


def actions(client: Client, deal: Any) -> list[tuple[str, str | None]]:
    found = client.get(f"{LIST}/{deal['id']}/next-actions")["data"]
    return [(one["kind"], one["criterion"] or one["stage"] or one["subject"]) for one in found]


def test_a_partner_is_told_what_is_next_as_far_as_the_fields_of_the_deal_are_open_to_it(
    company: Company, dealer: Dealer, other_dealer: Dealer
) -> None:
    nils, partner = company["nils.north"], dealer.client
    customer = nils.post("/v1/customers", {"name": f"Works {new_id()}"})["id"]
    late = (today() - timedelta(days=1)).isoformat()
    body = {"name": "Wells", "customer_id": customer, "stage": "proposal", "expected_close_date": late}
    deal = nils.post(LIST, body)
    about = {"customer_id": customer, "opportunity_id": deal["id"], "subject": "Among ourselves"}
    nils.post("/v1/visits", {**about, "starts_at": f"{late}T09:00:00Z"})
    partner.refused("GET", f"{LIST}/{deal['id']}/next-actions", status=404)
    linked = link(nils, deal, dealer.unit)
    assert ("pay_visit", "Among ourselves") in actions(nils, deal)
    assert actions(partner, deal) == [("set_close_date", None), ("meet_criterion", "amount")]
    other_dealer.client.refused("GET", f"{LIST}/{deal['id']}/next-actions", status=404)
    unlink(nils, deal, linked)
    partner.refused("GET", f"{LIST}/{deal['id']}/next-actions", status=404)
    own = open_deal(dealer)
    assert actions(partner, own)
    other_dealer.client.refused("GET", f"{LIST}/{own['id']}/next-actions", status=404)
