"""What is said of a price list: to the history and to whoever listens."""

from datetime import date
from typing import Any

from services.sales.price_lists.model import PriceList
from shared.contracts.events import Changes
from shared.contracts.fields import money_text


def facts(price_list: PriceList) -> dict[str, Any]:
    """The fields whose changes are history."""
    prices = sorted(price_list.prices, key=lambda price: (price.product_id, price.from_quantity))
    return {
        **{name: getattr(price_list, name) for name in ("code", "name", "kind", "currency", "customer_level")},
        "unit_id": price_list.unit_id,
        "status": str(price_list.status),
        "starts_on": _day(price_list.starts_on),
        "ends_on": _day(price_list.ends_on),
        "prices": [
            {
                "product_id": price.product_id,
                "from_quantity": price.from_quantity,
                "unit_price": money_text(price.unit_price),
            }
            for price in prices
        ],
    }


def told(price_list: PriceList, changed: Changes) -> dict[str, Any]:
    """What every event about this price list says."""
    version = price_list.next_version
    return {**facts(price_list), "price_list_id": price_list.id, "record_version": version, "changes": changed}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
