"""The custom field as the gateway's database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import JSON, BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gateway.custom_fields import rules
from gateway.persistence import Base
from shared.persistence.records import Record


class CustomField(Record, Base):
    """Company-wide: no owner, no unit. What it holds never changes; `changed_in` is the organisation's version."""

    __tablename__ = "custom_fields"
    __table_args__ = (UniqueConstraint("entity", "code"),)

    entity: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(20))
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    required: Mapped[bool] = mapped_column(default=False)
    multiple: Mapped[bool] = mapped_column(default=False)
    picklist: Mapped[str | None] = mapped_column(String(90), default=None)
    references: Mapped[str | None] = mapped_column(String(40), default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    default: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    position: Mapped[int] = mapped_column()
    retired: Mapped[bool] = mapped_column(default=False)
    changed_in: Mapped[int] = mapped_column(BigInteger, index=True)

    @property
    def key(self) -> str:
        return f"{self.entity}.{self.code}"

    def edit(self, fields: dict[str, Any], changed_in: int) -> None:
        rules.ensure_not_retired(self.code, self.retired)
        for name, value in fields.items():
            setattr(self, name, value)
        self.changed_in = changed_in

    def retire(self, changed_in: int) -> None:
        rules.ensure_not_retired(self.code, self.retired)
        self.retired, self.changed_in = True, changed_in

    def reinstate(self, changed_in: int) -> None:
        rules.ensure_retired(self.code, self.retired)
        self.retired, self.changed_in = False, changed_in
