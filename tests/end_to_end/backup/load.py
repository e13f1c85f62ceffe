"""People who go on working while a backup is made, and who remember what they were told was done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from shared.ids import new_id
from tests.end_to_end.client import Client

SELLERS = 3


@dataclass
class Load:
    """`orders` are those whose confirmation was answered, in that order; `keyed` one write with its key and answer."""

    admin: Client
    product_id: str
    orders: list[str] = field(default_factory=list)
    keyed: tuple[dict[str, str], dict[str, Any], Any] | None = None
    faults: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def sell(self) -> None:
        """A customer, a deal and a confirmed order for one piece."""
        customer = self.admin.post("/v1/customers", {"name": f"Yard {new_id()}"})
        deal = {"name": f"Deal {new_id()}", "customer_id": customer["id"], "amount": "10.00"}
        self.admin.post("/v1/opportunities", deal)
        lines = [{"product_id": self.product_id, "quantity": 1}]
        order = self.admin.post("/v1/orders", {"customer_id": customer["id"], "lines": lines})
        self.admin.post(f"/v1/orders/{order['id']}/confirm")
        self.orders.append(order["id"])

    def write_with_a_key(self) -> None:
        key, body = {"Idempotency-Key": new_id()}, {"name": f"Once {new_id()}"}
        self.keyed = (key, body, self.admin.post("/v1/leads", body, headers=key))

    def _go_on(self) -> None:
        while not self._over.is_set():
            try:
                self.sell()
            except (AssertionError, requests.RequestException) as fault:
                self.faults.append(str(fault))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._go_on) for _ in range(SELLERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()
