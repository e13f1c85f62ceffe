"""Work that one process holds for a while: it says so again and again, and what it leaves behind another takes up."""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shared.persistence.types import UtcTime

LEASE = timedelta(seconds=30)


class Leased:
    """`lease_holder` is the process at work, as long as it renews its hold before `lease_until`."""

    lease_holder: Mapped[str | None] = mapped_column(String(64), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    def nobody_holds(self, moment: datetime) -> bool:
        return self.lease_until is None or self.lease_until < moment

    def hold(self, holder: str, moment: datetime) -> None:
        self.lease_holder, self.lease_until = holder, moment + LEASE

    def let_go(self) -> None:
        self.lease_holder = self.lease_until = None
