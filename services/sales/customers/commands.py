"""Changing customers. One function, one business decision, one event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers import queries, rules
from services.sales.customers.model import Customer
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.sales import customers as contract
from shared.errors import NotFound
from shared.ids import new_id
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    different,
    ensure_mode,
    take_rows,
)
from shared.owners import Belonging, new_owner, own, people_by_login
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun
FACTS = (
    "name", "tax_id", "domain", "phone", "website", "industry", "region", "country", "employees", "currency",
    "founded_year", "level", "type", "status", "parent_id", "external_id", "owner_id", "org_unit_id",
)  # fmt: skip


def create_customer(
    session: Session,
    actor: Actor,
    *,
    name: str,
    allow_duplicate: bool = False,
    belongs_to: Belonging | None = None,
    **fields: Any,
) -> Customer:
    """Record a customer, the caller's own unless said otherwise; raises `CustomerIsDuplicate` when one in the caller's
    sight looks the same.
    """
    place = belongs_to or own(actor)
    customer = Customer(
        id=fields.pop("id", None) or new_id(),
        owner_id=place.owner_id,
        org_unit_id=place.org_unit_id,
        created_by=actor.user_id,
    )
    customer.edit({"name": name, **fields})
    if not allow_duplicate:
        _ensure_new(session, actor, customer)
    _ensure_parent(session, actor, customer.id, customer.parent_id)
    session.add(customer)
    session.flush()
    announce(session, actor, customer, contract.CustomerCreated(**_told(customer, changes({}, _facts(customer)))))
    _index(session, customer)
    return customer


def change_customer(session: Session, actor: Actor, customer_id: str, **fields: Any) -> Customer:
    customer = get_for_change(session, Customer, actor, customer_id)
    before = _facts(customer)
    if fields.get("parent_id", customer.parent_id) != customer.parent_id:
        _ensure_parent(session, actor, customer.id, fields["parent_id"])
    customer.edit(fields)
    announce(session, actor, customer, contract.CustomerChanged(**_told(customer, changes(before, _facts(customer)))))
    _index(session, customer)
    return customer


def transfer_customer(session: Session, actor: Actor, customer_id: str, owner_id: str) -> Customer:
    """Hand the customer to another person; it moves to that person's unit."""
    customer = get_for_change(session, Customer, actor, customer_id)
    before = _facts(customer)
    person = new_owner(session, owner_id)
    customer.hand_over(person.id, person.unit_id)
    told = _told(customer, changes(before, _facts(customer)))
    handed = contract.CustomerTransferred(**told, from_owner_id=before["owner_id"], to_owner_id=person.id)
    announce(session, actor, customer, handed)
    return customer


def import_customers(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the customers in step with these rows, by external id; what a row does not mention stays as it is.

    A row may name as its parent a customer that stands in a row before it.
    """
    external_ids = {row.form["external_id"] for row in rows if row.form is not None}
    known = queries.customers_by_external_id(session, actor, external_ids)
    return take_rows(session, rows, lambda form: _import_customer(session, actor, mode, known, form))


def _import_customer(session: Session, actor: Actor, mode: str, known: dict[str, Customer], form: Form) -> RowResult:
    external_id = form["external_id"]
    customer = known.get(external_id)
    ensure_mode(mode, external_id, customer is not None)
    fields = {name: value for name, value in form.items() if name not in ("parent_external_id", "owner_login")}
    owner_id = _owner_id(session, form.get("owner_login"))
    if "parent_external_id" in form:
        fields["parent_id"] = _parent_id(session, actor, form["parent_external_id"])
    if customer is None:
        if queries.is_external_id_taken(session, external_id):
            raise rules.ExternalIdIsTaken(f"{external_id} stands for a customer out of your reach.")
        made = create_customer(session, actor, allow_duplicate=True, **fields)
        _give(session, actor, made, owner_id)
        known[external_id] = made  # only now: a row that is rejected after all leaves no customer behind
        return RowResult(CREATED, made.id)
    before = customer.version
    changed = different(customer, fields)
    if changed:
        change_customer(session, actor, customer.id, **changed)
    _give(session, actor, customer, owner_id)
    return RowResult(UNCHANGED if customer.version == before else UPDATED, customer.id)


def _give(session: Session, actor: Actor, customer: Customer, owner_id: str | None) -> None:
    if owner_id is not None and owner_id != customer.owner_id:
        transfer_customer(session, actor, customer.id, owner_id)


def _owner_id(session: Session, login: str | None) -> str | None:
    if login is None:
        return None
    found = people_by_login(session, {login})
    if login not in found:
        raise ReferenceIsUnknown(f"There is no person {login} to own this customer.")
    return found[login]


def _parent_id(session: Session, actor: Actor, external_id: str | None) -> str | None:
    if external_id is None:
        return None
    found = queries.customer_ids_by_external_id(session, actor, {external_id})
    if external_id not in found:
        raise ReferenceIsUnknown(f"There is no customer {external_id} for this one to belong to.")
    return found[external_id]


def _ensure_new(session: Session, actor: Actor, customer: Customer) -> None:
    wanted = customer.likeness()
    queries.take_turns(session, wanted)
    alike = queries.find_alike(session, actor, wanted)
    if alike:
        candidates = [
            {"id": one.id, "name": one.name, "same": rules.shared_traits(wanted, one.likeness())} for one in alike
        ]
        raise rules.CustomerIsDuplicate(
            "A customer like this is recorded already; say allow_duplicate to record it nevertheless.",
            candidates=candidates,
        )


def _ensure_parent(session: Session, actor: Actor, customer_id: str, parent_id: str | None) -> None:
    if parent_id is None:
        return
    if parent_id != customer_id:
        try:
            queries.get_customer(session, actor, parent_id)
        except NotFound:
            raise rules.ParentIsUnknown(f"There is no customer {parent_id} for this one to belong to.") from None
    rules.ensure_tree(customer_id, queries.ancestors_of(session, parent_id))


def _facts(customer: Customer) -> dict[str, Any]:
    """The fields whose changes are history."""
    revenue = customer.annual_revenue
    told = {name: getattr(customer, name) for name in FACTS}
    return {**told, "annual_revenue": None if revenue is None else money_text(revenue)}


def _told(customer: Customer, changed: Changes) -> dict[str, Any]:
    """What every event about this customer says."""
    return {
        "customer_id": customer.id,
        "record_version": customer.version + 1,
        "name": customer.name,
        "tax_id": customer.tax_id,
        "domain": customer.domain,
        "phone": customer.phone,
        "industry": customer.industry,
        "region": customer.region,
        "country": customer.country,
        "level": customer.level,
        "customer_type": customer.type,
        "status": customer.status,
        "parent_id": customer.parent_id,
        "external_id": customer.external_id,
        "owner_id": customer.owner_id,
        "org_unit_id": customer.org_unit_id,
        "changes": changed,
    }


def _index(session: Session, customer: Customer) -> None:
    found_by = (customer.tax_id, customer.domain, customer.phone, customer.external_id, customer.industry)
    index_words(session, NOUN, customer.id, customer.name, *found_by)
