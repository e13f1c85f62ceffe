"""The playbook as the sales database keeps it, and the only ways it changes."""

from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.sales.persistence import Base
from services.sales.playbooks import rules
from shared.ids import new_id
from shared.persistence.records import Record
from shared.persistence.types import Id, Money


class Play(Base):
    """One tactic, document or counter, and which deals it is for. `competitor_key` is by what competitors are told
    from one another.
    """

    __tablename__ = "plays"
    __table_args__ = (UniqueConstraint("playbook_id", "position"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    playbook_id: Mapped[str] = mapped_column(ForeignKey("playbooks.id"))
    position: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text, default=None)
    link: Mapped[str | None] = mapped_column(String(500), default=None)
    competitor: Mapped[str | None] = mapped_column(String(200), default=None)
    competitor_key: Mapped[str | None] = mapped_column(String(200), default=None)
    channel: Mapped[str | None] = mapped_column(String(20), default=None)
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    least_amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    most_amount: Mapped[Decimal | None] = mapped_column(Money, default=None)

    playbook: Mapped["Playbook"] = relationship(back_populates="plays", lazy="joined")


class Playbook(Record, Base):
    """Company-wide: no owner, no unit. Without a stage it is kept and recommends nothing."""

    __tablename__ = "playbooks"
    __table_args__ = (
        Index("ix_playbooks_name", "name", "id"),
        Index("ix_playbooks_stage", "stage", "name"),
        Index("ix_playbooks_created", "created_at", "id"),
        Index("ix_playbooks_updated", "updated_at", "id"),
    )

    name: Mapped[str] = mapped_column(String(200))
    stage: Mapped[str | None] = mapped_column(String(40), default=None)
    plays: Mapped[list[Play]] = relationship(
        order_by=Play.position, lazy="select", cascade="all, delete-orphan", back_populates="playbook"
    )

    def rename(self, name: str) -> None:
        self.name = name

    def attach(self, stage: str, outcome: str | None) -> None:
        """`outcome` is what the stage ends deals with, which must be nothing."""
        rules.ensure_goes_on(stage, outcome)
        self.stage = stage

    def detach(self) -> None:
        self.stage = None
