"""How far the customers are placed by the rules as they are now, as the sales database keeps it."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from shared.persistence.types import Id


class Sweep(Base):
    """The pass over all customers, by their ids, that places them by the rules. One row, id 1. A pass begins when the
    rules have changed since the last one began; what changes meanwhile is for the next one.
    """

    __tablename__ = "placement_sweep"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    running: Mapped[bool] = mapped_column(default=False)
    after_id: Mapped[str | None] = mapped_column(Id, default=None)
    checked: Mapped[int] = mapped_column(BigInteger, default=0)

    def begin(self, version: int) -> None:
        """`version` is that of the rules, all of which this pass knows."""
        self.version, self.running, self.after_id, self.checked = version, True, None, 0

    def go_on(self, checked: int, last_id: str | None) -> None:
        """Without a last customer there is none left."""
        self.checked += checked
        self.running, self.after_id = last_id is not None, last_id
