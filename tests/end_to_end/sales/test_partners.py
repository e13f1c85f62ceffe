"""What people of dealers do with the company's customers and with deals of their own, and what they never see."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sales.test_stages import define

NO_RIGHT = {"status": 403, "code": "right_missing"}
CLOSED = {"status": 403, "code": "field_is_closed"}


@dataclass
class Dealer:
    """A dealer below the northern branch, with somebody of the partner group and a clerk of the house in its unit."""

    unit: Any
    person: Any
    client: Client
    clerk: Client

    def customer(self, **more: Any) -> Any:
        """As the house recorded it for this dealer."""
        return self.clerk.post("/v1/customers", {"name": f"Of a dealer {new_id()}", **more})


def found_dealer(company: Company) -> Dealer:
    code = f"D-{new_id()[-10:].upper()}"
    body = {"code": code, "name": code, "kind": "dealer", "parent_id": company.units["NORTH"]["id"]}
    unit = company["admin"].post("/v1/org-units", body)
    (person, client), (_, clerk) = (hire(company, unit, group) for group in ("partner", "salesperson"))
    return Dealer(unit, person, client, clerk)


def hire(company: Company, unit: Any, group: str) -> tuple[Any, Client]:
    login = f"p.{new_id()[-12:]}"
    body = {"login": login, "name": login, "unit_id": unit["id"], "groups": [group], "password": PASSWORD}
    person = company["admin"].post("/v1/people", body | {"must_change_password": False})
    return person, company.stack.client(login, PASSWORD)


@pytest.fixture(scope="module")
def dealer(company: Company) -> Dealer:
    return found_dealer(company)


@pytest.fixture(scope="module")
def other_dealer(company: Company) -> Dealer:
    return found_dealer(company)


def product_of(company: Company, price: str = "10.00") -> str:
    body = {"code": new_id(), "name": f"Mill {new_id()}", "list_price": price}
    return str(company["admin"].post("/v1/products", body)["id"])


@pytest.mark.feature("P-03")
def test_a_partner_reads_and_updates_the_open_fields_of_its_customers_and_each_update_is_told_as_its_own(
    company: Company, dealer: Dealer, other_dealer: Dealer
) -> None:
    customer = dealer.customer(tax_id=f"T{new_id()}", annual_revenue="5.00", address="1 Hidden Lane")
    path, partner = f"/v1/customers/{customer['id']}", dealer.client
    shown = partner.get(path)
    assert (shown["name"], shown["org_unit"]["id"]) == (customer["name"], dealer.unit["id"])
    assert shown.keys().isdisjoint({"tax_id", "annual_revenue", "address", "level", "owner"})

    stale = {"If-Match": f'"{shown["version"]}"'}
    changed = partner.patch(path, {"phone": "+49 30 1", "region": "Berlin"}, headers=stale)
    assert (changed["phone"], changed["region"], "tax_id" in changed) == ("+49 30 1", "Berlin", False)
    partner.refused("PATCH", path, {"phone": "2"}, status=412, headers=stale)
    for closed in ({"tax_id": "1"}, {"annual_revenue": "9.00"}, {"level": "vip"}, {"phone": "3", "address": "Mine"}):
        refused = partner.refused("PATCH", path, closed, **CLOSED)
        assert set(refused["fields"]) <= set(closed)
    kept = dealer.clerk.get(path)
    assert {name: kept[name] for name in ("phone", "region", "tax_id", "address")} == {
        "phone": "+49 30 1", "region": "Berlin", "tax_id": customer["tax_id"], "address": "1 Hidden Lane",
    }  # fmt: skip

    entry = company["admin"].get(f"{path}/history")["data"][-1]
    assert (entry["actor"]["id"], entry["channel"]) == (dealer.person["id"], "partner")
    assert entry["changes"] == {
        "phone": {"before": None, "after": "+49 30 1"},
        "region": {"before": None, "after": "Berlin"},
    }
    for stranger in (other_dealer.client, other_dealer.clerk):
        stranger.refused("GET", path, status=404)
        stranger.refused("PATCH", path, {"phone": "4"}, status=404)
    partner.refused("POST", "/v1/customers", {"name": "New"}, **NO_RIGHT)
    theirs = company["nils.north"].post("/v1/customers", {"name": f"Of the branch {new_id()}"})
    partner.refused("PATCH", f"/v1/customers/{theirs['id']}", {"phone": "5"}, status=404)


def open_deal(dealer: Dealer, **more: Any) -> Any:
    return dealer.client.post("/v1/opportunities", {"name": f"Deal {new_id()}", **more})


@pytest.mark.feature("P-08")
def test_a_partner_creates_advances_and_quotes_its_own_deals_and_finds_no_others(
    company: Company, dealer: Dealer, other_dealer: Dealer
) -> None:
    partner, product = dealer.client, product_of(company)
    deal = open_deal(dealer, customer_id=dealer.customer()["id"], amount="40.00")
    assert (deal["org_unit"]["id"], deal["owner"]["id"]) == (dealer.unit["id"], dealer.person["id"])
    path = f"/v1/opportunities/{deal['id']}"
    assert partner.patch(path, {"amount": "50.00"})["amount"] == "50.00"
    assert partner.post(f"{path}/advance", {"stage": "engaging"})["stage"] == "engaging"

    body = {
        "opportunity_id": deal["id"],
        "valid_until": (today() + timedelta(days=30)).isoformat(),
        "lines": [{"product_id": product, "quantity": 3}],
    }
    quotation = partner.post("/v1/quotations", body)
    one = f"/v1/quotations/{quotation['id']}"
    assert (quotation["status"], quotation["gross"], quotation["opportunity_id"]) == ("draft", "30.00", deal["id"])
    assert partner.post(f"{one}/send")["status"] == "sent"
    revised = partner.post(f"{one}/revise")
    assert (revised["status"], revised["latest_version"]) == ("draft", 2)
    assert [row["id"] for row in partner.get(f"{path}/quotations")["data"]] == [quotation["id"]]
    assert dealer.clerk.ask("GET", one).status_code == 404, "a seller of the unit sees only what is his own"
    assert company["nora.north"].ask("GET", one).status_code == 404, "who leads the branch leads no dealer's people"
    assert company["helen.head"].get(one)["owner"]["id"] == dealer.person["id"]

    houses = company["nils.north"].post("/v1/opportunities", {"name": f"Of the branch {new_id()}"})
    for stranger, foreign in ((partner, houses), (other_dealer.client, deal)):
        at = f"/v1/opportunities/{foreign['id']}"
        stranger.refused("GET", at, status=404)
        stranger.refused("PATCH", at, {"amount": "1.00"}, status=404)
        stranger.refused("POST", f"{at}/advance", {"stage": "negotiation"}, status=404)
        stranger.refused("GET", f"{at}/quotations", status=404)
        wanted = body | {"opportunity_id": foreign["id"]}
        stranger.refused("POST", "/v1/quotations", wanted, status=422, code="quotation_opportunity_unknown")
    other_dealer.client.refused("GET", one, status=404)
    other_dealer.client.refused("POST", f"{one}/send", {}, status=404)
    seen = {row["id"] for row in other_dealer.client.all("/v1/opportunities")}
    assert seen.isdisjoint({deal["id"], houses["id"]})
    for document in (f"{one}/document", f"{one}.docx"):
        partner.refused("GET", document, status=403)
        assert company["helen.head"].ask("GET", document).status_code == 200
    for verb in ("win", "reopen"):
        partner.refused("POST", f"{path}/{verb}", {}, **NO_RIGHT)
    partner.refused("POST", f"{one}/accept", {}, **NO_RIGHT)
    partner.refused("PATCH", path, {"next_step": "Lower the price"}, **CLOSED)


@pytest.mark.feature("P-07")
def test_a_partner_sells_by_the_same_stages_and_playbooks_as_the_house(company: Company, dealer: Dealer) -> None:
    partner, admin = dealer.client, company["admin"]
    low, high = define(company, 70, "amount", "customer"), define(company, 80)
    plays = [
        {"kind": "tactic", "title": "Ask who signs"},
        {"kind": "document", "title": "Data sheet", "link": "https://example.org/sheet.pdf"},
        {"kind": "tactic", "title": "For large deals", "least_amount": "1000.00"},
    ]
    book = admin.post("/v1/playbooks", {"name": f"Book {new_id()}", "stage": low["code"], "plays": plays})
    deal = open_deal(dealer, stage=low["code"])
    house = company["nils.north"].post("/v1/opportunities", {"name": f"Deal {new_id()}", "stage": low["code"]})
    assert [row["code"] for row in partner.all("/v1/stages")] == [row["code"] for row in admin.all("/v1/stages")]

    refusals = [
        client.refused("POST", f"/v1/opportunities/{one['id']}/advance", {"stage": high["code"]}, status=422)
        for client, one in ((partner, deal), (company["nils.north"], house))
    ]
    assert [(one["code"], one["unmet"]) for one in refusals] == [
        ("stage_criteria_unmet", {low["code"]: ["amount", "customer"]})
    ] * 2
    path = f"/v1/opportunities/{deal['id']}"
    recommended = partner.get(f"{path}/playbook")
    assert recommended == {
        **company["nils.north"].get(f"/v1/opportunities/{house['id']}/playbook"),
        "opportunity_id": deal["id"],
    }
    assert [play["title"] for play in recommended["tactics"]] == ["Ask who signs"]
    assert [play["title"] for play in recommended["documents"]] == ["Data sheet"]
    partner.patch(path, {"amount": "2000.00", "customer_id": dealer.customer()["id"]})
    titles = [play["title"] for play in partner.get(f"{path}/playbook")["tactics"]]
    assert titles == ["Ask who signs", "For large deals"]
    assert partner.post(f"{path}/advance", {"stage": high["code"]})["stage"] == high["code"]

    partner.refused("GET", f"/v1/opportunities/{house['id']}/playbook", status=404)
    partner.refused("GET", f"/v1/playbooks/{book['id']}", status=403)
    partner.refused("GET", "/v1/playbooks", status=403)
    admin.patch(f"/v1/playbooks/{book['id']}", {"stage": None})


def test_a_partner_is_told_no_plays_that_tell_what_is_closed_to_it(company: Company, dealer: Dealer) -> None:
    """A play that fits a channel or a competitor would tell of a deal's channel, and of its competitors."""
    stage, partner = define(company, 60), dealer.client
    plays = [
        {"kind": "tactic", "title": "For all"},
        {"kind": "tactic", "title": "By the web", "channel": "web"},
        {"kind": "counter", "title": "We are faster", "competitor": "Globex"},
    ]
    book = company["admin"].post("/v1/playbooks", {"name": f"Book {new_id()}", "stage": stage["code"], "plays": plays})
    deal = dealer.clerk.post("/v1/opportunities", {"name": "Deal", "stage": stage["code"], "channel": "web"})
    path = f"/v1/opportunities/{deal['id']}"
    company["helen.head"].post(f"{path}/competitors", {"name": "Globex"})
    told = {kind: [play["title"] for play in partner.get(f"{path}/playbook")[kind]] for kind in ("tactics", "counters")}
    assert told == {"tactics": ["For all"], "counters": []}
    fully = company["helen.head"].get(f"{path}/playbook")
    assert [play["title"] for play in fully["tactics"] + fully["counters"]] == [
        "For all",
        "By the web",
        "We are faster",
    ]
    company["admin"].patch(f"/v1/playbooks/{book['id']}", {"stage": None})


