"""The stage as the sales database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from services.sales.stages import rules
from services.sales.stages.rules import Step
from shared.persistence.records import Record


class Stage(Record, Base):
    """Company-wide: no owner, no unit. `success_rate` is in percent; `outcome` is set for the two that end a deal."""

    __tablename__ = "stages"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(unique=True)
    success_rate: Mapped[int] = mapped_column()
    exit_criteria: Mapped[list[str]] = mapped_column(JSON, default=list)
    outcome: Mapped[str | None] = mapped_column(String(10), default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        if fields.keys() - {"name"}:
            rules.ensure_rate_may_change(self.outcome)
        for name, value in fields.items():
            setattr(self, name, value)

    def step(self) -> Step:
        criteria = tuple(self.exit_criteria)
        return Step(self.code, self.name, self.position, self.success_rate, criteria, self.outcome)
