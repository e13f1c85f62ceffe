"""What is said of a product: to the history, to whoever listens, and to whoever searches."""

from typing import Any

from services.sales.products.model import Product
from shared.contracts.events import Changes
from shared.contracts.fields import money_text
from shared.custom_fields import custom_facts

TOLD = frozenset({"code", "name", "category", "unit", "list_price", "currency", "active"})
"""What a piece costs is not among it: who listens to products need not know."""


def facts(product: Product) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "code": product.code,
        "name": product.name,
        "category": product.category,
        "description": product.description,
        "unit": product.unit,
        "list_price": money_text(product.list_price),
        "cost": None if product.cost is None else money_text(product.cost),
        "currency": product.currency,
        "active": product.active,
        **custom_facts(product),
    }


def told(product: Product, changed: Changes) -> dict[str, Any]:
    """What every event about this product says."""
    shown = {name: value for name, value in facts(product).items() if name in TOLD}
    version, custom = product.next_version, product.custom or {}
    return {**shown, "product_id": product.id, "record_version": version, "custom": custom, "changes": changed}


def found_by(product: Product) -> tuple[str | None, ...]:
    """The texts whose words find this product."""
    return product.code, product.name, product.category, product.description
