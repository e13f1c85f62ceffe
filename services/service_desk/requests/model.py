"""The request as the service desk keeps it, and the only ways it changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.service_desk.persistence import Base
from services.service_desk.products.queries import Product
from services.service_desk.requests import rules
from services.service_desk.requests.rules import RequestStatus
from shared.contracts.service_desk import requests as contract
from shared.custom_fields import Customised
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class Request(Customised, OwnedRecord, Base):
    """The owner answers for it: whoever recorded it, then the agent who works on it, then, once overdue, a superior.

    `next_escalation_at` is set while the request is open and can still rise. `promised_hours` is what the level of its
    customer promised, by severity, when it was opened: who is raised later has it for the next one.

    `clock` is how it stands against its deadline, since `clock_since`; `clock_moves_at` is when that changes by itself.
    A request that a version before clocks has written has none until the timer comes by.
    """

    __tablename__ = "requests"
    shareable = True
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_requests_owner_created", "owner_id", "created_at"),
        Index("ix_requests_unit_created", "org_unit_id", "created_at"),
        Index("ix_requests_unit_status_due", "org_unit_id", "status", "due_at"),
        Index("ix_requests_escalation", "next_escalation_at"),
        Index("ix_requests_clock_moves", "clock_moves_at", "id"),
        Index("ix_requests_clock", "clock", "id"),
        Index("ix_requests_customer", "customer_id", "created_at"),
        Index("ix_requests_assignee", "assignee_id", "status"),
        Index("ix_requests_opportunity", "opportunity_id"),
        Index("ix_requests_order", "order_id"),
        Index("ix_requests_product", "product_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default="request")
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    customer_name: Mapped[str | None] = mapped_column(String(200), default=None)
    subject: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20), default="phone")
    severity: Mapped[str] = mapped_column(String(20), default="normal")
    skill: Mapped[str | None] = mapped_column(String(40), default=None)
    status: Mapped[str] = mapped_column(String(20), default=RequestStatus.NEW)
    assignee_id: Mapped[str | None] = mapped_column(Id, default=None)
    opportunity_id: Mapped[str | None] = mapped_column(Id, default=None)
    order_id: Mapped[str | None] = mapped_column(Id, default=None)
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    need: Mapped[str | None] = mapped_column(String(contract.LONGEST_NEED), default=None)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    level: Mapped[int] = mapped_column(default=0)
    next_escalation_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    clock: Mapped[str | None] = mapped_column(String(10), default=None)
    clock_since: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    clock_moves_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    solved_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    solution: Mapped[str | None] = mapped_column(Text, default=None)
    article_id: Mapped[str | None] = mapped_column(Id, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    promised_hours: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True), default=None)

    customer: Mapped[Any] = relationship(
        "Customer", primaryjoin="foreign(Request.customer_id) == Customer.id", viewonly=True, lazy="joined"
    )
    product: Mapped[Product | None] = relationship(
        primaryjoin=lambda: foreign(Request.product_id) == Product.id, viewonly=True, lazy="joined"
    )
    assignee: Mapped[OrgPersonReplica | None] = relationship(
        OrgPersonReplica,
        primaryjoin=lambda: Request.assignee_id == OrgPersonReplica.id,
        foreign_keys=lambda: [Request.assignee_id],
        viewonly=True,
        lazy="joined",
    )

    @property
    def customer_external_id(self) -> str | None:
        known: str | None = self.customer and self.customer.external_id
        return known

    def open(self, at: datetime, agreed: datetime | None, promised: Mapping[str, int] | None) -> None:
        """Start the time in which it is to be solved: by what was agreed, or else by what its customer was promised
        for its severity, or else by its severity.
        """
        self.promised_hours = dict(promised) if promised else None
        self.created_at = at  # the clock counts from here, whenever it is reckoned again
        self._set_deadline(agreed or rules.deadline(self._hours, at), at)

    def edit(self, fields: dict[str, Any], at: datetime) -> None:
        rules.ensure_open(RequestStatus(self.status))
        for name, value in fields.items():
            setattr(self, name, value)
        if "due_at" in fields:
            self._set_deadline(fields["due_at"], at)
        elif "severity" in fields:
            self._set_deadline(rules.deadline(self._hours, self.reopened_at or self.created_at), at)

    def put_back(self, fields: dict[str, Any], at: datetime) -> None:
        """What a job had changed, as it was before, the deadline with all that hangs on it."""
        rules.ensure_open(RequestStatus(self.status))
        for name, value in fields.items():
            setattr(self, name, value)
        self._set_deadline(self.due_at, at)

    def claim(self, agent_id: str, skills: frozenset[str], at: datetime) -> None:
        status = rules.next_status("claim", RequestStatus(self.status))
        rules.ensure_qualified(self.skill, skills)
        self._give_to(agent_id, status, at)

    def release(self, agent_id: str) -> None:
        status = rules.next_status("release", RequestStatus(self.status))
        rules.ensure_own(self.assignee_id, agent_id)
        self.status = status
        self.assignee_id = self.claimed_at = self.started_at = None
        if self.level == 0:
            self.owner_id = self.created_by

    def reassign(self, agent_id: str, skills: frozenset[str], their_unit: str, at: datetime) -> None:
        status = rules.next_status("reassign", RequestStatus(self.status))
        rules.ensure_assignee(self.skill, skills, their_unit, self.org_unit_id)
        self._give_to(agent_id, status, at)

    def start(self, agent_id: str, at: datetime) -> None:
        status = rules.next_status("start", RequestStatus(self.status))
        rules.ensure_own(self.assignee_id, agent_id)
        self.status = status
        self.started_at = at

    def solve(self, agent_id: str, solution: str, article_id: str | None, at: datetime) -> None:
        status = rules.next_status("solve", RequestStatus(self.status))
        rules.ensure_own(self.assignee_id, agent_id)
        self.status = status
        self.solution = solution
        self.article_id = article_id
        self.solved_at = at
        self.next_escalation_at = None
        self.turn_clock(at)

    def confirm(self, at: datetime) -> None:
        self.status = rules.next_status("confirm", RequestStatus(self.status))
        self.confirmed_at = at

    def close(self, at: datetime) -> None:
        self.status = rules.next_status("close", RequestStatus(self.status))
        self.closed_at = at

    def reopen(self, at: datetime) -> None:
        self.status = rules.next_status("reopen", RequestStatus(self.status))
        self.reopened_at = at
        self.assignee_id = None
        self.level = 0
        self._set_deadline(rules.deadline(self._hours, at), at)

    @property
    def warns_at(self) -> datetime:
        return rules.warns_at(self.reopened_at or self.created_at, self.due_at)

    def turn_clock(self, at: datetime) -> None:
        """Let the clock show what it is at this moment."""
        since = self.reopened_at or self.created_at
        solved_at = None if rules.is_open(RequestStatus(self.status or RequestStatus.NEW)) else self.solved_at
        turned = rules.clock_at(at, since, self.due_at, solved_at)
        if turned.state != self.clock:
            self.clock, self.clock_since = turned.state, at
        self.clock_moves_at = turned.moves_at

    def escalate(self, superior_id: str | None, at: datetime) -> None:
        """Rise by one level; a superior, where there is one, answers for it from now on."""
        self.level += 1
        self.escalated_at = at
        self.next_escalation_at = rules.next_escalation(self.level, self._hours, at)
        self.owner_id = superior_id or self.owner_id

    def _give_to(self, agent_id: str, status: RequestStatus, at: datetime) -> None:
        self.status = status
        self.assignee_id = agent_id
        self.claimed_at = at
        self.started_at = None
        if self.level == 0:
            self.owner_id = agent_id

    @property
    def _hours(self) -> int:
        return rules.hours_to_solve(self.severity, self.promised_hours or {})

    def _set_deadline(self, due_at: datetime, at: datetime) -> None:
        self.due_at = due_at
        self.turn_clock(at)
        if self.level == 0:
            self.next_escalation_at = self.due_at


class ClockMove(OwnedRecord, Base):
    """That the clock of a request moved by itself: nobody did anything, so neither the version of the request is raised
    nor is anybody disturbed who is editing it. It belongs to whom the request belongs to.
    """

    __tablename__ = "request_clock_moves"
    __table_args__ = (Index("ix_request_clock_moves_request", "request_id", "moved_at"),)

    request_id: Mapped[str] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    moved_at: Mapped[datetime] = mapped_column(UtcTime)

    def go_along(self, request: Request) -> None:
        """Belong to whom the request belongs to now."""
        self.owner_id, self.org_unit_id = request.owner_id, request.org_unit_id
