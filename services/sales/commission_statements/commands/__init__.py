"""Keeping the books of commissions: each document of distribution is entered once, and taken back once.

What is heard late is put in its place: documents that count after it are reckoned again, and where one earned
otherwise, its lines are reversed and written anew. So the books come to the same in whatever order they are told.
"""

from decimal import Decimal

from sqlalchemy.orm import Session

from services.sales.commission_plans.queries import CommissionPlan, period_of, plans_paying
from services.sales.commission_splits.queries import shares_of
from services.sales.commission_statements import queries, rules
from services.sales.commission_statements.commands.returning import settle_all, spread_returns
from services.sales.commission_statements.commands.source import Source as Source
from services.sales.commission_statements.model import CreditedDocument, Undoing
from services.sales.commission_statements.queries import Account
from services.sales.orders.commands.returning import hold_order
from services.sales.orders.queries import Order, worth_of_pieces
from shared.actor import Actor
from shared.contracts.fields import money_text
from shared.contracts.sales import commission_plans as plans


def credit_payment(session: Session, actor: Actor, order_id: str, source: Source, amount: Decimal) -> None:
    """Enter what money that came in for an order earns by the plans that pay for what is paid."""
    _credit(session, actor, hold_order(session, actor, order_id), source, plans.PAID, amount)


def credit_shipment(session: Session, actor: Actor, order_id: str, source: Source, pieces: dict[str, int]) -> None:
    """Enter what goods that left earn by the plans that pay for what is shipped: their part of their lines' amounts."""
    order = hold_order(session, actor, order_id)
    _credit(session, actor, order, source, plans.SHIPPED, worth_of_pieces(order, pieces))


def take_back(session: Session, actor: Actor, undone_id: str, source: Source) -> None:
    """Reverse exactly what a document earned, or will when it is heard of; `source` is what undid it."""
    if queries.undoing_of(session, source.kind, undone_id) is not None:
        return
    undoing = Undoing(
        source_kind=source.kind,
        source_id=undone_id,
        by_id=source.id,
        by_number=source.number,
        position=source.position,
        happened_on=source.happened_on,
    )
    session.add(undoing)
    documents = queries.documents_of(session, source.kind, undone_id)
    for document in documents:
        document.undo(undoing)
    session.flush()
    accounts = {queries.account_of(document): source.position for document in documents}
    for order_id in {document.order_id for document in documents}:
        order = hold_order(session, actor, order_id)
        accounts = _earliest(accounts, spread_returns(session, order, source))
    settle_all(session, actor, accounts)


def take_back_returned(session: Session, actor: Actor, order_id: str, source: Source) -> None:
    """Have the documents of an order lose, or get back, what its returns take of them; `source` is the return that was
    recorded or voided.
    """
    order = hold_order(session, actor, order_id)
    settle_all(session, actor, spread_returns(session, order, source))


def _earliest(accounts: dict[Account, int], others: dict[Account, int]) -> dict[Account, int]:
    """All of them, each from the earlier of its places of the log on."""
    return {
        account: min(place for place in (accounts.get(account), others.get(account)) if place is not None)
        for account in {**accounts, **others}
    }


def _credit(session: Session, actor: Actor, order: Order, source: Source, basis: str, amount: Decimal) -> None:
    if amount <= 0 or queries.documents_of(session, source.kind, source.id):
        return
    undoing = queries.undoing_of(session, source.kind, source.id)
    accounts: dict[Account, int] = {}
    for plan in plans_paying(session, actor, order.owner_id, basis, order.currency, source.happened_on):
        document = _document(session, actor, order, source, plan, amount)
        if undoing is not None:
            document.undo(undoing)
        session.add(document)
        accounts[queries.account_of(document)] = source.position
    session.flush()
    settle_all(session, actor, _earliest(accounts, spread_returns(session, order, source)))


def _document(
    session: Session, actor: Actor, order: Order, source: Source, plan: CommissionPlan, amount: Decimal
) -> CreditedDocument:
    terms = plan.terms_on(source.happened_on)
    shares: dict[str, Decimal] = {}
    for share in shares_of(session, actor, order.id) or terms.shares:
        person_id = share.person_id or order.owner_id
        shares[person_id] = shares.get(person_id, rules.NOTHING) + share.percent
    return CreditedDocument(
        plan_id=plan.id,
        seller_id=order.owner_id,
        starts_on=period_of(source.happened_on, plan.period)[0],
        source_kind=source.kind,
        source_id=source.id,
        source_number=source.number,
        order_id=order.id,
        order_number=order.number,
        opportunity_id=order.opportunity_id,
        amount=amount,
        position=source.position,
        happened_on=source.happened_on,
        kept_tiers=terms.kept_tiers,
        kept_shares={person_id: money_text(percent) for person_id, percent in shares.items()},
    )
