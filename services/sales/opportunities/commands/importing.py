"""Loading deals from a file: rows that name people, customers and products by their keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts.queries import contact_ids_by_external_id
from services.sales.customers.queries import customer_ids_by_external_id
from services.sales.opportunities import queries
from services.sales.opportunities.commands import recording
from services.sales.opportunities.commands.recording import COPIED, Outcome, RecordedOpportunity
from services.sales.opportunities.model import Opportunity
from services.sales.products.queries import product_ids_by_code
from shared.actor import Actor
from shared.custom_rows import custom_of_row
from shared.errors import Refusal
from shared.importing import (
    REJECTED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    ensure_mode,
    misread,
    rejected,
)
from shared.owners import people_by_login


@dataclass(frozen=True)
class _Keys:
    """What the keys in the rows of one batch stand for."""

    people: dict[str, str]
    customers: dict[str, str]
    contacts: dict[str, str]
    products: dict[str, str]
    taken: set[str]
    earlier: dict[str, Opportunity]


def import_opportunities(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the deals in step with these rows, by external id; what a row does not mention stays as it is."""
    keys = _keys(session, actor, [row.form for row in rows if row.form is not None])
    results: dict[int, RowResult] = {}
    wanted: dict[int, RecordedOpportunity] = {}
    for place, row in enumerate(rows):
        if row.form is None:
            results[place] = misread(row)
            continue
        try:
            wanted[place] = _wanted(session, keys, mode, row.form)
        except Refusal as refusal:
            results[place] = rejected(refusal)
    outcomes = recording.record_opportunities(session, actor, list(wanted.values()))
    results |= {place: _result(outcome) for place, outcome in zip(wanted, outcomes, strict=True)}
    return [results[place] for place in range(len(rows))]


def _keys(session: Session, actor: Actor, forms: Sequence[Form]) -> _Keys:
    external_ids = {form["external_id"] for form in forms}
    return _Keys(
        people=people_by_login(session, _named(forms, "owner_login")),
        customers=customer_ids_by_external_id(session, actor, _named(forms, "customer_external_id")),
        contacts=contact_ids_by_external_id(session, actor, _named(forms, "contact_external_id")),
        products=product_ids_by_code(session, _named(forms, "product_code")),
        taken=queries.external_ids_taken(session, external_ids),
        earlier=queries.opportunities_by_external_id(session, actor, external_ids),
    )


def _named(forms: Sequence[Form], field: str) -> set[str]:
    return {form[field] for form in forms if form.get(field) is not None}


def _wanted(session: Session, keys: _Keys, mode: str, form: Form) -> RecordedOpportunity:
    told = dict(form)
    ensure_mode(mode, told["external_id"], told["external_id"] in keys.taken)
    told["owner_id"] = _found(keys.people, told.pop("owner_login"), "person with the login")
    if "customer_external_id" in told:
        told["customer_id"] = _found(keys.customers, told.pop("customer_external_id"), "customer")
    if "contact_external_id" in told:
        told["contact_id"] = _found(keys.contacts, told.pop("contact_external_id"), "contact")
    if "product_code" in told:
        told["product_id"] = _found(keys.products, told.pop("product_code"), "product")
    if "custom" in told:
        told["custom"] = custom_of_row(session, Opportunity.entity, told["custom"])
    return RecordedOpportunity(**(_as_it_is(keys.earlier.get(told["external_id"])) | told))


def _found(known: dict[str, str], key: str | None, what: str) -> Any:
    if key is None:
        return None
    if key not in known:
        raise ReferenceIsUnknown(f"There is no {what} {key} within your reach.")
    return known[key]


def _as_it_is(earlier: Opportunity | None) -> dict[str, Any]:
    if earlier is None:
        return {}
    closed_on = earlier.closed_at.date() if earlier.closed_at else None
    return {name: getattr(earlier, name) for name in COPIED} | {"status": earlier.status, "closed_on": closed_on}


def _result(outcome: Outcome) -> RowResult:
    if outcome.outcome == recording.REFUSED:
        return RowResult(REJECTED, code=outcome.code, messages=outcome.messages)
    return RowResult(outcome.outcome, outcome.id)
