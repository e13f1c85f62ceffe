"""A steady mixed load by careful programs: each write is sent with its key until it is answered, some of them twice."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests

from shared.ids import new_id
from tests.chaos.ledger import Ledger
from tests.end_to_end.client import Client

PAUSE_SECONDS = 0.3
HANGING_SECONDS = 60.0
"""No answer after this is no answer at all."""

SENT_TWICE = 0.15
"""The part of all writes that is sent a second time: half of them at once, half after the answer. A caller's first is,
so that the shortest run has some.
"""

TRADE_PRICE = 20
OWN_STOCK = 10_000
SCARCE = "stock_short"


class GivenUp(Exception):
    """The caller's patience has ended."""


@dataclass(frozen=True)
class Goods:
    """What a caller trades with: its own product with plenty in stock, and one of which all have too little."""

    warehouse: str
    product: str
    scarce_warehouse: str
    scarce: str


class Caller:
    """One careful program. `until` is when it gives up on a write; it may be moved while the program runs."""

    def __init__(self, client: Client, ledger: Ledger, goods: Goods, chance: random.Random) -> None:
        self.client, self.ledger, self.goods, self.chance = client, ledger, goods, chance
        self.until = float("inf")
        self._has_written = False

    def write(self, path: str, body: Mapping[str, Any], *, refusals: tuple[str, ...] = ()) -> dict[str, Any] | None:
        """The answer to a write, sent until there is one; None for one of these refusals."""
        key = {"Idempotency-Key": new_id()}
        twice = self.chance.random() < SENT_TWICE or not self._has_written
        self._has_written = True
        at_once = self.chance.random() < 0.5
        if twice and at_once:
            with ThreadPoolExecutor(2) as pool:
                both: list[Future[dict[str, Any] | None]] = [
                    pool.submit(self._insist, path, body, key, refusals) for _ in range(2)
                ]
            first, second = (one.result() for one in both)
        else:
            first = self._insist(path, body, key, refusals)
            second = self._insist(path, body, key, refusals) if twice else first
        if twice:
            self.ledger.note_repeated()
            if None not in (first, second) and first != second:
                self.ledger.note_surprise(f"POST {path} sent twice was answered differently: {first} and {second}")
        return first or second  # what was refused may be granted a moment later: a refusal changes and keeps nothing

    def look(self, path: str, **params: str) -> Any:
        """The answer to a read, or None when what answers it is away."""
        answer = self._ask("GET", path, params=params)
        return answer.json() if answer is not None and answer.status_code == 200 else None

    def wait_for(self, path: str, member: str, values: tuple[str, ...]) -> str:
        """What a member of a record has become, as soon as it is one of these."""
        while True:
            record = self.look(path)
            if record is not None and record[member] in values:
                return str(record[member])
            self._pause_or_give_up(f"GET {path} until {member} is {' or '.join(values)}")

    def _insist(
        self, path: str, body: Mapping[str, Any], key: Mapping[str, str], refusals: tuple[str, ...]
    ) -> dict[str, Any] | None:
        while True:
            answer = self._ask("POST", path, body, headers=dict(key))
            if answer is not None and answer.status_code < 300:
                told: dict[str, Any] = answer.json()
                return told
            if answer is not None and answer.status_code == 409 and answer.json()["code"] in refusals:
                return None
            self._pause_or_give_up(f"POST {path}")

    def _ask(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response | None:
        """One request; None when the connection broke. What no caller has to expect is noted."""
        began = time.monotonic()
        try:
            answer = self.client.ask(method, path, body, **more)
        except requests.RequestException:
            self.ledger.note_answer(f"{method} {path}", "cut", time.monotonic() - began)
            return None
        self.ledger.note_answer(f"{method} {path}", str(answer.status_code), time.monotonic() - began)
        if not is_expected(answer):
            self.ledger.note_surprise(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def _pause_or_give_up(self, what: str) -> None:
        if time.monotonic() > self.until:
            self.ledger.note_unanswered(what)
            raise GivenUp(what)
        time.sleep(PAUSE_SECONDS)


def is_expected(answer: requests.Response) -> bool:
    """Whether a careful program can go on from this answer: done, or come again and when, or out of stock."""
    if answer.status_code < 300 or answer.status_code == 404:
        return True
    if answer.status_code in (429, 503):
        return "Retry-After" in answer.headers
    return answer.status_code == 409 and answer.json()["code"] in (SCARCE, "idempotency_key_in_use")


def open_deal(caller: Caller) -> None:
    """A deal that rises: sales tells reporting and messaging."""
    deal_id = new_id()
    caller.write("/v1/opportunities", {"id": deal_id, "name": f"Deal {deal_id}", "amount": "10.00"})
    caller.ledger.acknowledge("opportunities", deal_id, {"version": 1})
    caller.write(f"/v1/opportunities/{deal_id}/advance", {"stage": "engaging"})
    caller.ledger.acknowledge("opportunities", deal_id, {"version": 2, "stage": "engaging"})


def convert_lead(caller: Caller) -> str:
    """A lead that becomes a customer, of whom three services keep a copy; the customer's id."""
    name = new_id()
    lead = known(caller.write("/v1/leads", {"name": f"Lead {name}", "company": f"House {name}"}))
    caller.ledger.acknowledge("leads", lead["id"], {"status": "new"})
    caller.write(f"/v1/leads/{lead['id']}/qualify", {"budget": "5.00"})
    caller.ledger.acknowledge("leads", lead["id"], {"status": "qualified"})
    became = known(caller.write(f"/v1/leads/{lead['id']}/convert", {"customer": {}, "opportunity": {"amount": "9.00"}}))
    caller.ledger.acknowledge("leads", lead["id"], {"status": "converted"})
    caller.ledger.acknowledge("customers", became["customer_id"], {"name": f"House {name}"})
    caller.ledger.acknowledge("opportunities", became["opportunity_id"], {"version": 1})
    return str(became["customer_id"])


def trade(caller: Caller) -> None:
    """An order from its entry to its payment, by two services that tell each other."""
    quantity, product = caller.chance.randint(1, 3), caller.goods.product
    lines = [{"product_id": product, "quantity": quantity}]
    order = known(caller.write("/v1/orders", {"customer_id": convert_lead(caller), "lines": lines}))
    caller.ledger.acknowledge("orders", order["id"], {"number": order["number"]})
    path = f"/v1/orders/{order['id']}"
    caller.write(f"{path}/confirm", {})
    caller.wait_for(f"{path}/tracking", "fulfilment", ("reserved",))
    shipment = known(caller.write(f"{path}/shipments", {}))
    caller.ledger.acknowledge("shipments", shipment["id"], {"order_id": order["id"]})
    caller.ledger.note_moved(product, -quantity)
    price = f"{TRADE_PRICE * quantity}.00"
    invoice = known(caller.write(f"{path}/invoices", {"amount": price}))
    caller.ledger.acknowledge("invoices", invoice["id"], {"order_id": order["id"]})
    payment = known(caller.write(f"{path}/payments", {"amount": price, "method": "cash"}))
    caller.ledger.acknowledge("payments", payment["id"], {"order_id": order["id"]})
    caller.ledger.paid[order["id"]] = price
    caller.wait_for(path, "status", ("fulfilled",))
    caller.ledger.acknowledge("orders", order["id"], {"status": "fulfilled"})


def move_goods(caller: Caller) -> None:
    """In and out by documents; of the scarce goods all take more than there is."""
    goods, chance = caller.goods, caller.chance
    _document(caller, "inbound", goods.warehouse, goods.product, chance.randint(1, 5))
    _document(caller, "outbound", goods.warehouse, goods.product, chance.randint(1, 5))
    if chance.random() < 0.5:
        _document(caller, "inbound", goods.scarce_warehouse, goods.scarce, 2)
    for _ in range(2):
        _document(caller, "outbound", goods.scarce_warehouse, goods.scarce, chance.randint(1, 2))


def _document(caller: Caller, way: str, warehouse: str, item: str, pieces: int) -> None:
    lines = [{"item_id": item, "quantity": pieces}]
    draft = known(caller.write(f"/v1/{way}-documents", {"warehouse_id": warehouse, "lines": lines}))
    noun = f"{way}_documents"
    caller.ledger.acknowledge(noun, draft["id"], {"warehouse_id": warehouse})
    if caller.write(f"/v1/{way}-documents/{draft['id']}/post", {}, refusals=(SCARCE,)) is None:
        caller.ledger.acknowledge(noun, draft["id"], {"status": "draft"})
        return
    caller.ledger.acknowledge(noun, draft["id"], {"status": "posted"})
    caller.ledger.note_moved(item, pieces if way == "inbound" else -pieces)


def ask_for_help(caller: Caller) -> None:
    request = known(caller.write("/v1/requests", {"description": new_id(), "customer_name": "Joe"}))
    caller.ledger.acknowledge("requests", request["id"], {"version": 1})
    campaign = known(caller.write("/v1/campaigns", {"name": new_id(), "kind": "web", "budget": "3.00"}))
    caller.ledger.acknowledge("campaigns", campaign["id"], {"version": 1})


def look_around(caller: Caller) -> None:
    for path in ("/v1/reports/sales-funnel", "/v1/opportunities", "/v1/stock", "/v1/messages", "/v1/requests"):
        caller.look(path)


DEEDS: tuple[Callable[[Caller], object], ...] = (open_deal, trade, move_goods, ask_for_help, look_around)


def known(answer: dict[str, Any] | None) -> dict[str, Any]:
    """The answer of a write that cannot be refused."""
    assert answer is not None
    return answer


class Load:
    """The callers at work, each in a thread of its own."""

    def __init__(self, callers: list[Caller], pause: float) -> None:
        self.callers, self._pause = callers, pause
        self._stopped = threading.Event()
        self.failures: list[BaseException] = []
        self._threads = [threading.Thread(target=self._work, args=(caller,), daemon=True) for caller in callers]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self, patience: float) -> None:
        """Begin nothing new; what was begun is carried on until it is answered or patience ends."""
        self._stopped.set()
        for caller in self.callers:
            caller.until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(patience + HANGING_SECONDS)
            if thread.is_alive():
                self.failures.append(AssertionError("a caller hangs"))

    def _work(self, caller: Caller) -> None:
        try:
            while not self._stopped.wait(self._pause * caller.chance.random()):
                caller.chance.choice(DEEDS)(caller)
        except GivenUp:
            return
        except Exception as fault:
            self.failures.append(fault)
