"""Loading agreements from a file: what the rows name is found for all of them at once, what changes goes by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.service_desk.agreements import commands, queries, rules
from services.service_desk.agreements.model import Agreement
from services.service_desk.customers.queries import customer_ids_by_external_id
from services.service_desk.products.queries import product_ids_by_code
from shared.actor import Actor
from shared.custom_rows import custom_of_row, would_change_custom
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowIsThereAlready,
    RowResult,
    different,
    ensure_as_it_is,
    ensure_mode,
    named,
    take_rows,
)


@dataclass(frozen=True)
class _Keys:
    """What the keys in the rows of one batch stand for. `made` are those that an earlier row of it stood for."""

    known: dict[str, Agreement]
    taken: set[str]
    customers: dict[str, str]
    products: dict[str, str]
    made: set[str]


def import_agreements(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id; what a row does not mention stays as it is."""
    external_ids = named(rows, "external_id")
    known = queries.agreements_by_external_id(session, actor, external_ids)
    codes = {part["code"] for row in rows if row.form is not None for part in row.form.get("products", ())}
    keys = _Keys(
        known=known,
        taken=queries.external_ids_taken(session, external_ids) - known.keys(),
        customers=customer_ids_by_external_id(session, actor, named(rows, "customer_external_id")),
        products=product_ids_by_code(session, codes),
        made=set(),
    )
    return take_rows(session, rows, lambda form: _take(session, actor, mode, keys, form))


def _take(session: Session, actor: Actor, mode: str, keys: _Keys, form: Form) -> RowResult:
    key = form["external_id"]
    if key in keys.made:
        raise RowIsThereAlready(f"{key} stands in an earlier row too.")
    agreement = keys.known.get(key)
    ensure_mode(mode, key, agreement is not None)
    if agreement is None and key in keys.taken:
        raise rules.AgreementExternalIdIsTaken(f"{key} stands for a record out of your reach.")
    fields = _fields(session, keys, form)
    if agreement is None:
        if "customer_id" not in fields:
            raise rules.AgreementCustomerIsUnknown("An agreement is drawn up with a customer; the row names none.")
        made = commands.create_agreement(session, actor, **fields)
        keys.made.add(key)
        return RowResult(CREATED, made.id)
    changed = _changed(session, agreement, fields)
    if not changed:
        return RowResult(UNCHANGED, agreement.id)
    commands.change_agreement(session, actor, agreement.id, **changed)
    return RowResult(UPDATED, agreement.id)


def _fields(session: Session, keys: _Keys, form: Form) -> Form:
    """What the row says, as the commands take it. The customer may have no key: an empty cell says nothing of it."""
    fields = dict(form)
    customer = fields.pop("customer_external_id", None)
    if customer is not None:
        fields["customer_id"] = _found(keys.customers, customer, "customer", "within your reach")
    if "products" in fields:
        covered = [
            _found(keys.products, part["code"], "product", "in the catalogue") for part in fields.pop("products")
        ]
        fields["product_ids"] = sorted(set(covered))
    if "custom" in fields:
        fields["custom"] = custom_of_row(session, Agreement.entity, fields["custom"])
    return fields


def _changed(session: Session, agreement: Agreement, fields: Form) -> Form:
    ensure_as_it_is(agreement, {name: fields.pop(name) for name in ("customer_id",) if name in fields})
    plain = {name: value for name, value in fields.items() if name not in ("product_ids", "custom")}
    changed = different(agreement, plain)
    if fields.get("product_ids", covered := sorted(product.id for product in agreement.products)) != covered:
        changed["product_ids"] = fields["product_ids"]
    if would_change_custom(session, agreement, fields.get("custom")):
        changed["custom"] = fields["custom"]
    return changed


def _found(known: dict[str, str], key: str, what: str, where: str) -> str:
    if key not in known:
        raise ReferenceIsUnknown(f"There is no {what} {key} {where}.")
    return known[key]
