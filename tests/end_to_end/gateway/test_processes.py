"""The charts are what the product enforces: each step is tried in each state, and what happens is what is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import requests
from sqlalchemy import Engine, create_engine, text

from shared.clock import today
from shared.contracts.gateway.processes import KEPT_BY, wording
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_partners import Dealer, found_dealer

SVG = "{http://www.w3.org/2000/svg}"
AREAS = {"sales", "marketing", "service_desk", "distribution", "messaging"}


REASON = {"reason": "Because"}
BODIES: dict[tuple[str, str], Any] = {
    ("campaigns", "cancel"): REASON,
    ("call-backs", "cancel"): REASON,
    ("call-backs", "change"): {"subject": "Oil"},
    ("call-backs", "postpone"): {"at": "2097-01-05T09:00:00Z"},
    ("campaign-members", "decline"): REASON,
    ("agreements", "change"): {"terms": "Oil included"},
    ("agreements", "end"): REASON,
    ("agreements", "renew"): {"ends_on": "2097-12-31"},
    ("articles", "reject"): REASON,
    ("deal-registrations", "refuse"): REASON,
    ("expenses", "change"): {"description": "Oil"},
    ("expenses", "refuse"): REASON,
    ("credit-notes", "void"): REASON,
    ("inbound-documents", "void"): REASON,
    ("inbound-returns", "reverse"): REASON,
    ("leads", "convert"): {"customer": {}},
    ("leads", "lose"): REASON,
    ("leads", "qualify"): {"budget": "10.00"},
    ("opportunities", "change"): {"next_step": "Call"},
    ("opportunities", "lose"): REASON,
    ("orders", "change"): {"note": "Changed"},
    ("orders", "void"): REASON,
    ("outbound-documents", "void"): REASON,
    ("plans", "change"): {"title": "Oil"},
    ("price-exceptions", "refuse"): REASON,
    ("price-lists", "change"): {"name": "Oil"},
    ("quotations", "refuse"): REASON,
    ("stores", "change"): {"name": "Oil"},
    ("requests", "reopen"): REASON,
    ("requests", "solve"): {"solution": "Oiled"},
    ("schedules", "cancel"): REASON,
    ("schedules", "complete"): {"result": "Called"},
    ("schedules", "miss"): REASON,
    ("schedules", "move"): {"starts_at": "2026-01-05T10:00:00Z"},
    ("visits", "cancel"): REASON,
    ("visits", "check_in"): {"device_at": "2026-01-05T10:00:00Z", "latitude": 52.5, "longitude": 13.4},
    ("visits", "complete"): {"outcome": "successful", "result": "They order"},
    ("visits", "miss"): REASON,
    ("visits", "reschedule"): {"starts_at": "2026-01-05T10:00:00Z"},
}
"""What each step is asked with, where it takes something that is always the same."""


@dataclass
class Factory:
    """Makes records of every noun, and knows what each step is asked with."""

    client: Client
    colleague: Client
    dealer: Dealer
    engines: dict[str, Engine]
    things: dict[str, Any] = field(default_factory=dict)

    def make(self, noun: str) -> str:
        if noun in ("inbound-returns", "credit-notes"):
            return self._given_back(noun)
        body = getattr(self, noun.replace("-", "_"))()
        match noun:
            case "campaign-members":
                return self._member(body)
            case "price-exceptions" | "expenses":  # somebody else decides on what one asks for
                return str(self.colleague.post(f"/v1/{noun}", body)["id"])
            case "stores":
                return self._stocked_store(body)
            case "carts":
                return self._filled_cart(body)
            case "deal-registrations":
                return str(self.dealer.client.post(f"/v1/{noun}", body)["id"])
        return str(self.client.post(f"/v1/{noun}", body)["id"])

    def _given_back(self, noun: str) -> str:
        """What a return of shipped and invoiced goods leads to."""
        assert self.warehouse
        lines = [{"product_id": self.product, "quantity": 1}]
        order = self.client.post("/v1/orders", {"customer_id": self.customer, "lines": lines})
        path, whole = f"/v1/orders/{order['id']}", [{"line_id": order["lines"][0]["id"], "quantity": 1}]
        self.client.post(f"{path}/confirm")
        assert eventually(lambda: self.client.get(f"{path}/tracking")["fulfilment"] == "reserved")
        self.client.post(f"{path}/shipments", {})
        self.client.post(f"{path}/invoices", {"lines": whole})
        assert eventually(lambda: self.client.get(f"{path}/tracking")["lines"][0]["shipped"] == 1)
        self.client.post(f"{path}/returns", {"lines": whole, "reason": "It squeaks"})
        made = list[Any]()
        assert eventually(lambda: made.extend(self.client.get(f"{path}/{noun}")["data"]) or made)
        return str(made[0]["id"])

    def _member(self, body: Any) -> str:
        """Customers are heard of a moment later than they are recorded."""
        place, made = f"/v1/campaigns/{self.make('campaigns')}/members", list[requests.Response]()
        assert eventually(lambda: made.append(self.client.ask("POST", place, body)) or made[-1].status_code == 201)
        return str(made[-1].json()["id"])

    def stores(self) -> Any:
        return {"code": f"s-{new_id()[-12:]}", "name": "Oils", "languages": ["en"], "currency": "USD"}

    def _stocked_store(self, body: Any) -> str:
        """With two products, so that one of them can be taken out."""
        made = str(self.client.post("/v1/stores", body)["id"])
        for product in (self.product, self.rarity):
            self.client.post(f"/v1/stores/{made}/list-product", {"product_id": product})
        return made

    def carts(self) -> Any:
        return {"store_id": self._once("store", self._open_store), "customer_id": self.customer}

    def _open_store(self) -> str:
        assert self.warehouse
        made = self.make("stores")
        self.client.post(f"/v1/stores/{made}/publish")
        return made

    def _filled_cart(self, body: Any) -> str:
        made = str(self.client.post("/v1/carts", body)["id"])
        self.client.post(f"/v1/carts/{made}/put", {"product_id": self.product, "quantity": 1})
        return made

    def campaign_members(self) -> Any:
        return {"customer_id": self.customer}

    def plans(self) -> Any:
        """Of a day of its own: there is one for each person and period."""
        self.things["days"] = self.things.get("days", 0) + 1
        starts_on = date(2094, 1, 1) + timedelta(days=self.things["days"])
        return {"kind": "day", "starts_on": starts_on.isoformat(), "items": [{"text": "Oil"}]}

    def price_lists(self) -> Any:
        prices = [{"product_id": self.product, "unit_price": "4.00"}]
        return {"code": new_id(), "name": "Oils", "currency": "USD", "prices": prices}

    def price_exceptions(self) -> Any:
        price = {"product_id": self.product, "unit_price": "3.00", "currency": "USD"}
        return {"customer_id": self.customer, **price, "ends_on": self.later, "reason": "A rival asks 4"}

    def call_backs(self) -> Any:
        return {"customer_id": self.customer, "at": "2096-01-05T09:00:00Z"}

    def deal_registrations(self) -> Any:
        price = {"amount": "70.00", "currency": "USD", "product_id": self.product}
        return {"name": "Oil", "customer_name": f"Mill {new_id()}", "expected_close_date": self.later, **price}

    def expenses(self) -> Any:
        return {"spent_on": today().isoformat(), "category": "travel", "amount": "9.00", "currency": "USD"}

    def lead_assignment_rules(self) -> Any:
        """For a unit in which nobody else records leads."""
        people = {"unit_id": self.dealer.unit["id"], "person_ids": [self.dealer.person["id"]]}
        return {"name": "Oil", "method": "round_robin", **people}

    def sellers(self) -> Any:
        """A person is one seller."""
        login = f"s.{new_id()[-12:]}"
        person = {"login": login, "name": login, "unit_id": self.dealer.unit["id"], "groups": ["salesperson"]}
        return {"person_id": self.client.post("/v1/people", person)["id"]}

    def leads(self) -> Any:
        return {"name": f"Lead {new_id()}", "company": f"Company {new_id()}"}

    def opportunities(self) -> Any:
        return {"name": f"Deal {new_id()}", "amount": "100.00"}

    def quotations(self) -> Any:
        lines = [{"product_id": self.product, "quantity": 1}]
        return {"opportunity_id": self.make("opportunities"), "valid_until": self.later, "lines": lines}

    def orders(self) -> Any:
        """Of something that no warehouse has, so that its reservation may be asked for again."""
        return {"customer_id": self.customer, "lines": [{"product_id": self.rarity, "quantity": 1}]}

    def campaigns(self) -> Any:
        return {"name": f"Campaign {new_id()}", "kind": "web"}

    def requests(self) -> Any:
        return {"customer_name": "Ada", "description": "It squeaks"}

    def agreements(self) -> Any:
        customer, everybody = self.customer, {"coverage": "business_hours", "fee": "10.00"}
        assert eventually(lambda: self._is_known_to_the_desk(customer))
        return {"customer_id": customer, "name": "Oil", "starts_on": "2026-01-01", "ends_on": "2096-12-31", **everybody}

    def _is_known_to_the_desk(self, customer_id: str) -> bool:
        """Customers are heard of a moment later than they are recorded."""
        body = {"customer_id": customer_id, "description": "It squeaks"}
        return "known" in self.things or (
            self.client.ask("POST", "/v1/requests", body).status_code == 201
            and self.things.setdefault("known", customer_id) == customer_id
        )

    def articles(self) -> Any:
        return {"title": f"Article {new_id()}", "body": "Oil it."}

    def inbound_documents(self) -> Any:
        return {"warehouse_id": self.warehouse, "lines": [{"item_id": self.product, "quantity": 5}]}

    outbound_documents = inbound_documents

    def visits(self) -> Any:
        return {"customer_id": self.customer, "subject": "Oil", "starts_at": "2026-01-05T09:00:00Z"}

    def schedules(self) -> Any:
        return {"kind": "call", "title": "Oil", "starts_at": "2026-01-05T09:00:00Z"}

    @property
    def later(self) -> str:
        return (today() + timedelta(days=9)).isoformat()

    @property
    def product(self) -> str:
        return self._once("product", lambda: self.client.post("/v1/products", self._product())["id"])

    @property
    def rarity(self) -> str:
        return self._once("rarity", lambda: self.client.post("/v1/products", self._product())["id"])

    @property
    def customer(self) -> str:
        return self._once("customer", lambda: self.client.post("/v1/customers", {"name": f"C {new_id()}"})["id"])

    @property
    def warehouse(self) -> str:
        return self._once("warehouse", self._filled_warehouse)

    def _product(self) -> Any:
        return {"code": new_id(), "name": "Oil", "list_price": "5.00"}

    def _filled_warehouse(self) -> str:
        assert eventually(lambda: self.client.ask("GET", f"/v1/items/{self.product}").status_code == 200)
        code = f"W-{new_id()[-12:].upper()}"
        made = self.client.post("/v1/warehouses", {"code": code, "name": code})["id"]
        lines = [{"item_id": self.product, "quantity": 1000}]
        document = self.client.post("/v1/inbound-documents", {"warehouse_id": made, "lines": lines})
        self.client.post(f"/v1/inbound-documents/{document['id']}/post")
        return str(made)

    def _once(self, name: str, make: Callable[[], Any]) -> str:
        if name not in self.things:
            self.things[name] = make()
        return str(self.things[name])

    def body(self, noun: str, verb: str, record: Any) -> Any:
        match verb:
            case "advance":
                stages = [one["code"] for one in self.client.get("/v1/stages")["data"]]
                return {"stage": next(code for code in stages if code != record["stage"])}
            case "transfer":
                other = {"helen.head", "nora.north"} - {record["owner"]["login"]}
                return {"owner_id": self.things[min(other)]}
            case "reassign":
                return {"assignee_id": self.things["helen.head"]}
            case "summarise":
                return {
                    "summary": "Oiled",
                    "items": [{"item_id": one["id"], "outcome": "done"} for one in record["items"]],
                }
            case "revise" if noun == "quotations":
                return {"valid_until": self.later}
        return BODIES.get((noun, verb)) or self._shopping(noun, record).get(verb, {})

    def _shopping(self, noun: str, record: Any) -> dict[str, Any]:
        """What the steps of stores and carts are asked with."""
        if noun == "stores":
            return {"list_product": {"product_id": self.product}, "delist_product": {"product_id": self.rarity}}
        if noun == "carts":
            put = {"product_id": self.product, "quantity": 2}
            return {
                "put": put,
                "take_out": {"line_id": record["lines"][0]["id"]},
                "check_out": {"total": record["total"]},
            }
        return {}

    def prepare(self, noun: str, verb: str, record_id: str) -> None:
        """What a step needs beside its state: the day of an offer, a plan or a promise is over, goods are known to be
        short.
        """
        if (noun, verb) == ("orders", "reserve again"):
            path = f"/v1/orders/{record_id}"
            if self.client.get(path)["status"] == "confirmed":
                assert eventually(lambda: self.client.get(f"{path}/tracking")["fulfilment"] == "short")
        if (noun, verb) == ("quotations", "expire"):
            past = (today() - timedelta(days=1)).isoformat()
            self._by_hand(noun, record_id, f"valid_until = '{past}'")
        if (noun, verb) == ("call-backs", "take"):
            self._by_hand(noun, record_id, "due_at = '2026-01-05 09:00:00'")
        if (noun, verb) == ("plans", "summarise"):
            self._by_hand(noun, record_id, "deadline = '2026-01-05 09:00:00'")

    def put(self, noun: str, record_id: str, state: str) -> None:
        """Into a state to which only other services' words lead."""
        self._by_hand(noun, record_id, f"status = '{state}'")

    def _by_hand(self, noun: str, record_id: str, change: str) -> None:
        engine = self.engines[KEPT_BY[noun]]
        key = record_id.replace("-", "") if engine.dialect.name == "sqlite" else record_id
        with engine.begin() as connection:
            assert (
                connection.execute(text(f"UPDATE {noun.replace('-', '_')} SET {change} WHERE id = '{key}'")).rowcount
                == 1
            )


