"""Customers and products by nothing but their names, so that a deal can show them without reading all of them."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from services.sales.customers.model import Customer
from services.sales.persistence import Base
from services.sales.products.model import Product


class NamedCustomer(Base):
    __table__ = Customer.__table__
    __mapper_args__ = {"include_properties": ["id", "name"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        name: Mapped[str]


class NamedProduct(Base):
    __table__ = Product.__table__
    __mapper_args__ = {"include_properties": ["id", "name"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        name: Mapped[str]
