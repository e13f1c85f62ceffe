"""The reports' copy of a product."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import Id


class KnownProduct(Base):
    """`version` is that of the catalogue's record."""

    __tablename__ = "known_products"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str | None] = mapped_column(String(100), default=None)