@pytest.fixture(scope="module")
def factory(company: Company) -> Any:
    engines = {service: create_engine(company.stack.database_url(service)) for service in AREAS}
    people = {login: company.people[login]["id"] for login in ("helen.head", "nora.north")}
    yield Factory(company["admin"], company["helen.head"], found_dealer(company), engines, dict(people))
    for engine in engines.values():
        engine.dispose()


def roads(process: Any) -> dict[str, list[str]]:
    """The shortest way to each state that people's steps lead to."""
    found: dict[str, list[str]] = {process["states"][0]["name"]: []}
    for _ in process["states"]:
        for step in process["transitions"]:
            if step["by"] == "people" and step["from"] in found and step["to"] not in found:
                found[step["to"]] = [*found[step["from"]], step["verb"]]
    return found


def take(factory: Factory, process: Any, record_id: str, verb: str) -> requests.Response:
    """Ask for a step by the very operation that the chart names."""
    named = {step["request"] for step in process["transitions"] if step["verb"] == verb and step["request"]}
    assert len(named) == 1, f"{process['name']}: {verb} is {named or 'no operation'}"
    method, _, template = named.pop().partition(" ")
    noun, path = process["name"], f"/v1/{process['name']}/{record_id}"
    factory.prepare(noun, verb, record_id)
    while True:
        record = factory.client.get(path)
        headers = {"If-Match": f'"{record["version"]}"'} if method == "PATCH" else {}
        address = path + template.partition("}")[2]
        answer = factory.client.ask(method, address, factory.body(noun, verb, record), headers=headers)
        if answer.status_code != 412:  # the warehouse's answer came meanwhile
            return answer


