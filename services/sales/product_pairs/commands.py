"""Declaring pairs of products and changing them. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.product_pairs import queries, rules
from services.sales.product_pairs.model import ProductPair
from services.sales.products.queries import offered_products
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.sales import product_pairs as contract


def declare_product_pair(
    session: Session, actor: Actor, *, product_id: str, recommended_id: str, **fields: Any
) -> ProductPair:
    """Say that one product on offer is to be offered beside or instead of another.

    Raises `PairOfItself`, `PairIsDeclared`, `PairEndsTooEarly` and `ProductIsNotOffered`.
    """
    ensure_for_company(actor)
    rules.ensure_two(product_id, recommended_id)
    if queries.is_declared(session, product_id, recommended_id):
        raise rules.PairIsDeclared("This product is recommended for the other already.")
    offered_products(session, {product_id, recommended_id})
    chosen = {"id": fields.pop("id")} if "id" in fields else {}
    pair = ProductPair(product_id=product_id, recommended_id=recommended_id, created_by=actor.user_id, **chosen)
    pair.edit(fields)
    session.add(pair)
    session.flush()
    _announce(session, actor, pair, {}, contract.ProductPairDeclared)
    return pair


def change_product_pair(session: Session, actor: Actor, product_pair_id: str, **fields: Any) -> ProductPair:
    """Give it another kind, reason or window; what is left out stays. Raises `PairEndsTooEarly`."""
    ensure_for_company(actor)
    pair = queries.get_product_pair_for_change(session, actor, product_pair_id)
    before = _facts(pair)
    pair.edit(fields)
    _announce(session, actor, pair, before, contract.ProductPairChanged)
    return pair


def _announce(
    session: Session,
    actor: Actor,
    pair: ProductPair,
    before: dict[str, Any],
    event: type[contract.ProductPairEvent],
) -> None:
    after = _facts(pair)
    told = {**after, "product_pair_id": pair.id, "record_version": pair.next_version}
    announce(session, actor, pair, event(**told, changes=changes(before, after)))


def _facts(pair: ProductPair) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        **{name: getattr(pair, name) for name in ("product_id", "recommended_id", "kind", "reason")},
        "starts_on": pair.starts_on.isoformat() if pair.starts_on else None,
        "ends_on": pair.ends_on.isoformat() if pair.ends_on else None,
    }
