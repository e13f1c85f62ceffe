"""Managed lists and their values as the gateway's database keeps them, and the only ways they change."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.picklists import rules
from shared.persistence.records import Record


class Picklist(Record, Base):
    """Company-wide: no owner, no unit. `shipped` lists come with the product."""

    __tablename__ = "picklists"

    code: Mapped[str] = mapped_column(String(90), unique=True)
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    shipped: Mapped[bool] = mapped_column(default=False)

    def edit(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)


class PicklistValue(Record, Base):
    """`code` is what records keep and never changes; `changed_in` is the organisation's version of the last change."""

    __tablename__ = "picklist_values"
    __table_args__ = (
        UniqueConstraint("picklist", "code"),
        Index("ix_picklist_values_position", "picklist", "position"),
    )

    picklist: Mapped[str] = mapped_column(String(90))
    code: Mapped[str] = mapped_column(String(100))
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column()
    retired: Mapped[bool] = mapped_column(default=False)
    changed_in: Mapped[int] = mapped_column(BigInteger, index=True)

    @property
    def key(self) -> str:
        return f"{self.picklist}/{self.code}"

    def edit(self, fields: dict[str, Any], changed_in: int) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.changed_in = changed_in

    def retire(self, changed_in: int) -> None:
        rules.ensure_not_retired(self.code, self.retired)
        self.retired, self.changed_in = True, changed_in

    def reinstate(self, changed_in: int) -> None:
        rules.ensure_retired(self.code, self.retired)
        self.retired, self.changed_in = False, changed_in
