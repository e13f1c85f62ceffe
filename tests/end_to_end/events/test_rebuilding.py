"""A consumer that has nothing but the log knows every deal, every order and every stock balance."""

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

DEAL_FIELDS = (
    "number", "name", "stage", "status", "amount", "currency", "probability", "probability_overridden", "channel",
    "expected_close_date", "closed_at", "engaged_on", "source", "lost_reason", "winner_competitor", "next_step",
    "external_id",
)  # fmt: skip
ORDER_FIELDS = (
    "number", "status", "fulfilment", "opportunity_id", "quotation_id", "currency", "amount", "tax", "invoiced", "paid",
    "confirmed_at", "note", "void_reason",
)  # fmt: skip
LINE_FIELDS = ("product_id", "code", "name", "quantity", "unit_price", "discount_percent", "amount", "tax")
STEPS = 60


class Mirror:
    """What a consumer knows that takes each event in as the page on events says."""

    def __init__(self) -> None:
        self.deals: dict[str, dict[str, Any]] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.stock: dict[str, dict[str, Any]] = {}

    def take(self, event: dict[str, Any]) -> None:
        noun = event["type"].split(".")[2]
        if noun == "stage" and event["type"].endswith("rate_changed.v1"):
            self._follow_rate(event["data"])
        elif noun == "stock":
            self.stock[event["subject"]] = event["data"]
        elif noun in ("opportunity", "order") and event["source"] == "/tenon/sales":
            known = (self.deals if noun == "opportunity" else self.orders).setdefault(event["subject"], {"version": 0})
            assert event["sequence"] == known["version"] + 1, event
            known |= {name: change["after"] for name, change in event["data"]["changes"].items()}
            known |= event["data"] | {"version": event["sequence"]}

    def _follow_rate(self, stage: dict[str, Any]) -> None:
        """The one change that is told once for many deals."""
        for deal in self.deals.values():
            if deal["stage"] == stage["code"] and deal["status"] == "open" and not deal["probability_overridden"]:
                deal["probability"] = stage["success_rate"]


def _told_deal(row: dict[str, Any]) -> dict[str, Any]:
    references = {f"{name}_id": row[name] and row[name]["id"] for name in ("customer", "product", "owner", "org_unit")}
    return {name: row[name] for name in (*DEAL_FIELDS, "version", "weighted_amount")} | references


def _known_deal(deal: dict[str, Any]) -> dict[str, Any]:
    amount = deal["amount"]
    weighted = None if amount is None else Decimal(amount) * deal["probability"] / 100
    references = {name: deal[name] for name in ("customer_id", "product_id", "owner_id", "org_unit_id")}
    shown = None if weighted is None else weighted.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return {name: deal.get(name) for name in (*DEAL_FIELDS, "version")} | references | {"weighted_amount": shown}


def _same_deals(told: list[dict[str, Any]], known: dict[str, dict[str, Any]]) -> bool:
    rows = {row["id"]: _told_deal(row) for row in told}
    for row in rows.values():
        row["weighted_amount"] = None if row["weighted_amount"] is None else Decimal(row["weighted_amount"])
    return rows == {subject: _known_deal(deal) for subject, deal in known.items()}


def _told_order(row: dict[str, Any]) -> Any:
    lines = sorted(tuple(line[name] for name in LINE_FIELDS) for line in row["lines"])
    return {name: row.get(name) for name in (*ORDER_FIELDS, "version")}, lines


def _work(company: Company, chance: random.Random) -> None:
    """Deals, orders and stock, changed at random by people of three branches; what the state forbids is refused."""
    steps = [*_deal_steps(company, chance), *[_stock_step(company["nina.north"], chance)] * 2]
    steps[0]()
    for _ in range(STEPS):
        chance.choice(steps)()


