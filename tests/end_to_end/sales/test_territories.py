"""Territories through the public API: rules place customers or are at odds; sellers read and write what is there."""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_sellers import hire, signed_in


class Map:
    """The territories of one test; their rules and sellers are gone afterwards. `here` is a city of its own."""

    def __init__(self, company: Company) -> None:
        self.admin = company["admin"]
        self.here = f"City {new_id()}"
        self.ids: list[str] = []

    def draw(self, *rules: dict[str, Any], seller: Client | None = None) -> str:
        made = self.admin.post("/v1/territories", {"code": new_id(), "name": "Here"})
        self.ids.append(made["id"])
        if rules:
            self.admin.post(f"/v1/territories/{made['id']}/rules", {"rules": list(rules)})
        if seller:
            self.admin.post(f"/v1/territories/{made['id']}/sellers", {"person_id": seller.me["id"]})
        territory_id: str = made["id"]
        return territory_id

    def settled(self) -> bool:
        """Whether all customers are placed by the rules as they are."""
        return bool(eventually(lambda: self.admin.get("/v1/territories/sweep")["settled"], seconds=60))

    def erase(self) -> None:
        for one in (f"/v1/territories/{territory_id}" for territory_id in self.ids):
            for rule in self.admin.get(f"{one}/rules")["data"]:
                self.admin.ok("DELETE", f"{one}/rules/{rule['id']}")
            for seller in self.admin.get(f"{one}/sellers")["data"]:
                self.admin.ok("DELETE", f"{one}/sellers/{seller['person']['id']}")


@pytest.fixture
def drawn(company: Company) -> Iterator[Map]:
    drawn = Map(company)
    yield drawn
    drawn.erase()


def recorded(client: Client, **fields: Any) -> Any:
    return client.post("/v1/customers", {"name": f"Mill {new_id()}", **fields})


def place(client: Client, customer_id: str) -> tuple[str, str | None]:
    shown = client.get(f"/v1/customers/{customer_id}")
    return shown["placement"], shown["territory_id"]


@pytest.mark.feature("S-101")
def test_rules_on_what_customers_are_place_each_in_exactly_one_territory_or_report_the_conflict(
    company: Company, drawn: Map
) -> None:
    sara, here, mark = company["sara.south"], drawn.here, new_id()
    named = recorded(sara, city=here)
    contact = sara.post("/v1/contacts", {"name": "Carl", "customer_id": recorded(sara, city=here)["id"]})
    by = {
        "province": drawn.draw({"province": f"P {mark}"}),
        "city": drawn.draw({"city": here}),
        "post_code": drawn.draw({"post_code_from": "7710", "post_code_to": "7719", "city": here}),
        "region": drawn.draw({"region": f"R {mark}"}),
        "industry": drawn.draw({"industry": f"I {mark}"}),
        "customer": drawn.draw({"customer_id": named["id"]}),
        "contact": drawn.draw({"contact_id": contact["id"]}),
    }
    assert drawn.settled()
    assert place(sara, named["id"]) == ("placed", by["customer"])
    assert place(sara, contact["customer_id"]) == ("placed", by["contact"])
    for fields, territory in (
        ({"province": f" p  {mark}"}, "province"),
        ({"province": f"P {mark}", "city": here}, "city"),
        ({"province": f"P {mark}", "city": here, "post_code": "77-15 0"}, "post_code"),
        ({"province": f"P {mark}", "region": f"R {mark}"}, "province"),
        ({"region": f"R {mark}"}, "region"),
        ({"industry": f"I {mark}"}, "industry"),
    ):
        made = recorded(sara, **fields)
        assert (made["placement"], made["territory_id"]) == ("placed", by[territory])
    assert recorded(sara, city="Nowhere")["placement"] == "unplaced"

    at_odds = recorded(sara, city=here, industry=f"I {mark}")
    assert (at_odds["placement"], at_odds["territory_id"]) == ("conflict", None)
    shown = sara.get(f"/v1/customers/{at_odds['id']}/territory")
    claims = {claim["territory"]["id"]: claim["rules"][0] for claim in shown["claims"]}
    assert (claims[by["city"]]["city"], claims[by["industry"]]["industry"]) == (here, f"I {mark}")
    assert set(claims) == {by["city"], by["industry"]}
    listed = sara.get("/v1/territories/conflicts", params={"limit": "200"})["data"]
    assert shown in listed
    found = sara.get("/v1/customers", params={"filter[placement][eq]": "conflict", "filter[city][eq]": here})
    assert [row["id"] for row in found["data"]] == [at_odds["id"]]
    settled = sara.patch(f"/v1/customers/{at_odds['id']}", {"industry": None})
    assert (settled["placement"], settled["territory_id"]) == ("placed", by["city"])
    history = sara.get(f"/v1/customers/{at_odds['id']}/history")["data"]
    assert history[-1]["changes"]["territory_id"] == {"before": None, "after": by["city"]}


