"""Taking back what a job did to products."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.products import commands, queries
from services.sales.products.commands import telling
from services.sales.products.model import Product
from shared.actor import Actor
from shared.company_wide import ensure_for_company
from shared.contracts.sales import products as contract
from shared.importing import RowResult
from shared.undoing import Undoing, undo_records


def _withdraw(session: Session, actor: Actor, product: Product) -> Any:
    """Documents of the past and other services know it, so it leaves the catalogue as any other product does."""
    return commands.retire_product(session, actor, product.id)


_PRODUCTS = Undoing(
    noun=commands.NOUN,
    model=Product,
    find=queries.get_product_for_change,
    put_back=lambda session, product, fields: product.put_back(fields),
    facts=telling.facts,
    changed=lambda product, diff: contract.ProductChanged(**telling.told(product, diff)),
    words=telling.found_by,
    withdraw=_withdraw,
)


def undo_products(session: Session, actor: Actor, job_id: str, product_ids: Sequence[str]) -> list[RowResult]:
    """One result a product; one that was changed since stays, one that the job recorded is retired."""
    ensure_for_company(actor)
    return undo_records(session, actor, job_id, product_ids, _PRODUCTS)
