"""The call-back as the sales database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.call_backs import rules
from services.sales.call_backs.rules import CallBackStatus
from services.sales.persistence import Base
from shared.contracts.sales import call_backs as contract
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class CallBack(OwnedRecord, Base):
    """Owned by the agent who is to call; in a unit's queue, until one of its people takes it, by who arranged it.

    `due_at` is the moment; zone and local time say how it was promised. `tell_at` is the same moment until it was told
    that it has come, and null from then on: what is told is found by it, and told once.
    """

    __tablename__ = "call_backs"
    __table_args__ = (
        Index("ix_call_backs_owner_due", "owner_id", "due_at"),
        Index("ix_call_backs_unit_queue", "org_unit_id", "status", "due_at"),
        Index("ix_call_backs_agent_queue", "agent_id", "status", "due_at"),
        Index("ix_call_backs_tell", "tell_at", "id"),
        Index("ix_call_backs_due", "due_at", "id"),
        Index("ix_call_backs_customer_due", "customer_id", "due_at"),
        Index("ix_call_backs_contact_due", "contact_id", "due_at"),
        Index("ix_call_backs_lead_due", "lead_id", "due_at"),
        Index("ix_call_backs_opportunity_due", "opportunity_id", "due_at"),
        Index("ix_call_backs_call", "call_id"),
        Index("ix_call_backs_created", "created_at", "id"),
        Index("ix_call_backs_updated", "updated_at", "id"),
    )

    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    contact_id: Mapped[str | None] = mapped_column(Id, default=None)
    lead_id: Mapped[str | None] = mapped_column(Id, default=None)
    opportunity_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(10), default=CallBackStatus.WAITING)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    time_zone: Mapped[str] = mapped_column(String(contract.LONGEST_ZONE))
    local_time: Mapped[str] = mapped_column(String(26))
    tell_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    queue: Mapped[str] = mapped_column(String(10))
    agent_id: Mapped[str | None] = mapped_column(Id, default=None)
    subject: Mapped[str | None] = mapped_column(String(200), default=None)
    phone_number: Mapped[str | None] = mapped_column(String(50), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    completed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    result: Mapped[str | None] = mapped_column(String(500), default=None)
    call_id: Mapped[str | None] = mapped_column(Id, default=None)
    reason: Mapped[str | None] = mapped_column(String(500), default=None)

    arranger: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(CallBack.created_by) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    def stood_before(self, person_id: str, unit_id: str, at: datetime) -> bool:
        """Whether it stands, or stood until a colleague took it, in the queue that this person of this unit sees."""
        shared = self.queue == contract.UNIT and self.org_unit_id == unit_id
        return (shared or self._waits_for(person_id, unit_id)) and self.due_at <= at

    def promise(self, moment: datetime, time_zone: str, at: datetime) -> None:
        """`at` is now. Raises `CallBackLiesBehind`."""
        rules.ensure_ahead(moment, at)
        self.due_at = self.tell_at = moment
        self.time_zone, self.local_time = time_zone, rules.local_time(moment, time_zone)

    def edit(self, fields: dict[str, Any]) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)

    def fall_due(self) -> None:
        """It was told that the time has come."""
        self.tell_at = None

    def take(self, person_id: str, unit_id: str, at: datetime) -> None:
        """Raises `CallBackIsTaken` for whoever comes second, `CallBackIsNotDue` and `CallBackOfAnotherPerson`."""
        if self.status == CallBackStatus.TAKEN:
            raise rules.CallBackIsTaken("Somebody has taken this call-back already.")
        self._step("take")
        rules.ensure_own_queue(self._waits_for(person_id, unit_id))
        rules.ensure_due(self.due_at, at)
        self._give(person_id, unit_id)
        self.taken_at, self.tell_at = at, None

    def postpone(self, moment: datetime, time_zone: str, at: datetime) -> None:
        """Whoever has taken it keeps it."""
        self._step("postpone")
        self.promise(moment, time_zone, at)
        self.taken_at = None
        if self.agent_id is not None:
            self.queue = contract.PERSON

    def hand_over(self, person_id: str, unit_id: str) -> None:
        """The new agent is told when it is due, even if the old one was told before."""
        self._step("transfer")
        rules.ensure_another(self.agent_id, person_id)
        self._give(person_id, unit_id)
        self.queue, self.taken_at, self.tell_at = contract.PERSON, None, self.due_at

    def complete(self, person_id: str, result: str | None, call_id: str | None, at: datetime) -> None:
        self._step("complete")
        rules.ensure_caller(self.agent_id, person_id)
        self.result, self.call_id, self.completed_at, self.tell_at = result, call_id, at, None

    def cancel(self, reason: str) -> None:
        self._step("cancel")
        self.reason, self.tell_at = reason, None

    def _waits_for(self, person_id: str, unit_id: str) -> bool:
        return self.agent_id == person_id or (self.agent_id is None and self.org_unit_id == unit_id)

    def _give(self, person_id: str, unit_id: str) -> None:
        self.agent_id = self.owner_id = person_id
        self.org_unit_id = unit_id

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, CallBackStatus(self.status))