def test_a_changed_rule_places_the_customers_again_and_is_told(company: Company, drawn: Map) -> None:
    admin, sara = company["admin"], company["sara.south"]
    mill = recorded(sara, city=drawn.here)
    first = drawn.draw({"city": drawn.here})
    assert drawn.settled()
    assert place(sara, mill["id"]) == ("placed", first)
    assert eventually(lambda: told_of(sara, mill["id"]) == ["created", "placed"])
    second = drawn.draw({"city": drawn.here.upper()})
    assert drawn.settled()
    assert place(sara, mill["id"]) == ("conflict", None)
    rule = admin.get(f"/v1/territories/{first}/rules")["data"][0]
    admin.ok("DELETE", f"/v1/territories/{first}/rules/{rule['id']}")
    admin.refused("DELETE", f"/v1/territories/{first}/rules/{rule['id']}", status=404)
    assert drawn.settled()
    assert place(sara, mill["id"]) == ("placed", second)
    events = [one["type"].split(".")[-1] for one in admin.get(f"/v1/territories/{first}/history")["data"]]
    assert len(events) == 3
    admin.refused("DELETE", f"/v1/territories/{second}", status=409, code="territory_in_use")
    admin.ok("DELETE", f"/v1/territories/{first}")
    drawn.ids.remove(first)
    admin.refused("GET", f"/v1/territories/{first}", status=404)


def told_of(client: Client, customer_id: str) -> list[str]:
    """What a client that follows all events of customers is told of one."""
    told: list[str] = []
    params: dict[str, Any] = {"type": "sales.customer.*", "limit": 200}
    while True:
        page = client.get("/v1/events", params=params)
        told += [one["type"].split(".")[3] for one in page["data"] if one["subject"] == customer_id]
        if page["next"] is None:
            return told
        params["after"] = page["cursor"]


