"""The service desk's copy of a product."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.service_desk.persistence import Base
from shared.persistence.types import Id


class Product(Base):
    """A replica fed by events; `version` is that of the catalogue's record."""

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))

    def take(self, version: int, code: str, name: str) -> None:
        self.version, self.code, self.name = version, code, name
