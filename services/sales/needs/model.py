"""The need in a deal as the sales database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.needs import rules
from services.sales.persistence import Base
from services.sales.products.queries import NamedProduct
from shared.clock import now
from shared.contracts.sales import needs as contract
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.types import Id, UtcTime


class Need(Base):
    """Seen by whoever sees the deal. `key` is what is needed without the ways of writing it."""

    __tablename__ = "opportunity_needs"
    __table_args__ = (UniqueConstraint("opportunity_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    opportunity_id: Mapped[str] = mapped_column(Id)
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    description: Mapped[str | None] = mapped_column(String(contract.LONGEST_DESCRIPTION), default=None)
    category: Mapped[str | None] = mapped_column(String(100), default=None)
    quantity: Mapped[int | None] = mapped_column(BigInteger, default=None)
    key: Mapped[str] = mapped_column(String(rules.LONGEST_KEY))
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    product: Mapped[NamedProduct | None] = relationship(
        primaryjoin=lambda: foreign(Need.product_id) == NamedProduct.id, viewonly=True, lazy="joined"
    )
    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(Need.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    def ask_for(self, said: dict[str, Any]) -> None:
        """Raises `NeedSaysNothing` when neither a product nor words would be left."""
        for name, value in said.items():
            setattr(self, name, value)
        self.key = rules.key_of(self.product_id, self.description)
