"""What events and the history say about a cart."""

from typing import Any

from services.sales.carts.model import Cart
from shared.contracts.events import Changes
from shared.contracts.fields import money_text


def facts(cart: Cart) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "store_id": cart.store_id,
        "customer_id": cart.customer_id,
        "status": str(cart.status),
        "currency": cart.currency,
        "order_id": cart.order_id,
        "lines": [
            {
                "line_id": line.id,
                "product_id": line.product_id,
                "configuration_id": line.configuration_id,
                "quantity": line.quantity,
                "unit_price": money_text(line.unit_price),
            }
            for line in cart.lines
        ],
        "owner_id": cart.owner_id,
        "org_unit_id": cart.org_unit_id,
    }


def told(cart: Cart, changed: Changes) -> dict[str, Any]:
    """What every event about this cart says."""
    return {**facts(cart), "cart_id": cart.id, "record_version": cart.next_version, "changes": changed}
