"""The definition of a process as the gateway's database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.process_definitions import rules
from shared.persistence.records import Record


class ProcessDefinition(Record, Base):
    """`steps` are names, codes of positions and reaches, in their order. Runs keep the steps that they began with."""

    __tablename__ = "process_definitions"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    noun: Mapped[str] = mapped_column(String(60))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    retired: Mapped[bool] = mapped_column(default=False)

    def edit(self, name: str, steps: list[dict[str, Any]]) -> None:
        rules.ensure_in_use(self.code, self.retired)
        self.name, self.steps = name, steps

    def retire(self) -> None:
        rules.ensure_in_use(self.code, self.retired)
        self.retired = True
