"""Configurators through the public API: which parts go together, why others do not, and what they cost whom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company

PRICES = {"tractor": "100.00", "small": "20.00", "big": "30.00", "cab": "7.00", "rack": "5.00"}


def catalogue_of(company: Company) -> dict[str, str]:
    """A tractor and the parts that it is built of: the ids, by name."""
    made = {}
    for name, price in PRICES.items():
        body = {"code": f"{name}-{new_id()[-12:]}", "name": name, "list_price": price}
        made[name] = company["admin"].post("/v1/products", body)["id"]
    return made


def drawn_up(ids: dict[str, str]) -> dict[str, Any]:
    """One engine of two, and up to two extras: a cab goes with the big engine alone, and never with a rack."""
    return {
        "product_id": ids["tractor"],
        "name": "A tractor as you like it",
        "slots": [
            {"code": "engine", "name": "Engine", "options": [ids["small"], ids["big"]]},
            {"code": "extras", "name": "Extras", "least": 0, "most": 2, "options": [ids["cab"], ids["rack"]]},
        ],
        "rules": [
            {"kind": "requires", "product_id": ids["cab"], "others": [ids["big"]], "explanation": "A cab is heavy."},
            {"kind": "excludes", "product_id": ids["rack"], "others": [ids["cab"]], "explanation": "No room for both."},
        ],
    }


def customer_of(client: Client) -> str:
    return str(client.post("/v1/customers", {"name": f"Farm {new_id()}"})["id"])


def visitor_of(company: Company, customer_id: str) -> Client:
    """Somebody of this customer, in the portal."""
    login, admin = f"visitor{new_id()[-12:]}", company["admin"]
    body = {"login": login, "name": "Visitor", "unit_id": company.units["NORTH"]["id"], "groups": ["portal_customer"]}
    person = admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
    admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": customer_id})
    return company.stack.client(login, PASSWORD)


def asked(ids: dict[str, str], made: Any, customer_id: str, *parts: str, **more: Any) -> dict[str, Any]:
    slots = {"small": "engine", "big": "engine", "cab": "extras", "rack": "extras"}
    choices = [{"slot": slots[part], "product_id": ids[part]} for part in parts]
    return {"configurator_id": made["id"], "customer_id": customer_id, "choices": choices, **more}


@pytest.mark.feature("S-116")
def test_chosen_parts_are_validated_priced_or_refused_with_an_explanation_for_sellers_and_customers(
    company: Company,
) -> None:
    nils, ids = company["nils.north"], catalogue_of(company)
    made = company["admin"].post("/v1/configurators", drawn_up(ids))
    customer = customer_of(nils)
    prices = [{"product_id": ids["big"], "from_quantity": 2, "unit_price": "25.00"}]
    listed = {"code": f"L-{new_id()[-12:]}", "name": "Engines", "currency": "USD", "prices": prices}
    company["admin"].post("/v1/price-lists", listed)

    told = nils.post("/v1/configurations", asked(ids, made, customer, "big", "cab", quantity=2))
    assert [(part["slot"], part["product_id"], part["unit_price"], part["amount"]) for part in told["parts"]] == [
        (None, ids["tractor"], "100.00", "200.00"),
        ("engine", ids["big"], "25.00", "50.00"),
        ("extras", ids["cab"], "7.00", "14.00"),
    ]
    assert [part["rule"]["basis"] for part in told["parts"]] == ["list", "price_list", "list"]
    assert (told["unit_price"], told["amount"], told["currency"]) == ("132.00", "264.00", "USD")
    alone = nils.post("/v1/configurations", asked(ids, made, customer, "big"))
    assert (alone["unit_price"], alone["quantity"]) == ("130.00", 1)

    body = asked(ids, made, customer, "small", "cab", "rack")
    for client in (nils, visitor_of(company, customer)):
        problem = client.refused("POST", "/v1/configurations", body, status=422, code="configuration_incompatible")
        assert problem["conflicts"] == [
            {
                "kind": "requires",
                "slot": "extras",
                "product_id": ids["cab"],
                "others": [ids["big"]],
                "explanation": "A cab is heavy.",
            },
            {
                "kind": "excludes",
                "slot": "extras",
                "product_id": ids["rack"],
                "others": [ids["cab"]],
                "explanation": "No room for both.",
            },
        ]
        assert client.post("/v1/configurations", asked(ids, made, customer, "big", "cab", quantity=2)) == told

    deal = nils.post("/v1/opportunities", {"name": "Tractors", "customer_id": customer})
    lines = [{name: part[name] for name in ("product_id", "quantity", "unit_price")} for part in told["parts"]]
    offer = {"opportunity_id": deal["id"], "valid_until": str(today() + timedelta(days=9)), "lines": lines}
    assert nils.post("/v1/quotations", offer)["net"] == told["amount"]


def test_a_choice_says_all_that_is_wrong_with_it_and_is_for_customers_in_sight(company: Company) -> None:
    nils, ids = company["nils.north"], catalogue_of(company)
    made = company["admin"].post("/v1/configurators", drawn_up(ids))
    customer = customer_of(nils)
    good, path = asked(ids, made, customer, "small"), "/v1/configurations"
    for choices, kinds in (
        ([], ["too_few"]),
        ([("engine", "small"), ("engine", "big")], ["too_many"]),
        ([("engine", "cab")], ["not_an_option", "requires"]),
        ([("wheels", "rack"), ("engine", "small")], ["unknown_slot"]),
        ([("engine", "small"), ("extras", "rack"), ("extras", "rack")], ["chosen_twice"]),
    ):
        chosen = [{"slot": slot, "product_id": ids[part]} for slot, part in choices]
        problem = nils.refused("POST", path, {**good, "choices": chosen}, status=422)
        assert [conflict["kind"] for conflict in problem["conflicts"]] == kinds
        assert all(conflict["explanation"] for conflict in problem["conflicts"])
    for wrong, pointer in (
        ({"quantity": "2"}, "/quantity"),
        ({"quantity": 0}, "/quantity"),
        ({"choices": [{"slot": "engine", "product_id": "big"}]}, "/choices/0/product_id"),
    ):
        problem = nils.refused("POST", path, {**good, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    nils.refused("POST", path, {**good, "currency": "CNY"}, status=422, code="price_not_in_currency")
    company["sara.south"].refused("POST", path, good, status=404)
    visitor_of(company, customer_of(nils)).refused("POST", path, good, status=404)
    nils.refused("POST", path, {**good, "configurator_id": new_id()}, status=404)
    key = {"Idempotency-Key": new_id()}
    first, again = (nils.ok("POST", path, good, headers=key) for _ in range(2))
    assert first == again
    company["admin"].post(f"/v1/products/{ids['small']}/retire")
    problem = nils.refused("POST", path, good, status=422, code="product_not_offered")
    assert problem["product_ids"] == [ids["small"]]


def test_a_configurator_is_drawn_up_once_a_product_for_the_whole_company(company: Company) -> None:
    admin, nils, ids = company["admin"], company["nils.north"], catalogue_of(company)
    body = drawn_up(ids)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: admin.ask("POST", "/v1/configurators", body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [made] = [answer.json() for answer in answers if answer.status_code == 201]
    told = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert told <= {"product_has_configurator", "already_exists"}  # the latter where the database noticed first
    admin.refused("POST", "/v1/configurators", body, status=409, code="product_has_configurator")
    path = f"/v1/configurators/{made['id']}"
    changed = admin.patch(path, {"name": "Tractors", "rules": body["rules"][:1]})
    assert (changed["slots"], changed["rules"]) == (made["slots"], body["rules"][:1])
    for login in ("nils.north", "sara.south"):
        assert company[login].get(path) == changed
        [row] = company[login].get("/v1/configurators", params={"filter[product_id][eq]": ids["tractor"]})["data"]
        assert row == {name: value for name, value in changed.items() if name not in ("slots", "rules")}
    [_, entry] = nils.get(f"{path}/history")["data"]
    assert entry["changes"]["name"] == {"before": body["name"], "after": "Tractors"}
    admin.refused("PATCH", path, {"name": "Late"}, headers={"If-Match": '"1"'}, status=412)
    for login in ("nils.north", "helen.head"):
        company[login].refused("PATCH", path, {"name": "Mine"}, status=403)
        company[login].refused("POST", "/v1/configurators", body, status=403)
    admin.refused("GET", f"/v1/configurators/{new_id()}", status=404)


def test_slots_can_be_filled_and_rules_are_about_their_parts(company: Company) -> None:
    admin, ids = company["admin"], catalogue_of(company)
    body = drawn_up(ids)
    [engine, extras], [requires, _] = body["slots"], body["rules"]
    made = admin.post("/v1/configurators", body)
    path = f"/v1/configurators/{made['id']}"
    for change, code in (
        ({"slots": [engine, {**extras, "code": "engine"}]}, "configurator_slot_named_twice"),
        ({"slots": [{**engine, "least": 2}, extras]}, "configurator_slot_cannot_be_filled"),
        ({"slots": [engine, {**extras, "least": 3, "most": 3}]}, "configurator_slot_cannot_be_filled"),
        ({"slots": [engine, {**extras, "options": [ids["big"]]}]}, "configurator_part_stands_twice"),
        ({"slots": [engine, {**extras, "options": [ids["tractor"]]}]}, "configurator_part_stands_twice"),
        ({"slots": [engine]}, "configurator_rule_names_no_part"),
        ({"rules": [{**requires, "others": [ids["tractor"]]}]}, "configurator_rule_names_no_part"),
        ({"rules": [{**requires, "others": [ids["cab"]]}]}, "configurator_rule_names_no_part"),
        ({"slots": [{**engine, "options": [new_id()]}, extras]}, "product_not_offered"),
    ):
        admin.refused("PATCH", path, change, status=422, code=code)
    for change, pointer in (
        ({"rules": [{**requires, "kind": "likes"}]}, "/rules/0/kind"),
        ({"slots": [{**engine, "most": 0}]}, "/slots/0/most"),
        ({"slots": []}, "/slots"),
    ):
        problem = admin.refused("PATCH", path, change, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    assert admin.get(path) == made