@pytest.mark.feature("P-10")
def test_what_a_partner_configures_is_priced_from_the_partners_own_list(
    company: Company, dealer: Dealer, other_dealer: Dealer
) -> None:
    admin = company["admin"]
    frame, motor = product_of(company, "100.00"), product_of(company, "20.00")
    slots = [{"code": "motor", "name": "Motor", "options": [motor]}]
    drawn = admin.post("/v1/configurators", {"product_id": frame, "name": "Mill", "slots": slots})
    codes = {}
    for one, prices in ((dealer, ("80.00", "15.00")), (other_dealer, ("90.00", "18.00"))):
        code = codes[one.unit["id"]] = f"L-{new_id()}"
        listed = [
            {"product_id": product, "unit_price": price} for product, price in zip((frame, motor), prices, strict=True)
        ]
        body = {"code": code, "name": code, "currency": "USD", "unit_id": one.unit["id"], "prices": listed}
        admin.post("/v1/price-lists", body)

    def configured(client: Client, customer: Any, **more: Any) -> Any:
        choices = [{"slot": "motor", "product_id": motor}]
        body = {"configurator_id": drawn["id"], "customer_id": customer["id"], "choices": choices, **more}
        return client.post("/v1/configurations", body)

    ours, theirs = dealer.customer(), other_dealer.customer()
    mine = configured(dealer.client, ours, quantity=2)
    assert (mine["unit_price"], mine["amount"]) == ("95.00", "190.00")
    assert {part["rule"]["code"] for part in mine["parts"]} == {codes[dealer.unit["id"]]}
    assert configured(other_dealer.client, theirs)["unit_price"] == "108.00"
    branch = company["nils.north"]
    assert configured(branch, branch.post("/v1/customers", {"name": f"Own {new_id()}"}))["unit_price"] == "120.00"

    deal = open_deal(dealer, customer_id=ours["id"])
    until = (today() + timedelta(days=9)).isoformat()
    lines = [{"product_id": part["product_id"], "quantity": part["quantity"]} for part in mine["parts"]]
    first, *rest = lines
    quotation = dealer.client.post(
        "/v1/quotations", {"opportunity_id": deal["id"], "valid_until": until, "lines": [first]}
    )
    added = dealer.client.post(f"/v1/quotations/{quotation['id']}/add-from-prices", {"products": rest})
    assert [line["unit_price"] for line in added["versions"][-1]["lines"]][1:] == ["15.00"]
    body = {"configurator_id": drawn["id"], "customer_id": theirs["id"], "choices": []}
    dealer.client.refused("POST", "/v1/configurations", body, status=404)
