"""The pair of products as the sales database keeps it, and the only ways it changes."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from services.sales.product_pairs import rules
from shared.persistence.records import Record
from shared.persistence.types import Id


class ProductPair(Record, Base):
    """Company-wide: no owner, no unit."""

    __tablename__ = "product_pairs"
    __table_args__ = (
        UniqueConstraint("product_id", "recommended_id"),
        Index("ix_product_pairs_created", "created_at", "id"),
        Index("ix_product_pairs_updated", "updated_at", "id"),
    )

    product_id: Mapped[str] = mapped_column(Id)
    recommended_id: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    starts_on: Mapped[date | None] = mapped_column(Date, default=None)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        """Plain fields; the window is looked at as it then is."""
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_window(self.starts_on, self.ends_on)