def in_state(factory: Factory, process: Any, state: str) -> tuple[str, set[tuple[str, str]]]:
    """A new record in this state, and the steps that led there, each of which did what the chart says."""
    record_id, road = factory.make(process["name"]), roads(process).get(state)
    if road is None or state == "voiding":
        factory.put(process["name"], record_id, state)
        return record_id, set()
    at, taken = process["states"][0]["name"], set()
    for verb in road:
        taken.add((at, verb))
        at = does_as_drawn(factory, process, record_id, at, verb)
    return record_id, taken


def does_as_drawn(factory: Factory, process: Any, record_id: str, state: str, verb: str) -> str:
    """Take a step that the chart has; the state it led to."""
    answer = take(factory, process, record_id, verb)
    assert answer.status_code == 200, f"{process['name']} {state} {verb}: {answer.text}"
    led_to = str(answer.json()["status"])
    assert led_to == steps_of_people(process)[(state, verb)], f"{process['name']} {state} {verb}"
    return led_to


def steps_of_people(process: Any) -> dict[tuple[str, str], str]:
    """Where each step that people take leads, by the state it starts from."""
    return {(one["from"], one["verb"]): one["to"] for one in process["transitions"] if one["by"] == "people"}


@pytest.mark.feature("X-33")
@pytest.mark.parametrize("name", KEPT_BY)
def test_each_step_in_each_state_does_what_the_chart_says(factory: Factory, name: str) -> None:
    process = factory.client.get(f"/v1/processes/{name}")
    drawn, seen = steps_of_people(process), set[tuple[str, str]]()
    assert drawn
    for state in (one["name"] for one in process["states"]):
        untouched, taken = in_state(factory, process, state)
        seen |= taken
        for verb in sorted({verb for _, verb in drawn} - {verb for at, verb in drawn if at == state}):
            answer = take(factory, process, untouched, verb)
            assert answer.status_code == 409, f"{state} {verb}: {answer.status_code} {answer.text}"
            assert answer.json()["status"] == 409
            assert factory.client.get(f"/v1/{name}/{untouched}")["status"] == state
    for state, verb in sorted(drawn.keys() - seen):
        does_as_drawn(factory, process, in_state(factory, process, state)[0], state, verb)


