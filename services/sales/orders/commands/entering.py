"""Entering orders: directly, or from a deal that was won, once."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.activities.queries import get_call
from services.sales.configurators.commands import configurations_of_lines
from services.sales.customers.queries import get_customer
from services.sales.opportunities.queries import Opportunity, get_opportunity_for_change
from services.sales.orders import queries, rules
from services.sales.orders.commands import telling
from services.sales.orders.model import Order, OrderInstalment, OrderLine, OrderStep
from services.sales.products.queries import offered_products
from services.sales.quotations.queries import AcceptedLine, accepted_quotation
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.sales import orders as contract
from shared.contracts.sales.stages import WON
from shared.custom_fields import record_custom
from shared.errors import NotFound
from shared.ids import new_id
from shared.owners import Belonging, own
from shared.persistence.numbering import next_number
from shared.search import index_words

NOUN = contract.LISTING.noun
DEFAULT_CURRENCY = "USD"


def create_order(
    session: Session,
    actor: Actor,
    *,
    lines: list[dict[str, Any]],
    customer_id: str | None = None,
    call_id: str | None = None,
    currency: str = DEFAULT_CURRENCY,
    whose: Belonging | None = None,
    **fields: Any,
) -> Order:
    """Enter an order of a customer in the caller's sight, by default that of the call; it is the caller's own unless it
    is said whose. Raises the refusals of `get_call`.
    """
    whose = whose or own(actor)
    call = None if call_id is None else get_call(session, actor, call_id)
    order = Order(
        customer_id=_buyer(session, actor, customer_id or (call.customer_id if call else None)),
        call_id=call_id,
        currency=currency,
        owner_id=whose.owner_id,
        org_unit_id=whose.org_unit_id,
    )
    return _enter(session, actor, order, priced_lines(session, lines, currency), fields)


def order_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: str,
    *,
    lines: list[dict[str, Any]] | None = None,
    call_id: str | None = None,
    **fields: Any,
) -> Order:
    """Make the order of a won deal, for the deal's owner, with these lines or those of its accepted quotation.

    There is one at a time: after it is voided, the deal may become another. The deal stays locked meanwhile; who comes
    second is told the order by `OpportunityIsOrdered`.
    """
    opportunity = get_opportunity_for_change(session, actor, opportunity_id)
    existing = queries.order_of(session, opportunity)
    if existing is not None:
        raise rules.OpportunityIsOrdered("This deal has become an order already.", order_id=existing)
    if opportunity.status != WON:
        raise rules.OpportunityIsNotWon("A deal is ordered when it is won.", status=str(opportunity.status))
    if opportunity.customer_id is None:
        raise rules.CustomerIsMissing("The deal names no customer; reopen it and say who buys.")
    order = Order(
        customer_id=opportunity.customer_id,
        opportunity_id=opportunity.id,
        call_id=None if call_id is None else get_call(session, actor, call_id).id,
        stands_for=opportunity.id,
        currency=opportunity.currency,
        owner_id=opportunity.owner_id,
        org_unit_id=opportunity.org_unit_id,
    )
    ordered = _accepted(session, order, opportunity) if lines is None else priced_lines(session, lines, order.currency)
    return _enter(session, actor, order, ordered, fields)


def _buyer(session: Session, actor: Actor, customer_id: str | None) -> str:
    if customer_id is None:
        raise rules.CustomerIsMissing("The call tells no customer; say who buys.")
    try:
        return get_customer(session, actor, customer_id).id
    except NotFound:
        raise rules.CustomerIsMissing(f"There is no customer {customer_id} to order.") from None


def ensure_key_free(session: Session, external_id: str | None) -> None:
    if external_id is not None and queries.external_ids_taken(session, {external_id}):
        raise rules.OrderExternalIdIsTaken(f"There is an order {external_id} already.")


def priced_lines(session: Session, wanted: list[dict[str, Any]], currency: str) -> list[OrderLine]:
    """Lines as asked for, with the products as the catalogue has them now.

    Raises `ProductIsNotConfigured` for a configuration that is not known, and what forbids the choices.
    """
    products = offered_products(session, [line["product_id"] for line in wanted])
    built = configurations_of_lines(session, wanted)
    made = []
    for position, (line, configuration_id) in enumerate(zip(wanted, built, strict=True), start=1):
        product = products[line["product_id"]]
        price = line.get("unit_price")
        if price is None:
            price = _list_price(product.code, product.list_price, product.currency, currency)
        made.append(
            OrderLine(
                position=position,
                product_id=product.id,
                code=product.code,
                name=product.name,
                quantity=line["quantity"],
                unit_price=price,
                discount_percent=rules.NOTHING,
                amount=price * line["quantity"],
                tax=rules.NOTHING,
                configuration_id=configuration_id,
            )
        )
    return made


def planned_instalments(wanted: list[dict[str, Any]]) -> list[OrderInstalment]:
    return [OrderInstalment(due_on=one["due_on"], amount=one["amount"]) for one in wanted]


def _list_price(code: str, price: Decimal, listed_in: str, currency: str) -> Decimal:
    if listed_in != currency:
        raise rules.PriceIsMissing(f"{code} is listed in {listed_in}; say its price in {currency}.")
    return price


def _accepted(session: Session, order: Order, opportunity: Opportunity) -> list[OrderLine]:
    accepted = accepted_quotation(session, opportunity.id)
    if accepted is None:
        raise rules.LinesAreMissing("The deal has no accepted quotation; say what is ordered.")
    order.quotation_id, order.currency = accepted.quotation_id, accepted.currency
    order.call_id = order.call_id or accepted.call_id
    return [_accepted_line(position, line) for position, line in enumerate(accepted.lines, start=1)]


def _accepted_line(position: int, line: AcceptedLine) -> OrderLine:
    return OrderLine(
        position=position,
        product_id=line.product_id,
        code=line.code,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        amount=line.amount,
        tax=line.tax,
    )


def _enter(session: Session, actor: Actor, order: Order, lines: list[OrderLine], fields: dict[str, Any]) -> Order:
    ensure_key_free(session, fields.get("external_id"))
    order.id = fields.pop("id", None) or new_id()
    order.status = rules.OrderStatus.DRAFT
    order.created_by = actor.user_id
    custom = fields.pop("custom", None)
    order.edit(lines, planned_instalments(fields.pop("instalments", [])), fields)
    order.number = next_number(session, "SO", order.org_unit_id)
    session.add(order)
    session.flush()
    record_custom(session, actor, order, custom)
    session.refresh(order, ["customer"])
    session.add(OrderStep(order_id=order.id, key="ordered", step="ordered", state="done", detail={}, at=now()))
    announce(session, actor, order, contract.OrderCreated(**telling.told(order, changes({}, telling.facts(order)))))
    index(session, order)
    return order


def found_by(order: Order) -> tuple[str | None, ...]:
    """The texts whose words find this order."""
    return order.number, order.customer.name if order.customer else None, order.note, order.external_id


def index(session: Session, order: Order) -> None:
    """Let the order be found by what it says now."""
    index_words(session, NOUN, order.id, *found_by(order))
