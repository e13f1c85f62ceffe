"""The reports' copy of a stage."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from services.reporting.stages.rules import Rung


class KnownStage(Base):
    """`version` is that of the sales service's record; the code of a stage never changes."""

    __tablename__ = "stages"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column()
    success_rate: Mapped[int] = mapped_column()
    version: Mapped[int] = mapped_column()

    def rung(self) -> Rung:
        return Rung(self.code, self.name, self.position, self.success_rate)
