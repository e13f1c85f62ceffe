"""A learnt model as the reporting database keeps it: numbers as JSON, with what they were learnt from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.learnt_models import rules
from services.reporting.learnt_models.rules import Age, Present, Sight, Verdict
from services.reporting.persistence import Base
from shared.persistence.leases import Leased
from shared.persistence.paths import bytewise
from shared.persistence.types import Id, UtcTime


class LearntModel(Leased, Base):
    """`key` stands for kind, sight and question. `parameters` are what was learnt and `measures` how far that was right
    on what was held out; `heard` is how far the logs were of which it depends. Null until it is learnt. It
    `is_outdated` once something that it may have been learnt from has left the sight, or is gone.
    """

    __tablename__ = "learnt_models"
    __table_args__ = (Index("ix_learnt_models_used", "used_at", "key"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    reaches: Mapped[list[str]] = mapped_column(JSON)
    everything: Mapped[bool] = mapped_column()
    user_id: Mapped[str | None] = mapped_column(Id, default=None)
    unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    person_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    parameters: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    measures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    records: Mapped[int] = mapped_column(default=0)
    since: Mapped[date | None] = mapped_column(Date, default=None)
    until: Mapped[date | None] = mapped_column(Date, default=None)
    heard: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    position: Mapped[int] = mapped_column(BigInteger, default=0)
    position_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    org_version: Mapped[int] = mapped_column(BigInteger, default=0)
    learnt_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    used_at: Mapped[datetime] = mapped_column(UtcTime)
    is_outdated: Mapped[bool] = mapped_column(default=False)

    @property
    def sight(self) -> Sight:
        return Sight(tuple(self.reaches), self.user_id, self.unit_id, self.unit_path, self.person_path)

    @property
    def age(self) -> Age | None:
        """None of what nothing was learnt for yet."""
        if self.learnt_at is None:
            return None
        return Age(self.learnt_at, self.records, self.heard, self.org_version, self.is_outdated)

    def begin(self, holder: str, moment: datetime, verdict: Verdict) -> None:
        """What leaves the sight from now on outdates what is learnt. What was of no use is told by nobody meanwhile."""
        self.lease_holder, self.lease_until = holder, moment + rules.HELD
        if self.is_outdated or verdict == Verdict.USELESS:
            self.is_outdated, self.learnt_at = False, None

    def keep(
        self,
        parameters: dict[str, Any],
        measures: dict[str, Any],
        learnt_from: tuple[int, date | None, date | None],
        present: Present,
    ) -> None:
        """What was learnt from so many records of these days, as all stood at present."""
        self.parameters, self.measures = parameters, measures
        self.records, self.since, self.until = learnt_from
        self.heard, self.org_version, self.learnt_at = dict(present.heard), present.org_version, present.at

    def is_held_by(self, holder: str) -> bool:
        return self.lease_holder == holder
