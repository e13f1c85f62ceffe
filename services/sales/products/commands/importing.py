"""Loading products from a file, many at a time."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.sales.products import commands, queries, rules
from services.sales.products.commands import telling
from services.sales.products.model import Product
from shared.actor import Actor
from shared.company_wide import ensure_for_company
from shared.contracts.sales import products as contract
from shared.custom_fields import has_custom_fields
from shared.custom_rows import custom_of_row, would_change_custom
from shared.ids import new_id
from shared.importing import CREATED, UNCHANGED, UPDATED, Form, ReadRow, RowResult, different, named
from shared.loading import Load, load_rows
from shared.picklists import ensure_listed


def import_products(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the catalogue in step with these rows, by code; what a row does not mention stays as it is."""
    ensure_for_company(actor)

    known = queries.products_by_code_for_change(session, named(rows, "code"))
    customised = has_custom_fields(session, Product)

    def fields(form: Form) -> Form:
        ensure_listed(session, contract.PICKLISTS, form, known.get(form["code"]))
        return {name: value for name, value in form.items() if name != "custom"}

    def make(made: Form) -> Product:
        return Product(id=new_id(), created_by=actor.user_id, **made)

    def alone(form: Form) -> RowResult:
        """By the same commands as by hand: custom fields may be required or have defaults."""
        product = known.get(form["code"])
        custom = custom_of_row(session, Product.entity, form.get("custom", {}))
        if product is None:
            return RowResult(CREATED, commands.create_product(session, actor, custom=custom, **fields(form)).id)
        changed = different(product, fields(form))
        if not changed and not would_change_custom(session, product, custom):
            return RowResult(UNCHANGED, product.id)
        commands.change_product(session, actor, product.id, custom=custom, **changed)
        return RowResult(UPDATED, product.id)

    load = Load(
        noun=commands.NOUN,
        key="code",
        known=known,
        taken=set(),
        taken_refusal=rules.ProductCodeIsTaken,
        fields=fields,
        make=make,
        edit=Product.edit,
        facts=telling.facts,
        created=lambda product, diff: contract.ProductCreated(**telling.told(product, diff)),
        changed=lambda product, diff: contract.ProductChanged(**telling.told(product, diff)),
        words=telling.found_by,
        is_special=lambda product, form: customised or "custom" in form,
        alone=alone,
    )
    return load_rows(session, actor, mode, rows, load)
