"""The product as the sales database keeps it, and the only ways it changes."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from services.sales.products import rules
from shared.contracts.sales import products as contract
from shared.custom_fields import Customised
from shared.persistence.types import Money


class Product(Customised, Base):
    __tablename__ = "products"
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_products_updated", "updated_at", "id"),
        Index("ix_products_created", "created_at", "id"),
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    category: Mapped[str | None] = mapped_column(String(100), index=True, default=None)
    description: Mapped[str | None] = mapped_column(Text, default=None)
    unit: Mapped[str] = mapped_column(String(20), default="piece")
    list_price: Mapped[Decimal] = mapped_column(Money)
    cost: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    active: Mapped[bool] = mapped_column(default=True)

    def edit(self, fields: dict[str, Any]) -> None:
        rules.ensure_active(self.code, self.active)
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def retire(self) -> None:
        rules.ensure_active(self.code, self.active)
        self.active = False

    def reinstate(self) -> None:
        rules.ensure_retired(self.code, self.active)
        self.active = True


class NamedProduct(Base):
    """A product by nothing but its name, for the records that show it."""

    __table__ = Product.__table__
    __mapper_args__ = {"include_properties": ["id", "name"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        name: Mapped[str]


class CodedProduct(Base):
    """A product by nothing but its code, for the records that name it in files."""

    __table__ = Product.__table__
    __mapper_args__ = {"include_properties": ["id", "code"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        code: Mapped[str]
