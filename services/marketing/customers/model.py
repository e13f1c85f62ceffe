"""The marketing service's copy of a customer."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.marketing.persistence import Base
from shared.contracts.sales.customers import CustomerEvent
from shared.known_customers import KnownCustomer


class Customer(KnownCustomer, Base):
    """As every copy, and by which key files name the customer."""

    __tablename__ = "customers"

    external_id: Mapped[str | None] = mapped_column(String(120), index=True, default=None)

    def take(self, event: CustomerEvent, came_by: str | None) -> None:
        super().take(event, came_by)
        self.external_id = event.external_id
