"""Having the documents of an order lose what its returns take of them."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from sqlalchemy.orm import Session

from services.sales.commission_plans.queries import get_commission_plan
from services.sales.commission_statements import queries, rules
from services.sales.commission_statements.commands.settling import settle
from services.sales.commission_statements.commands.source import Source
from services.sales.commission_statements.model import CreditedDocument
from services.sales.commission_statements.queries import Account, account_of
from services.sales.order_returns.queries import Cited, newest_standing, pieces_returned
from services.sales.orders.queries import Order, worth_of_pieces
from shared.actor import Actor
from shared.apportioning import apportion
from shared.contracts.sales import commission_statements as contract


def spread_returns(session: Session, order: Order, source: Source) -> dict[Account, int]:
    """Have each document that counts lose its part of what all returns of the order, which is held, take together.

    Which accounts changed by that, and from which place of the log on they are to be settled.
    """
    changed: dict[Account, int] = {}
    documents = queries.documents_of_order(session, order)
    cited = _cited(session, order, source)
    if cited is None or not documents:
        return changed
    returned = worth_of_pieces(order, pieces_returned(session, order))
    for (_, kind), group in groupby(documents, lambda one: (one.plan_id, one.source_kind)):
        counted = list(group)
        whole = sum((one.amount for one in counted), rules.NOTHING)
        taken = rules.taken_by_returns(whole, returned, order.amount, paid=kind == contract.PAYMENT)
        for document in _lose(counted, taken, cited, source):
            account = account_of(document)
            changed[account] = min(changed.get(account, document.position), document.position)
    session.flush()
    return changed


def settle_all(session: Session, actor: Actor, accounts: dict[Account, int]) -> None:
    """Settle each account from its place of the log on, in one order for everybody."""
    for account in sorted(accounts, key=lambda one: (one.plan_id, one.seller_id, one.starts_on)):
        plan = get_commission_plan(session, actor, account.plan_id)
        settle(session, actor, plan, account, accounts[account])


def _cited(session: Session, order: Order, source: Source) -> Cited | None:
    """The return that is told of, or the latest that stands; None of an order of which nothing ever came back."""
    if source.kind == contract.RETURN:
        return Cited(source.id, source.number or "")
    return newest_standing(session, order)


def _lose(
    documents: Sequence[CreditedDocument], taken: Decimal, cited: Cited, source: Source
) -> list[CreditedDocument]:
    """Each in proportion to its amount; those that lose otherwise than before."""
    changed = []
    parts = apportion(taken, [one.amount for one in documents], rules.FINEST)
    for document, part in zip(documents, parts, strict=True):
        if document.returned != part:
            document.lose_to_return(part, source.happened_on, cited.id, cited.number)
            changed.append(document)
    return changed