@pytest.mark.feature("S-102")
def test_a_seller_reads_and_writes_the_customers_of_a_territory_on_assignment_and_no_more_on_removal(
    company: Company, drawn: Map
) -> None:
    admin, nils, sara = company["admin"], company["nils.north"], company["sara.south"]
    mine = recorded(nils, city=drawn.here, annual_revenue="1.00")
    theirs = recorded(sara, city=drawn.here, annual_revenue="10.00")
    path, ids = f"/v1/customers/{theirs['id']}", {mine["id"], theirs["id"]}
    territory = drawn.draw({"city": drawn.here})
    assert drawn.settled()
    nils.refused("GET", path, status=404)
    admin.post(f"/v1/territories/{territory}/sellers", {"person_id": nils.me["id"]})

    assert nils.get(path)["owner"]["login"] == "sara.south"
    assert nils.patch(path, {"phone": "+49 1"})["phone"] == "+49 1"
    params = {"filter[city][eq]": drawn.here, "count": "exact", "totals": "annual_revenue"}
    page = nils.get("/v1/customers", params=params)
    assert ({row["id"] for row in page["data"]}, page["count"]) == (ids, 2)
    assert page["totals"]["annual_revenue"] == "11.00"
    assert {row["id"] for row in nils.get("/v1/customers", params={"q": drawn.here})["data"]} == ids
    assert nils.get(f"{path}/timeline")["data"] == sara.get(f"{path}/timeline")["data"]
    assert eventually(lambda: told_of(nils, theirs["id"]) == ["created", "placed", "changed"])
    assert exported(nils, drawn.here) == ids
    late = recorded(sara, city=drawn.here)
    assert nils.get(f"/v1/customers/{late['id']}")["id"] == late["id"]
    nils.refused("POST", f"{path}/transfer", {"owner_id": nils.me["id"]}, status=403)
    nils.refused("POST", f"{path}/shares", {"person_id": nils.me["id"]}, status=403)
    company["nina.north"].refused("GET", path, status=404)
    sellers = nils.get(f"/v1/territories/{territory}/sellers")["data"]
    assert [one["person"]["login"] for one in sellers] == ["nils.north"]

    admin.ok("DELETE", f"/v1/territories/{territory}/sellers/{nils.me['id']}")
    nils.refused("GET", path, status=404)
    nils.refused("PATCH", path, {"phone": "+49 2"}, status=404)
    page = nils.get("/v1/customers", params=params)
    assert ([row["id"] for row in page["data"]], page["count"]) == ([mine["id"]], 1)
    assert page["totals"]["annual_revenue"] == "1.00"
    assert told_of(nils, theirs["id"]) == []
    nils.refused("GET", f"{path}/timeline", status=404)
    assert exported(nils, drawn.here) == {mine["id"]}


def exported(client: Client, city: str) -> set[str]:
    """The ids in a file of the customers of a city."""
    wanted = {"field": "city", "op": "eq", "value": city}
    made = client.post("/v1/exports", {"noun": "customers", "format": "csv", "filter": wanted})
    done = eventually(lambda: finished(client, made["id"]), seconds=60)
    content = client.ask("GET", done["result"]["href"]).content.decode("utf-8-sig")
    return {row["id"] for row in csv.DictReader(io.StringIO(content))}


def finished(client: Client, job_id: str) -> Any:
    job = client.get(f"/v1/jobs/{job_id}")
    return job if job["state"] == "finished" else None


def test_the_services_that_know_customers_follow_who_sells_where(company: Company, drawn: Map) -> None:
    nils = company["nils.north"]
    mill = recorded(company["sara.south"], city=drawn.here)
    body = {"customer_id": mill["id"], "description": "It squeaks"}
    assert nils.ask("POST", "/v1/requests", body).status_code in (404, 422)
    territory = drawn.draw({"city": drawn.here}, seller=nils)
    assert drawn.settled()
    assert eventually(lambda: nils.ask("POST", "/v1/requests", body).status_code == 201, seconds=60)
    company["admin"].ok("DELETE", f"/v1/territories/{territory}/sellers/{nils.me['id']}")
    assert eventually(lambda: nils.ask("POST", "/v1/requests", body).status_code in (404, 422), seconds=60)


def test_an_explanation_names_the_territory(company: Company, drawn: Map) -> None:
    nils, mill = company["nils.north"], recorded(company["sara.south"], city=drawn.here)
    drawn.draw({"city": drawn.here}, seller=nils)
    assert drawn.settled()
    asked = {"user": nils.me["id"], "record": f"/v1/customers/{mill['id']}"}
    told = company["admin"].get("/v1/access/explain", params=asked)
    link = [one for one in told["chain"] if one["rule"] == "reach_territory"]
    assert (told["may"], [one["holds"] for one in link]) == (True, [True])


