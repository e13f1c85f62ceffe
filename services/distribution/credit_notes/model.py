"""The credit note as the distribution database keeps it, and the only ways it changes."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.distribution.credit_notes import rules
from services.distribution.credit_notes.rules import CreditNoteStatus
from services.distribution.persistence import Base
from shared.clock import now
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class CreditNote(OwnedRecord, Base):
    """One for each return of an order; owner, unit and customer are the order's. `return_stands` until sales voids the
    return, whatever became of the note.
    """

    __tablename__ = "credit_notes"
    __table_args__ = (
        CheckConstraint("credited >= 0 AND credited <= amount", name="credited_within_amount"),
        Index("ix_credit_notes_created", "created_at", "id"),
        Index("ix_credit_notes_updated", "updated_at", "id"),
        Index("ix_credit_notes_amount", "amount", "id"),
        Index("ix_credit_notes_credited", "credited", "id"),
        Index("ix_credit_notes_owner_created", "owner_id", "created_at"),
        Index("ix_credit_notes_unit_created", "org_unit_id", "created_at"),
        Index("ix_credit_notes_customer_created", "customer_id", "created_at"),
        Index("ix_credit_notes_status_created", "status", "created_at"),
    )

    number: Mapped[str | None] = mapped_column(String(80), unique=True, default=None)
    return_id: Mapped[str] = mapped_column(Id, unique=True)
    return_number: Mapped[str] = mapped_column(String(80))
    return_stands: Mapped[bool] = mapped_column(default=True)
    order_id: Mapped[str] = mapped_column(Id, index=True)
    order_number: Mapped[str] = mapped_column(String(80))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(10), default=CreditNoteStatus.DRAFT)
    amount: Mapped[Decimal] = mapped_column(Money)
    credited: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    currency: Mapped[str] = mapped_column(String(3))
    issued_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    void_reason: Mapped[str | None] = mapped_column(String(500), default=None)

    lines: Mapped[list["CreditNoteLine"]] = relationship(
        lazy="selectin", order_by="CreditNoteLine.position", cascade="all, delete-orphan"
    )

    def write_lines(self, lines: Iterable[tuple[str, int, Decimal]]) -> None:
        """Line of the order, pieces, their price."""
        for position, (line_id, quantity, amount) in enumerate(lines):
            self.lines.append(CreditNoteLine(position=position, line_id=line_id, quantity=quantity, amount=amount))

    @property
    def worth(self) -> dict[str, Decimal]:
        """The price of what came back, by the line of the order."""
        return {line.line_id: line.amount for line in self.lines}

    @property
    def parts(self) -> dict[str, tuple[Decimal, Decimal]]:
        """What is credited by the line of the order, and how much of that was invoiced by the line itself."""
        return {line.line_id: (line.credited, line.of_line) for line in self.lines}

    @property
    def is_draft(self) -> bool:
        return self.status == CreditNoteStatus.DRAFT

    @property
    def is_issued(self) -> bool:
        return self.status == CreditNoteStatus.ISSUED

    def ensure_issuable(self) -> None:
        rules.next_status("issue", CreditNoteStatus(self.status))

    def issue(self, number: str) -> None:
        """Raises `NothingToCredit` where `credit` found nothing."""
        self.status = rules.next_status("issue", CreditNoteStatus(self.status))
        self.number, self.issued_at = number, now()

    def credit(self, parts: dict[str, tuple[Decimal, Decimal]]) -> None:
        """What each line credits, and how much of that was invoiced by the line itself."""
        self.credited = sum((credited for credited, _ in parts.values()), Decimal(0))
        rules.ensure_something(self.credited)
        for line in self.lines:
            line.credited, line.of_line = parts[line.line_id]

    def dispute(self, reason: str) -> None:
        self.status, self.void_reason = rules.next_status("dispute", CreditNoteStatus(self.status)), reason

    def forget_return(self) -> None:
        self.return_stands = False

    def void(self, reason: str) -> bool:
        """True when it had credited something, which counts no longer."""
        had_credited = not self.is_draft
        self.status, self.void_reason = rules.next_status("void", CreditNoteStatus(self.status)), reason
        return had_credited


class CreditNoteLine(Base):
    """`of_line` is the part of `credited` that invoices name the line for; the rest was invoiced as a mere amount."""

    __tablename__ = "credit_note_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    credit_note_id: Mapped[str] = mapped_column(Id, ForeignKey("credit_notes.id"), index=True)
    position: Mapped[int] = mapped_column()
    line_id: Mapped[str] = mapped_column(Id)
    quantity: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[Decimal] = mapped_column(Money)
    credited: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    of_line: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
