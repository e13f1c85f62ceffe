"""Registered deals through the public API: partners register, the house decides, and a partner learns of no other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, update

from services.sales.deal_registrations.model import DealRegistration
from shared.clock import today
from shared.ids import new_id
from tests.days import iso_day
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

ALL = "/v1/deal-registrations"
Hire = Callable[[str, str], Client]


@pytest.fixture
def hire(company: Company) -> Hire:
    """Somebody of a new agent or dealer below a branch."""

    def add(kind: str, branch: str) -> Client:
        code, login = f"P-{new_id()[-10:].upper()}", f"p.{new_id()[-12:]}"
        unit = {"code": code, "name": code, "kind": kind, "parent_id": company.units[branch]["id"]}
        unit_id = company["admin"].post("/v1/org-units", unit)["id"]
        body = {"login": login, "name": login, "unit_id": unit_id, "groups": ["partner"], "password": PASSWORD}
        company["admin"].post("/v1/people", body | {"must_change_password": False})
        return company.stack.client(login, PASSWORD)

    return add


def asked(name: str, **more: Any) -> dict[str, Any]:
    about = {"product_category": "mills", "description": "Two stones", "expected_close_date": iso_day(30)}
    return {"name": f"Deal with {name}", "customer_name": name, "amount": "900.00", "currency": "EUR", **about, **more}


def accept(client: Client, registration: Any, **more: Any) -> Any:
    return client.post(f"{ALL}/{registration['id']}/accept", more)


def let_its_days_pass(company: Company, registration: Any) -> None:
    """As if it had been accepted long ago; no timer has run since."""
    engine = create_engine(company.stack.database_url("sales"))
    with engine.begin() as database:
        chosen = update(DealRegistration).where(DealRegistration.id == registration["id"])
        database.execute(chosen.values(protected_until=today() - timedelta(days=1)))
    engine.dispose()


@pytest.mark.feature("P-06")
def test_a_partners_registered_deal_is_protected_for_a_period_against_other_partners(
    company: Company, hire: Hire
) -> None:
    dealer, agent, nora, sven = (
        hire("dealer", "NORTH"),
        hire("agent", "SOUTH"),
        company["nora.north"],
        company["sven.south"],
    )
    mark = new_id()
    made = dealer.post(ALL, asked(f"Acme {mark}, Inc.", tax_id=f"DE {mark}", website="https://acme.example.com"))
    assert (made["status"], made["protected_until"], made["org_unit"]["id"]) == (
        "submitted",
        None,
        dealer.me["org_unit"]["id"],
    )
    rival = agent.post(ALL, asked(f"ACME {mark} GmbH"))
    nora.refused("POST", f"{ALL}/{made['id']}/accept", {"protection_days": 400}, status=422)
    accepted = accept(nora, made, protection_days=60)
    assert (accepted["status"], accepted["protected_from"], accepted["protected_until"]) == (
        "accepted",
        iso_day(0),
        iso_day(60),
    )

    refused = agent.refused("POST", ALL, asked("Other", tax_id=f"de-{mark}"), status=409, code="deal_is_registered")
    assert refused["detail"] == "This customer is registered already."
    assert not _told(refused) & _told(accepted)
    assert sven.refused("POST", f"{ALL}/{rival['id']}/accept", {}, status=409)["candidates"] == []
    [told] = company["helen.head"].refused("POST", f"{ALL}/{rival['id']}/accept", {}, status=409)["candidates"]
    assert (told["id"], told["protected_until"]) == (made["id"], iso_day(60))

    assert dealer.get(f"{ALL}/{made['id']}")["protected_until"] == iso_day(60)
    extended = nora.post(f"{ALL}/{made['id']}/extend", {"days": 5})
    assert extended["protected_until"] == iso_day(65)
    nora.refused("POST", f"{ALL}/{made['id']}/extend", {}, status=409, code="deal_registration_state_forbids")
    let_its_days_pass(company, made)
    dealer.refused("POST", f"{ALL}/{made['id']}/convert", {}, status=409, code="deal_protection_over")
    assert accept(sven, rival)["status"] == "accepted"
    entries = dealer.get(f"{ALL}/{made['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["submitted", "accepted", "extended"]


def _told(answer: Any) -> set[str]:
    """Every id, amount and name in an answer, but for what any two share."""
    common = {"EUR", "mills", "Two stones", iso_day(30), iso_day(0)}
    values = (value for value in answer.values() if isinstance(value, (str, dict)))
    texts = {text for value in values for text in (value.values() if isinstance(value, dict) else [value])}
    return {str(text) for text in texts} - common


@pytest.mark.feature("P-06")
def test_a_registered_deal_becomes_an_opportunity_of_the_partner_and_of_nobody_else(
    company: Company, hire: Hire
) -> None:
    dealer, other, nora = hire("dealer", "NORTH"), hire("dealer", "NORTH"), company["nora.north"]
    name = f"Mill {new_id()}"
    made = dealer.post(ALL, asked(name, phone=f"+49 {new_id()}"))
    dealer.refused("POST", f"{ALL}/{made['id']}/convert", {}, status=409, code="deal_registration_state_forbids")
    accept(nora, made)
    key, path = {"Idempotency-Key": new_id()}, f"{ALL}/{made['id']}/convert"
    first, again = (dealer.ok("POST", path, {"customer_name": name}, headers=key) for _ in range(2))
    assert first == again
    assert first["status"] == "converted"
    deal = dealer.get(f"/v1/opportunities/{first['opportunity']['id']}")
    assert (deal["name"], deal["amount"], deal["currency"]) == (f"Deal with {name}", "900.00", "EUR")
    assert (deal["owner"]["login"], deal["org_unit"]["id"]) == (dealer.login, dealer.me["org_unit"]["id"])
    assert (deal["deal_registration_id"], deal["customer"]["name"]) == (made["id"], name)
    found = dealer.get("/v1/opportunities", params={"filter[deal_registration_id][eq]": made["id"]})["data"]
    assert [row["id"] for row in found] == [deal["id"]]
    assert nora.ask("GET", f"/v1/customers/{deal['customer']['id']}").status_code == 404  # not of her people
    for path in (f"/v1/opportunities/{deal['id']}", f"{ALL}/{made['id']}", f"{ALL}/{made['id']}/history"):
        other.refused("GET", path, status=404)
        company["sven.south"].refused("GET", path, status=404)
    heard = eventually(lambda: [one for one in _heard(dealer) if one["subject"] == made["id"]])
    assert {one["type"].split(".")[3] for one in heard} == {"submitted", "accepted", "converted"}
    assert not [one for one in _heard(other) if one["subject"] == made["id"]]


def _heard(client: Client) -> list[Any]:
    told: list[Any] = client.get("/v1/events", params={"type": "sales.deal_registration.*"})["data"]
    return told


@pytest.mark.feature("P-06")
def test_conflicts_are_shown_to_the_house_as_far_as_it_sees_them_and_to_no_partner(
    company: Company, hire: Hire
) -> None:
    dealer, agent, name = hire("dealer", "NORTH"), hire("agent", "SOUTH"), f"Brook {new_id()}"
    nils, nora, helen = company["nils.north"], company["nora.north"], company["helen.head"]
    customer = nils.post("/v1/customers", {"name": f"{name} Ltd"})
    deal = nils.post("/v1/opportunities", {"name": "House", "customer_id": customer["id"], "amount": "5.00"})
    made, rival = dealer.post(ALL, asked(name)), agent.post(ALL, asked(name.upper()))
    assert made["status"] == "submitted"  # that the house works on it is not told
    found = nora.get(f"{ALL}/{made['id']}/conflicts")
    assert (found["is_protected_for_another"], found["registrations"]) == (False, [])
    assert [(one["id"], one["amount"]) for one in found["opportunities"]] == [(deal["id"], "5.00")]
    everything = helen.get(f"{ALL}/{made['id']}/conflicts")
    assert [one["id"] for one in everything["registrations"]] == [rival["id"]]
    accept(company["sven.south"], rival)
    assert nora.get(f"{ALL}/{made['id']}/conflicts")["is_protected_for_another"] is True
    for person in (dealer, agent):
        person.refused("GET", f"{ALL}/{made['id']}/conflicts", status=403, code="internal_only")
    company["sven.south"].refused("GET", f"{ALL}/{made['id']}/conflicts", status=404)
    nils.refused("GET", f"{ALL}/{made['id']}/conflicts", status=403, code="right_missing")


def test_of_two_accepted_at_the_same_moment_one_is_protected(company: Company, hire: Hire) -> None:
    helen, name = company["helen.head"], f"Both {new_id()}"
    partners = [hire("dealer", "NORTH"), hire("agent", "SOUTH")]
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(lambda partner: partner.post(ALL, asked(name)), partners))
        paths = [f"{ALL}/{one['id']}/accept" for one in made]
        answers = list(threads.map(lambda path: helen.ask("POST", path, {}), paths))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert [answer.json()["code"] for answer in answers if answer.status_code == 409] == ["deal_is_registered"]


def test_partners_register_and_withdraw_and_only_the_house_decides(company: Company, hire: Hire) -> None:
    dealer, stranger, nora = hire("dealer", "NORTH"), hire("dealer", "NORTH"), company["nora.north"]
    made = dealer.post(ALL, asked(f"Mine {new_id()}"))
    path = f"{ALL}/{made['id']}"
    for verb, body in (("accept", {}), ("refuse", {"reason": "no"}), ("extend", {})):
        dealer.refused("POST", f"{path}/{verb}", body, status=403, code="internal_only")
        company["sven.south"].refused("POST", f"{path}/{verb}", body, status=404)
    stranger.refused("POST", f"{path}/withdraw", {}, status=404)
    company["admin"].refused("POST", ALL, asked("House"), status=403, code="deal_registration_not_of_partner")
    nora.refused("POST", ALL, asked("House"), status=403, code="right_missing")
    nora.refused("POST", f"{path}/refuse", {}, status=400)
    nora.refused("POST", f"{path}/accept", {}, headers={"If-Match": '"7"'}, status=412)
    customer = company["nils.north"].post("/v1/customers", {"name": f"Hidden {new_id()}"})
    hidden = {"customer_id": customer["id"], "customer_name": None}
    body = {name: value for name, value in asked("x", **hidden).items() if value is not None}
    dealer.refused("POST", ALL, body, status=422, code="deal_customer_unknown")
    refused = nora.post(f"{path}/refuse", {"reason": "served already"})
    assert (refused["status"], dealer.get(path)["refusal_reason"]) == ("refused", "served already")
    again = dealer.post(ALL, asked(f"Again {new_id()}"))
    assert dealer.post(f"{ALL}/{again['id']}/withdraw")["status"] == "withdrawn"
    params = {"filter[status][eq]": "withdrawn", "count": "exact", "totals": "amount", "sort": "-protected_until"}
    page = dealer.get(ALL, params=params)
    assert ([row["id"] for row in page["data"]], page["count"], page["totals"]["amount"]) == (
        [again["id"]],
        1,
        "900.00",
    )


@pytest.mark.feature("P-06")
def test_who_opens_a_deal_of_the_house_is_warned_of_a_partners_protection(company: Company, hire: Hire) -> None:
    dealer, nils, sara = hire("dealer", "NORTH"), company["nils.north"], company["sara.south"]
    name = f"Mill {new_id()}"
    same = {who: who.post("/v1/customers", {"name": name})["id"] for who in (nils, sara)}

    def warning(who: Client, customer_id: str | None) -> Any:
        opened = who.post("/v1/opportunities", {"name": "Stones", "customer_id": customer_id})
        assert "registration_warning" not in nils.get("/v1/opportunities")["data"][0]
        return opened.get("registration_warning")

    registration = dealer.post(ALL, asked(f"{name.upper()} GmbH"))
    assert [warning(who, customer) for who, customer in same.items()] == [None, None]
    accept(company["nora.north"], registration, protection_days=40)
    told = {"protected_until": iso_day(40)}
    assert [warning(who, customer) for who, customer in same.items()] == [told, told]
    assert [warning(who, None) for who in (nils, dealer)] == [None, None]
    assert warning(nils, nils.post("/v1/customers", {"name": f"Other {name}"})["id"]) is None
    let_its_days_pass(company, registration)
    assert warning(nils, same[nils]) is None
