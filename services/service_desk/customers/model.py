"""The service desk's copy of a customer."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.service_desk.persistence import Base
from shared.persistence.records import OwnedRecord


class Customer(OwnedRecord, Base):
    """A replica fed by events; `version` is that of the sales service's record."""

    __tablename__ = "customers"

    name: Mapped[str] = mapped_column(String(200))

    def take(self, version: int, name: str, owner_id: str, org_unit_id: str) -> None:
        self.version = version
        self.name = name
        self.owner_id = owner_id
        self.org_unit_id = org_unit_id