def test_what_is_wrong_with_a_rule_or_a_seller_is_said(company: Company, drawn: Map) -> None:
    admin, nils = company["admin"], company["nils.north"]
    one = f"/v1/territories/{drawn.draw({'city': drawn.here}, seller=nils)}"
    for wrong in (
        {},
        {"city": 7},
        {"city": " "},
        {"city": "X", "customer_id": new_id()},
        {"post_code_from": "1"},
        {"post_code": "1", "post_code_from": "1", "post_code_to": "2"},
        {"post_code": "*"},
        {"county": "X"},
        {"customer_id": "acme"},
    ):
        admin.refused("POST", f"{one}/rules", {"rules": [wrong]}, status=400)
    for rules, status, code in (
        ([{"city": drawn.here.lower()}], 409, "territory_rule_is_there"),
        ([{"industry": "A"}, {"industry": "a"}], 409, "territory_rule_is_there"),
        ([{"post_code_from": "20", "post_code_to": "10"}], 422, "territory_post_codes_no_row"),
        ([{"customer_id": new_id()}], 404, "not_found"),
        ([{"contact_id": new_id()}], 404, "not_found"),
    ):
        admin.refused("POST", f"{one}/rules", {"rules": rules}, status=status, code=code)
    sellers = f"{one}/sellers"
    admin.refused("POST", sellers, {"person_id": nils.me["id"]}, status=409, code="territory_seller_is_placed")
    admin.refused("POST", sellers, {"person_id": new_id()}, status=422, code="new_owner_unknown")
    admin.refused("POST", sellers, {"person_id": "nils"}, status=400)
    taken = admin.get(one)["code"]
    admin.refused("POST", "/v1/territories", {"code": taken, "name": "X"}, status=409, code="territory_code_taken")
    admin.refused("POST", "/v1/territories", {"code": "a b", "name": "X"}, status=400)
    admin.refused("PATCH", one, {"name": "X"}, headers={"If-Match": '"1"'}, status=412)
    company["sara.south"].refused("GET", "/v1/territories/conflicts", params={"placement": "lost"}, status=400)


def test_only_who_speaks_for_the_whole_company_draws_territories(company: Company, drawn: Map) -> None:
    one = f"/v1/territories/{drawn.draw()}"
    for login in ("nora.north", "nils.north"):
        client = company[login]
        assert client.get(one)["name"] == "Here"
        for method, path, body in (
            ("POST", "/v1/territories", {"code": "X", "name": "X"}),
            ("PATCH", one, {"name": "X"}),
            ("DELETE", one, None),
            ("POST", f"{one}/rules", {"rules": [{"city": "X"}]}),
            ("POST", f"{one}/sellers", {"person_id": client.me["id"]}),
        ):
            client.refused(method, path, body, status=403)
    assert company["helen.head"].patch(one, {"name": "Of the head"})["version"] == 2


def test_a_repeated_assignment_is_one_and_of_two_at_once_one_is_refused(company: Company, drawn: Map) -> None:
    admin, body = company["admin"], {"person_id": company["nils.north"].me["id"]}
    one, key = f"/v1/territories/{drawn.draw()}/sellers", {"Idempotency-Key": new_id()}
    answers = [admin.ask("POST", one, body, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    other = {"person_id": company["nina.north"].me["id"]}
    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(lambda _: admin.ask("POST", one, other).status_code, range(2)))
    assert sorted(statuses) == [201, 409]


def test_a_seller_shows_the_territories_that_they_are_assigned_to_now(company: Company, drawn: Map) -> None:
    nora, person = company["nora.north"], hire(company)
    sally = signed_in(company, person)
    path = f"/v1/sellers/{nora.post('/v1/sellers', {'person_id': person['id']})['id']}"
    assert nora.get(path)["territories"] == []
    elsewhere = drawn.draw(seller=company["nina.north"])
    territory_ids = [drawn.draw(seller=sally), drawn.draw(seller=sally)]
    told = nora.ask("GET", path, headers={"If-None-Match": '"1"'})
    assert (told.status_code, told.headers["ETag"]) == (200, '"1"')
    territories = told.json()["territories"]
    assert {one["id"] for one in territories} == set(territory_ids)
    assert [one["code"] for one in territories] == sorted(one["code"] for one in territories)
    assert sally.get(path)["territories"] == territories
    company["sara.south"].refused("GET", path, status=404)
    company["admin"].ok("DELETE", f"/v1/territories/{territory_ids[0]}/sellers/{person['id']}")
    assert [one["id"] for one in nora.get(path)["territories"]] == territory_ids[1:]
    assert elsewhere not in territory_ids
    assert "territories" not in nora.get("/v1/sellers")["data"][0]
