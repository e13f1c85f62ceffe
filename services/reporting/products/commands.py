"""Keeping the copies of products as new as the catalogue."""

from sqlalchemy.orm import Session

from services.reporting.products.model import KnownProduct
from shared.contracts.sales.products import ProductEvent


def follow_product(session: Session, event: ProductEvent) -> None:
    """Take in a product as told; what is older than what is known changes nothing."""
    product = session.get(KnownProduct, event.product_id)
    if product is None:
        product = KnownProduct(id=event.product_id)
        session.add(product)
    elif event.record_version <= product.version:
        return
    product.version, product.name, product.category = event.record_version, event.name, event.category
