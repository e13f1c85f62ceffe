"""Reading the copies of products: the catalogue is the whole company's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.service_desk.products.model import Product as Product


def known_products(session: Session, product_ids: set[str]) -> list[Product]:
    """Those of them that there are."""
    return list(session.scalars(select(Product).where(Product.id.in_(product_ids)).order_by(Product.code)))


def product_ids_by_code(session: Session, codes: set[str]) -> dict[str, str]:
    rows = session.scalars(select(Product).where(Product.code.in_(codes))) if codes else ()
    return {product.code: product.id for product in rows}
