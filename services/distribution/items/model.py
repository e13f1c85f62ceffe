"""The item as the distribution database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.distribution.items import rules
from services.distribution.persistence import Base
from shared.persistence.records import Record


class Item(Record, Base):
    """Goods of the company. An item that is a product has the product's id and follows the product catalogue."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("code", "from_catalogue"),)

    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200), index=True)
    unit_of_measure: Mapped[str] = mapped_column(String(20), default="piece")
    from_catalogue: Mapped[bool] = mapped_column(default=False)

    def edit(self, fields: dict[str, Any]) -> None:
        rules.ensure_own(self.from_catalogue)
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before."""
        self.edit(fields)

    def follow_catalogue(self, code: str, name: str) -> None:
        self.code, self.name, self.from_catalogue = code, name, True