@pytest.mark.feature("X-33")
def test_a_chart_is_data_and_a_diagram_for_sales_marketing_and_service(company: Company) -> None:
    nils = company["nils.north"]
    charts = nils.get("/v1/processes")["data"]
    assert {chart["service"] for chart in charts} >= {"sales", "marketing", "service_desk"}
    for chart in charts:
        assert nils.get(f"/v1/processes/{chart['name']}") == chart
        drawn = nils.ask("GET", chart["diagram"])
        assert drawn.headers["Content-Type"] == "image/svg+xml"
        asked = nils.ask("GET", f"/v1/processes/{chart['name']}", headers={"Accept": "image/svg+xml"})
        assert asked.content == drawn.content
        words = [one.text or "" for one in ElementTree.fromstring(drawn.content).iter(f"{SVG}text")]
        for state in chart["states"]:
            assert state["label"] in words
        shown = {word.strip() for line in words for word in line.replace("↻", "").split(",")}
        assert {step["label"] for step in chart["transitions"]} <= shown
        arrows = {(one["from"], one["to"], one["by"]) for one in chart["transitions"] if one["from"] != one["to"]}
        lines = [one for one in ElementTree.fromstring(drawn.content).iter(f"{SVG}path") if one.get("marker-end")]
        assert len(lines) == len(arrows)


def test_a_chart_is_worded_in_the_language_of_the_reader(company: Company) -> None:
    nils, chinese = company["nils.north"], {"Accept-Language": "zh-CN, en;q=0.5"}
    chart = nils.get("/v1/processes/leads", headers=chinese)
    assert chart["label"] == "线索"
    for chart in nils.get("/v1/processes", headers=chinese)["data"]:
        words = [chart["label"], *(one["label"] for one in [*chart["states"], *chart["transitions"]])]
        assert [word for word in words if word.isascii()] == []
    drawn = nils.ask("GET", "/v1/processes/leads/diagram.svg", headers=chinese)
    assert drawn.headers["Content-Language"] == "zh"
    assert wording("converted", "zh") in drawn.text


def test_there_is_no_chart_of_what_is_none(company: Company) -> None:
    nils = company["nils.north"]
    nils.refused("GET", "/v1/processes/kitchens", status=404, code="process_unknown")
    nils.refused("GET", "/v1/processes/%3Cscript%3E/diagram.svg", status=404, code="process_unknown")
    assert requests.get(f"{nils.url}/v1/processes", timeout=30).status_code == 401
