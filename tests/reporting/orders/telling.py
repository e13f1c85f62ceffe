"""Events about orders and products, as the sales service would tell them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from shared.contracts.sales import orders, products
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom

Line = tuple[str, int, str]
"""The name of a product, the number of pieces, the net amount."""


def identity(room: Newsroom, name: str) -> str:
    """The id of what bears this name."""
    return room.ids.setdefault(name, new_id())


def order_event(room: Newsroom, kind: Any, name: str, lines: tuple[Line, ...], **facts: Any) -> Any:
    """Of an order of Nils to the customer Acme unless it says otherwise."""
    owner, customer = room.people[facts.pop("owner", "nils")], facts.pop("customer", "Acme")
    told = {
        "order_id": identity(room, name),
        "record_version": facts.pop("version", 1),
        "number": f"SO-{name}",
        "status": "confirmed" if facts.get("confirmed_at") else "draft",
        "fulfilment": "waiting",
        "opportunity_id": None,
        "customer_id": identity(room, customer),
        "customer_name": customer,
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "currency": "USD",
        "amount": str(sum((Decimal(amount) for _, _, amount in lines), Decimal(0))),
        "invoiced": "0.00",
        "paid": "0.00",
        "lines": [_line(room, name, *line) for line in lines],
        "changes": {},
    }
    return kind(**{**told, **facts})


def confirmed(room: Newsroom, name: str, day: str, *lines: Line, **facts: Any) -> None:
    """Have the newsroom hear of a confirmed order."""
    at = f"{day}T09:00:00+00:00"
    event = order_event(room, orders.OrderConfirmed, name, lines, confirmed_at=at, **facts)
    room.take((event, event.record_version))


def invoice(
    room: Newsroom, name: str, day: str, version: int, before: str, after: str, *lines: Line, **facts: Any
) -> None:
    """Have the newsroom hear that of the confirmed order so much was invoiced by then."""
    changes = {} if before == after else {"invoiced": {"before": before, "after": after}}
    told = {"version": version, "confirmed_at": f"{day}T09:00:00+00:00", "invoiced": after, "changes": changes, **facts}
    event = order_event(room, orders.OrderProgressed, name, lines, **told)
    envelope = replace(room.envelope(event, version), time=f"{day}T10:00:00+00:00")
    room.log.append(envelope)
    room.inbox.take([envelope])


def product(room: Newsroom, name: str, category: str | None, version: int = 1) -> None:
    told = {"code": name, "name": name, "category": category, "unit": "piece", "list_price": "1.00"}
    event = products.ProductChanged(
        product_id=identity(room, name), record_version=version, currency="USD", active=True, changes={}, **told
    )
    room.take((event, version))


def _line(room: Newsroom, order: str, name: str, quantity: int, amount: str) -> Any:
    return {
        "line_id": identity(room, f"{order}: {name}"),
        "product_id": identity(room, name),
        "code": name,
        "name": name,
        "quantity": quantity,
        "unit_price": "1.00",
        "amount": amount,
    }
