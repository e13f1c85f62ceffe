"""Working out recommendations: from orders in the caller's sight, and from what is declared for the whole company."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.orders.queries import bought_together, products_ordered
from services.sales.product_pairs.queries import pairs_of
from services.sales.products.queries import Product, offered_now
from services.sales.recommendations import rules
from services.sales.recommendations.rules import Reason
from shared.actor import Actor
from shared.clock import today
from shared.contracts.sales import recommendations as contract

MOST_REASONS = 200
"""Of each sort that are weighed; the strongest are taken first."""


@dataclass(frozen=True)
class Recommended:
    """A product on offer, and why to offer it."""

    product: Product
    reasons: Sequence[Reason]


def recommend(session: Session, actor: Actor, basket: Sequence[str], customer_id: str | None) -> list[Recommended]:
    """What else to offer to whoever takes these products, or to a customer in sight by what it bought lately."""
    known = set(basket)
    if customer_id is not None:
        buyer = get_customer(session, actor, customer_id)
        known |= products_ordered(session, actor, buyer.id, contract.LARGEST_BASKET)
    reasons = _reasons(session, actor, known)
    offered = offered_now(session, reasons)
    best = [product_id for product_id in rules.ranked(reasons) if product_id in offered]
    return [Recommended(offered[one], reasons[one]) for one in best[: contract.MOST_RECOMMENDED]]


def _reasons(session: Session, actor: Actor, known: set[str]) -> Mapping[str, list[Reason]]:
    """By the product to be offered: those that were declared, then those out of orders."""
    found: dict[str, list[Reason]] = defaultdict(list)
    if known:
        for pair in pairs_of(session, known, today(), MOST_REASONS):
            found[pair.recommended_id].append(Reason(pair.kind, pair.product_id, pair.reason))
        for one in bought_together(session, actor, known, MOST_REASONS):
            text = f"Bought together in {one.orders} of the latest orders."
            found[one.product_id].append(Reason(contract.BOUGHT_TOGETHER, one.with_id, text, one.orders))
    return found
