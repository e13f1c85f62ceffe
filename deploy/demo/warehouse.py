"""What becomes of the orders of the demo company: goods leave the warehouse, customers pay."""

from collections.abc import Mapping
from functools import partial

from deploy.demo.callers import Caller, Callers, await_reply
from shared.contracts.payload import Payload


def deliver(callers: Callers, orders: Mapping[str, Payload]) -> None:
    """Orders and their reservations are told by events, which take a moment to arrive."""
    keeper = callers.person("admin")
    for order in orders.values():
        if "ship" in order["steps"]:
            await_reply(partial(_reserved, keeper, order["id"]))
            keeper.call("distribution", "create_shipment", order_id=order["id"], request={})
        if "pay" in order["steps"]:
            paid = {"amount": order["amount"], "method": "bank_transfer"}
            keeper.call("distribution", "post_payment", order_id=order["id"], request=paid)


def _reserved(keeper: Caller, order_id: str) -> bool | None:
    order = keeper.call("sales", "get_order", order_id=order_id)
    return True if order["fulfilment"] == "reserved" else None
