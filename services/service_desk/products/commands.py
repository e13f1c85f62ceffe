"""Keeping the copies of products as new as the catalogue."""

from sqlalchemy.orm import Session

from services.service_desk.products.model import Product
from shared.contracts.sales.products import ProductEvent


def follow_product(session: Session, event: ProductEvent) -> None:
    """Take in a product as told; what is older than what is known changes nothing."""
    product = session.get(Product, event.product_id)
    if product is None:
        product = Product(id=event.product_id)
        session.add(product)
    elif event.record_version <= product.version:
        return
    product.take(event.record_version, event.code, event.name)