def _deal_steps(company: Company, chance: random.Random) -> list[Callable[[], None]]:
    """What may happen to deals and orders; the first opens one."""
    nils, sara, admin = (company[login] for login in ("nils.north", "sara.south", "admin"))
    product = admin.post("/v1/products", {"code": f"P-{new_id()[-12:]}", "name": "Plane", "list_price": "3.50"})
    stages = [stage["code"] for stage in admin.get("/v1/stages")["data"]]
    owners = [company.people[login]["id"] for login in ("nils.north", "sara.south")]
    deals: list[tuple[Client, str]] = []

    def open_deal() -> None:
        who = chance.choice((nils, sara))
        customer = who.post("/v1/customers", {"name": f"Farm {new_id()}"})
        amount = None if chance.random() < 0.2 else f"{chance.randrange(1, 10_000_000)}.{chance.randrange(100):02}"
        body = {"name": f"Deal {new_id()}", "customer_id": customer["id"], "product_id": product["id"]}
        deals.append((who, who.post("/v1/opportunities", body | ({"amount": amount} if amount else {}))["id"]))

    def act(verb: str, body: Callable[[], Any]) -> Callable[[], None]:
        def acting() -> None:
            who, deal = chance.choice(deals)
            who.ask("POST", f"/v1/opportunities/{deal}/{verb}", body())

        return acting

    def change() -> None:
        who, deal = chance.choice(deals)
        fields = {"next_step": f"call {chance.random()}", "amount": f"{chance.randrange(1000)}.5", "name": new_id()}
        who.ask("PATCH", f"/v1/opportunities/{deal}", dict(chance.sample(sorted(fields.items()), 2)))

    return [
        open_deal,
        change,
        lambda: _order(*chance.choice(deals), product["id"], chance),
        act("advance", lambda: {"stage": chance.choice(stages)}),
        act("lose", lambda: {"reason": "price"}),
        act("reopen", dict),
        act("transfer", lambda: {"owner_id": chance.choice(owners)}),
    ]


def _order(who: Client, deal: str, product_id: str, chance: random.Random) -> None:
    who.ask("POST", f"/v1/opportunities/{deal}/win", {})
    lines = [{"product_id": product_id, "quantity": chance.randrange(1, 5)}]
    made = who.ask("POST", f"/v1/opportunities/{deal}/order", {"lines": lines})
    if made.status_code == 201 and chance.random() < 0.7:
        who.ask("POST", f"/v1/orders/{made.json()['id']}/confirm", {})
    if made.status_code == 201 and chance.random() < 0.3:
        who.ask("POST", f"/v1/orders/{made.json()['id']}/void", {"reason": "by chance"})


def _stock_step(nina: Client, chance: random.Random) -> Callable[[], None]:
    warehouse = nina.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Shed"})
    opening = [{"warehouse_id": warehouse["id"], "quantity": 40}]
    item = nina.post("/v1/items", {"code": new_id(), "name": "Saw", "opening": opening})

    def move() -> None:
        kind, quantity = chance.choice(("inbound", "outbound")), chance.randrange(1, 9)
        body = {"warehouse_id": warehouse["id"], "lines": [{"item_id": item["id"], "quantity": quantity}]}
        document = nina.post(f"/v1/{kind}-documents", body)
        nina.ask("POST", f"/v1/{kind}-documents/{document['id']}/post", {})
        if chance.random() < 0.3:
            nina.ask("POST", f"/v1/{kind}-documents/{document['id']}/void", {"reason": "by chance"})

    return move


@pytest.mark.feature("Z-01")
def test_the_log_alone_rebuilds_every_deal_every_order_and_every_stock_balance(company: Company, sdk: Any) -> None:
    _work(company, random.Random(27))
    admin = company["admin"]
    tenon = sdk.Client(company.stack.url, admin.token)
    stage = next(one for one in admin.get("/v1/stages")["data"] if one["code"] == "proposal")
    admin.patch(f"/v1/stages/{stage['id']}", {"success_rate": 55})
    mirror, cursor = Mirror(), None

    def is_rebuilt() -> bool:
        nonlocal cursor
        for events, after in tenon.events(after=cursor):
            cursor = after
            for event in events:
                mirror.take(event)
        orders = {row["id"]: _told_order(row) for row in tenon.rows("/v1/orders")}
        stock = {row["id"]: (row["physical"], row["reserved"], row["available"]) for row in tenon.rows("/v1/stock")}
        known = {one: (at["physical"], at["reserved"], at["available"]) for one, at in mirror.stock.items()}
        return (
            _same_deals(list(tenon.rows("/v1/opportunities")), mirror.deals)
            and orders == {subject: _told_order(order) for subject, order in mirror.orders.items()}
            and stock == known
        )

    try:
        assert eventually(is_rebuilt, 20)
    finally:
        admin.patch(f"/v1/stages/{stage['id']}", {"success_rate": stage["success_rate"]})
    assert len(mirror.deals) > 3
    assert mirror.orders
    assert mirror.stock


def test_every_event_is_as_the_catalogue_says(company: Company) -> None:
    from jsonschema import Draft202012Validator

    admin = company["admin"]
    kinds = {one["type"]: Draft202012Validator(one["schema"]) for one in admin.get("/v1/events/catalogue")["data"]}
    page = admin.get("/v1/events", params={"limit": 200})
    while page["data"]:
        for event in page["data"]:
            kinds[event["type"]].validate(event["data"])
        page = admin.get("/v1/events", params={"limit": 200, "after": page["cursor"]})
