"""The visit as the sales database keeps it, and the only ways it changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Double, Index, String, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.contacts.queries import KeyedContact
from services.sales.customers.queries import KeyedCustomer, NamedCustomer
from services.sales.opportunities.queries import KeyedOpportunity
from services.sales.persistence import Base
from services.sales.visits import rules
from services.sales.visits.rules import VisitStatus
from shared.contracts.sales import visits as contract
from shared.custom_fields import Customised
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


@dataclass(frozen=True)
class Arrival:
    """Where and when a device was, in degrees and metres; its clock may be wrong."""

    device_at: datetime
    latitude: float
    longitude: float
    accuracy_m: float | None


class Visit(Customised, OwnedRecord, Base):
    """The owner is whoever goes there. Times of the server and of the visitor's device stand side by side."""

    __tablename__ = "visits"
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_visits_owner_starts", "owner_id", "starts_at"),
        Index("ix_visits_unit_starts", "org_unit_id", "starts_at"),
        Index("ix_visits_starts", "starts_at", "id"),
        Index("ix_visits_status_starts", "status", "starts_at"),
        Index("ix_visits_customer_starts", "customer_id", "starts_at"),
        Index("ix_visits_opportunity", "opportunity_id"),
        Index("ix_visits_contact", "contact_id"),
        Index("ix_visits_created", "created_at", "id"),
        Index("ix_visits_updated", "updated_at", "id"),
        Index("ix_visits_completed", "completed_at", "id"),
    )
    shareable = True
    names_by_key = (KeyedCustomer, KeyedContact, KeyedOpportunity)

    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    customer_id: Mapped[str] = mapped_column(Id)
    contact_id: Mapped[str | None] = mapped_column(Id, default=None)
    opportunity_id: Mapped[str | None] = mapped_column(Id, default=None)
    subject: Mapped[str] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(500), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    status: Mapped[str] = mapped_column(String(20), default=VisitStatus.PLANNED)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    checked_in_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    checked_in_device_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    latitude: Mapped[float | None] = mapped_column(Double, default=None)
    longitude: Mapped[float | None] = mapped_column(Double, default=None)
    accuracy_m: Mapped[float | None] = mapped_column(Double, default=None)
    completed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    completed_device_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    outcome: Mapped[str | None] = mapped_column(String(20), default=None)
    result: Mapped[str | None] = mapped_column(Text, default=None)
    next_step: Mapped[str | None] = mapped_column(String(500), default=None)
    reason: Mapped[str | None] = mapped_column(String(500), default=None)

    customer: Mapped[NamedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(Visit.customer_id) == NamedCustomer.id, viewonly=True, lazy="joined"
    )

    keyed_customer: Mapped[KeyedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(Visit.customer_id) == KeyedCustomer.id, viewonly=True, lazy="joined"
    )
    contact_key: Mapped[KeyedContact | None] = relationship(
        primaryjoin=lambda: foreign(Visit.contact_id) == KeyedContact.id, viewonly=True, lazy="joined"
    )
    opportunity_key: Mapped[KeyedOpportunity | None] = relationship(
        primaryjoin=lambda: foreign(Visit.opportunity_id) == KeyedOpportunity.id, viewonly=True, lazy="joined"
    )

    @property
    def customer_external_id(self) -> str | None:
        return self.keyed_customer.external_id if self.keyed_customer else None

    @property
    def contact_external_id(self) -> str | None:
        return self.contact_key.external_id if self.contact_key else None

    @property
    def opportunity_external_id(self) -> str | None:
        return self.opportunity_key.external_id if self.opportunity_key else None

    def edit(self, fields: dict[str, Any]) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def reschedule(self, starts_at: datetime, ends_at: datetime | None) -> None:
        rules.ensure_order(starts_at, ends_at)
        self._step("reschedule")
        self.starts_at, self.ends_at, self.reason = starts_at, ends_at, None

    def hand_over(self, owner_id: str, org_unit_id: str) -> None:
        self._step("transfer")
        if owner_id == self.owner_id:
            raise rules.VisitOwnerIsTheSame("This person pays the visit already.")
        self.owner_id, self.org_unit_id = owner_id, org_unit_id

    def check_in(self, person_id: str, arrival: Arrival, at: datetime) -> None:
        rules.ensure_own(self.owner_id, person_id)
        self._step("check_in")
        rules.ensure_device_time(arrival.device_at, at)
        self.checked_in_at, self.checked_in_device_at = at, arrival.device_at
        self.latitude, self.longitude, self.accuracy_m = arrival.latitude, arrival.longitude, arrival.accuracy_m

    def complete(
        self, person_id: str, outcome: str, result: str, next_step: str | None, device_at: datetime | None, at: datetime
    ) -> None:
        rules.ensure_own(self.owner_id, person_id)
        self._step("complete")
        rules.ensure_device_time(device_at, at, self.checked_in_device_at)
        self.outcome, self.result, self.next_step = outcome, result, next_step
        self.completed_at, self.completed_device_at = at, device_at

    def miss(self, reason: str, at: datetime) -> None:
        self._step("miss")
        rules.ensure_over(self.starts_at, at)
        self.reason = reason

    def cancel(self, reason: str) -> None:
        self._step("cancel")
        self.reason = reason

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, VisitStatus(self.status))
