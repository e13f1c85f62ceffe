"""Reading commission statements, and what the books say of an account. Every query starts from what is in sight."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from services.sales.commission_statements import rules
from services.sales.commission_statements.model import (
    CommissionLine,
    CommissionStatement,
    CreditedDocument,
    Undoing,
)
from services.sales.commission_statements.rules import Due as Due
from services.sales.commission_statements.rules import dues_of as dues_of
from services.sales.commission_statements.rules import parts_of as parts_of
from services.sales.orders.queries import Order
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import commission_statements as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.sums import sum_of_money
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(CommissionStatement, name) for name in contract.LISTING.fields}
LINE_COLUMNS = {name: getattr(CommissionLine, name) for name in contract.LINES.fields}


def get_commission_statement(session: Session, actor: Actor, statement_id: str) -> CommissionStatement:
    return get_visible(session, CommissionStatement, actor, statement_id)


def list_commission_statements(session: Session, actor: Actor, query: Payload) -> Payload:
    rows = visible(CommissionStatement, actor)
    return list_records(session, rows, CommissionStatement, contract.LISTING, COLUMNS, query)


def list_commission_lines(session: Session, actor: Actor, statement_id: str, query: Payload) -> Payload:
    """Those of a statement in sight."""
    statement = get_visible(session, CommissionStatement, actor, statement_id)
    rows = select(CommissionLine).where(CommissionLine.statement_id == statement.id)
    return list_records(session, rows, CommissionLine, contract.LINES, LINE_COLUMNS, query)


def list_commission_statement_history(session: Session, actor: Actor, statement_id: str, after: int) -> Payload:
    return list_history(session, get_commission_statement(session, actor, statement_id).id, after=after)


def statement_about(session: Session, actor: Actor, about: str) -> CommissionStatement | None:
    """The one in sight of this plan, person and period, locked until the transaction ends."""
    rows = visible(CommissionStatement, actor).where(CommissionStatement.about == about)
    statement: CommissionStatement | None = session.scalar(rows.with_for_update(of=CommissionStatement))
    return statement


def unit_of(session: Session, person_id: str) -> str | None:
    return session.scalar(select(OrgPersonReplica.unit_id).where(OrgPersonReplica.id == person_id))


@dataclass(frozen=True)
class Account:
    """Where documents accumulate: by one plan, for one owner of orders, in the period that begins on a day."""

    plan_id: str
    seller_id: str
    starts_on: date

    def holds(self) -> tuple[ColumnElement[bool], ...]:
        return (
            CreditedDocument.plan_id == self.plan_id,
            CreditedDocument.seller_id == self.seller_id,
            CreditedDocument.starts_on == self.starts_on,
        )


def account_of(document: CreditedDocument) -> Account:
    return Account(document.plan_id, document.seller_id, document.starts_on)


def undoing_of(session: Session, source_kind: str, source_id: str) -> Undoing | None:
    return session.get(Undoing, (source_kind, source_id))


def documents_of(session: Session, source_kind: str, source_id: str) -> Sequence[CreditedDocument]:
    """A document as each plan counts it."""
    found = select(CreditedDocument).where(
        CreditedDocument.source_kind == source_kind, CreditedDocument.source_id == source_id
    )
    return session.scalars(found.order_by(CreditedDocument.plan_id)).all()


def documents_of_order(session: Session, order: Order) -> Sequence[CreditedDocument]:
    """Those of an order, which the caller has, as each plan counts them, that were not undone."""
    found = select(CreditedDocument).where(CreditedDocument.order_id == order.id, CreditedDocument.undone_at.is_(None))
    return session.scalars(found.order_by(CreditedDocument.plan_id, CreditedDocument.position)).all()


def documents_since(session: Session, account: Account, since: int) -> Sequence[CreditedDocument]:
    """Those that came, or were undone, at this place of distribution's log or after it."""
    late = or_(CreditedDocument.position >= since, CreditedDocument.undone_at >= since)
    found = select(CreditedDocument).where(*account.holds(), late)
    return session.scalars(found.order_by(CreditedDocument.position)).all()


def accumulated_before(session: Session, account: Account, since: int) -> Decimal:
    """What came before this place of the log, less what was undone before it."""
    total = sum_of_money(CreditedDocument.amount)
    came = session.scalar(select(total).where(*account.holds(), CreditedDocument.position < since))
    undone = session.scalar(select(total).where(*account.holds(), CreditedDocument.undone_at < since))
    return (came or rules.NOTHING) - (undone or rules.NOTHING)


def counted_by(session: Session, plan_ids: Collection[str], since: date) -> dict[Account, Decimal]:
    """What still counts by these plans, for each owner of orders, in the periods that begin on a day or later."""
    keys = (CreditedDocument.plan_id, CreditedDocument.seller_id, CreditedDocument.starts_on)
    standing = (CreditedDocument.starts_on >= since, CreditedDocument.undone_at.is_(None))
    sums = select(*keys, sum_of_money(CreditedDocument.amount).label("total")).where(*standing)
    found = session.execute(sums.where(CreditedDocument.plan_id.in_(plan_ids)).group_by(*keys))
    return {Account(row.plan_id, row.seller_id, row.starts_on): row.total or rules.NOTHING for row in found}


def lines_of(session: Session, documents: Sequence[CreditedDocument]) -> dict[str, list[CommissionLine]]:
    """All lines that these documents have caused, by document."""
    keys = [document.id for document in documents]
    found = select(CommissionLine).where(CommissionLine.document_id.in_(keys)).order_by(CommissionLine.id)
    lines: dict[str, list[CommissionLine]] = {key: [] for key in keys}
    for line in session.scalars(found):
        lines[line.document_id].append(line)
    return lines
