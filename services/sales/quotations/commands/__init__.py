"""Changing quotations. One function, one business decision, one event."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.activities.queries import Call, get_call
from services.sales.opportunities import queries as opportunities
from services.sales.opportunities.queries import Opportunity
from services.sales.products import queries as products
from services.sales.quotations import queries, rules
from services.sales.quotations.commands import letting_off, undercutting
from services.sales.quotations.model import Quotation, QuotationLine
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now, today
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.payload import Payload
from shared.contracts.sales import quotations as contract
from shared.custom_fields import custom_facts, record_custom
from shared.errors import NotFound
from shared.owners import Belonging, own
from shared.persistence.numbering import next_number
from shared.search import index_words
from shared.undoing import NotUndoable

NOUN = contract.LISTING.noun
NUMBERS = "QT"
BATCH = 100


def create_quotation(
    session: Session,
    actor: Actor,
    *,
    valid_until: date,
    lines: list[dict[str, Any]],
    opportunity_id: str | None = None,
    call_id: str | None = None,
    currency: str | None = None,
    note: str | None = None,
    custom: Payload | None = None,
    external_id: str | None = None,
    whose: Belonging | None = None,
    id: str | None = None,  # noqa: A002 (the caller's own id)
) -> Quotation:
    """Draw up the first version, a draft, for an open opportunity in the caller's sight; it is the caller's own unless
    it is said whose. Raises the refusals of `get_call` for the call during which it is done.
    """
    whose = whose or own(actor)
    call = None if call_id is None else get_call(session, actor, call_id)
    deal = _open_deal(session, actor, opportunity_id, call)
    rules.ensure_valid(valid_until, today())
    _ensure_key_free(session, external_id)
    quotation = Quotation(
        opportunity_id=deal.id,
        customer_id=deal.customer_id,
        call_id=call_id,
        currency=currency or deal.currency,
        external_id=external_id,
        owner_id=whose.owner_id,
        org_unit_id=whose.org_unit_id,
        created_by=actor.user_id,
        **({"id": id} if id else {}),
    )
    quotation.draw_up(_lines(session, quotation.currency, lines), valid_until, note)
    letting_off.ensure_discounts_allowed(session, quotation)
    quotation.number = next_number(session, NUMBERS, whose.org_unit_id)
    session.add(quotation)
    session.flush()
    record_custom(session, actor, quotation, custom)
    saying = told(quotation, changes({}, facts_of(quotation)))
    announce(session, actor, quotation, contract.QuotationCreated(**saying))
    index_words(session, NOUN, quotation.id, quotation.number, deal.name, external_id)
    return queries.with_catalogue(session, quotation)


def change_quotation(session: Session, actor: Actor, quotation_id: str, **fields: Any) -> Quotation:
    quotation = queries.get_quotation_for_change(session, actor, quotation_id)
    before = facts_of(quotation)
    rules.ensure_draft(rules.QuotationStatus(quotation.status))
    lines = _lines(session, quotation.currency, fields["lines"]) if "lines" in fields else None
    if "valid_until" in fields:
        rules.ensure_valid(fields["valid_until"], today())
    if fields.get("external_id", quotation.external_id) != quotation.external_id:
        _ensure_key_free(session, fields["external_id"])
        quotation.external_id = fields["external_id"]
    quotation.edit(lines, fields.get("valid_until"), fields.get("note", quotation.latest.note))
    if lines is not None:
        letting_off.ensure_discounts_allowed(session, quotation)
    record_custom(session, actor, quotation, fields.get("custom"))
    session.flush()
    saying = told(quotation, changes(before, facts_of(quotation)))
    announce(session, actor, quotation, contract.QuotationChanged(**saying))
    return queries.with_catalogue(session, quotation)


def send_quotation(session: Session, actor: Actor, quotation_id: str) -> Quotation:
    quotation = queries.get_quotation_for_change(session, actor, quotation_id)
    before = facts_of(quotation)
    undercutting.ensure_prices_agree(session, quotation, today())
    letting_off.ensure_discounts_allowed(session, quotation)
    quotation.send(now())
    announce(session, actor, quotation, contract.QuotationSent(**told(quotation, changes(before, facts_of(quotation)))))
    return queries.with_catalogue(session, quotation)


def accept_quotation(session: Session, actor: Actor, quotation_id: str) -> Quotation:
    """Record that the customer accepted the latest version; at most one quotation of a deal is accepted."""
    quotation = queries.get_quotation_for_change(session, actor, quotation_id)
    before = facts_of(quotation)
    accepted_id = queries.accepted_quotation_id(session, quotation.opportunity_id)
    rules.ensure_only_one(accepted_id if accepted_id != quotation.id else None)
    quotation.accept(now())
    saying = told(quotation, changes(before, facts_of(quotation)))
    announce(session, actor, quotation, contract.QuotationAccepted(**saying))
    return queries.with_catalogue(session, quotation)


def refuse_quotation(session: Session, actor: Actor, quotation_id: str, reason: str) -> Quotation:
    quotation = queries.get_quotation_for_change(session, actor, quotation_id)
    before = facts_of(quotation)
    quotation.refuse(reason, now())
    saying = told(quotation, changes(before, facts_of(quotation)))
    announce(session, actor, quotation, contract.QuotationRefused(**saying, reason=reason))
    return queries.with_catalogue(session, quotation)


def expire_quotation(session: Session, actor: Actor, quotation_id: str) -> Quotation:
    """Close a sent quotation whose last day is over."""
    quotation = queries.get_quotation_for_change(session, actor, quotation_id)
    _expire(session, actor, quotation)
    return queries.with_catalogue(session, quotation)


def expire_overdue_quotations(session: Session, actor: Actor) -> int:
    """Close up to `BATCH` sent quotations whose last day is over; how many there were."""
    overdue = queries.take_overdue(session, actor, today(), BATCH)
    for quotation in overdue:
        _expire(session, actor, quotation)
    return len(overdue)


def revise_quotation(session: Session, actor: Actor, quotation_id: str, valid_until: date | None = None) -> Quotation:
    """Begin a new version, a draft, from the latest one, which stays as it was sent."""
    quotation = queries.get_quotation_for_change(session, actor, quotation_id)
    before = facts_of(quotation)
    if valid_until is not None:
        rules.ensure_valid(valid_until, today())
    quotation.revise(valid_until)
    session.flush()
    saying = told(quotation, changes(before, facts_of(quotation)))
    announce(session, actor, quotation, contract.QuotationRevised(**saying))
    return queries.with_catalogue(session, quotation)


def _open_deal(session: Session, actor: Actor, opportunity_id: str | None, call: Call | None) -> Opportunity:
    """The deal that is named, or else the one of the call."""
    if opportunity_id is None and call is not None:
        opportunity_id = call.opportunity_id
        if opportunity_id is None and call.customer_id is not None:
            opportunity_id = opportunities.only_open_deal_of(session, actor, call.customer_id)
    if opportunity_id is None:
        raise rules.QuotationDealIsMissing("The call leaves open for which deal this is; name one.")
    try:
        deal = opportunities.get_opportunity(session, actor, opportunity_id)
    except NotFound as refusal:
        raise rules.OpportunityIsUnknown(refusal.detail) from None
    rules.ensure_deal_open(deal.status)
    return deal


def _ensure_key_free(session: Session, external_id: str | None) -> None:
    if external_id is not None and queries.external_ids_taken(session, {external_id}):
        raise rules.QuotationExternalIdIsTaken(f"There is a quotation {external_id} already.")


def _expire(session: Session, actor: Actor, quotation: Quotation) -> None:
    before = facts_of(quotation)
    quotation.expire(today())
    saying = told(quotation, changes(before, facts_of(quotation)))
    announce(session, actor, quotation, contract.QuotationExpired(**saying))


def _lines(session: Session, currency: str, asked: list[dict[str, Any]]) -> list[QuotationLine]:
    offered = products.offered_products(session, (line["product_id"] for line in asked))
    lines = []
    for position, line in enumerate(asked, 1):
        product = offered[line["product_id"]]
        price = rules.unit_price(line.get("unit_price"), product.list_price, product.currency, currency)
        discount = line.get("discount_percent", Decimal(0))
        tax = line.get("tax_percent", Decimal(0))
        sums = rules.line_sums(line["quantity"], price, discount, tax)
        lines.append(
            QuotationLine(
                position=position,
                product_id=product.id,
                code=product.code,
                name=product.name,
                quantity=line["quantity"],
                list_price=product.list_price,
                unit_price=price,
                discount_percent=discount,
                tax_percent=tax,
                net=sums.net,
                tax=sums.tax,
                gross=sums.gross,
                attributes=dict(product.custom or {}),
            )
        )
    return lines


def facts_of(quotation: Quotation) -> dict[str, Any]:
    """The fields whose changes are history."""
    latest = quotation.latest
    return {
        "status": str(quotation.status),
        "latest_version": quotation.latest_version,
        "valid_until": quotation.valid_until.isoformat(),
        "note": latest.note,
        "external_id": quotation.external_id,
        "net": money_text(quotation.net),
        "tax": money_text(quotation.tax),
        "gross": money_text(quotation.gross),
        "refused_reason": latest.refused_reason,
        "lines": [_line(line) for line in latest.lines],
        **custom_facts(quotation),
    }


def _line(line: QuotationLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "product_id": line.product_id,
        "code": line.code,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": money_text(line.unit_price),
        "discount_percent": money_text(line.discount_percent),
        "tax_percent": money_text(line.tax_percent),
        "net": money_text(line.net),
        "list_price": money_text(line.list_price),
        "attributes": line.attributes or {},
    }


def line_told(said: dict[str, Any]) -> QuotationLine:
    """The line of which the history says this. Raises `NotUndoable` where it did not say all of it yet."""
    if "list_price" not in said:
        raise NotUndoable("What its lines were before is not known whole; it cannot be taken back.")
    price, discount, tax, listed = (
        Decimal(said[name]) for name in ("unit_price", "discount_percent", "tax_percent", "list_price")
    )
    sums = rules.line_sums(said["quantity"], price, discount, tax)
    plain = {name: said[name] for name in ("position", "product_id", "code", "name", "quantity", "attributes")}
    percent = {"discount_percent": discount, "tax_percent": tax}
    return QuotationLine(
        **plain, **percent, list_price=listed, unit_price=price, net=sums.net, tax=sums.tax, gross=sums.gross
    )


def told(quotation: Quotation, changed: Changes) -> dict[str, Any]:
    """What every event about this quotation says."""
    unsaid = {"note", "external_id", "refused_reason", *custom_facts(quotation)}
    facts = {name: value for name, value in facts_of(quotation).items() if name not in unsaid}
    return {
        **facts,
        "quotation_id": quotation.id,
        "record_version": quotation.next_version,
        "number": quotation.number,
        "opportunity_id": quotation.opportunity_id,
        "customer_id": quotation.customer_id,
        "call_id": quotation.call_id,
        "currency": quotation.currency,
        "owner_id": quotation.owner_id,
        "org_unit_id": quotation.org_unit_id,
        "custom": quotation.custom or {},
        "changes": changed,
    }
