"""The reports' copy of a territory."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import Id


class KnownTerritory(Base):
    """`version` is that of the sales service's record."""

    __tablename__ = "known_territories"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(200))
