"""Reading quotations. Every query starts from what the actor may see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from services.sales.activities.queries import get_activity
from services.sales.customers.queries import get_customer
from services.sales.opportunities.queries import get_opportunity
from services.sales.products import queries as products
from services.sales.quotations import rules
from services.sales.quotations.model import Quotation as Quotation
from services.sales.quotations.model import QuotationLine, QuotationVersion
from services.sales.quotations.rules import QuotationStatus
from shared.actor import Actor
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import quotations as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.timeline import Strand, told
from shared.visible import changeable, get_for_change, get_visible, get_within_reach, visible

COLUMNS = {name: getattr(Quotation, name) for name in contract.LISTING.fields}


_SHOWN = selectinload(Quotation.shown).selectinload(QuotationVersion.lines)


MOST_OF_DEAL = 50


@dataclass(frozen=True)
class AcceptedLine:
    """A line as the customer accepted it. `amount` is net of discount and before tax; `tax` comes on top."""

    product_id: str
    code: str
    name: str
    quantity: int
    unit_price: Decimal
    discount_percent: Decimal
    amount: Decimal
    tax: Decimal


@dataclass(frozen=True)
class AcceptedQuotation:
    """What the customer of a deal accepted."""

    quotation_id: str
    call_id: str | None
    currency: str
    net: Decimal
    lines: tuple[AcceptedLine, ...]


def get_quotation(session: Session, actor: Actor, quotation_id: str) -> Quotation:
    """The quotation with all its versions; each line tells whether the catalogue has moved on."""
    return with_catalogue(session, _with_versions(session, get_visible(session, Quotation, actor, quotation_id)))


def get_quotation_for_change(session: Session, actor: Actor, quotation_id: str) -> Quotation:
    """The quotation with all its versions, locked until the transaction ends."""
    return _with_versions(session, get_for_change(session, Quotation, actor, quotation_id))


def quotations_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Quotation]:
    """Those that the caller may change, each with its latest version, locked in one order."""
    rows = changeable(Quotation, actor).where(Quotation.external_id.in_(external_ids)).order_by(Quotation.id)
    locked = rows.with_for_update(of=Quotation).options(_SHOWN).execution_options(populate_existing=True)
    return {str(quotation.external_id): quotation for quotation in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any quotation bears, in sight or not: each names one record of the whole installation."""
    taken = select(Quotation.external_id).where(Quotation.external_id.in_(external_ids))
    return {str(key) for key in session.scalars(taken)}


def get_quotation_within_reach(session: Session, actor: Actor, quotation_id: str) -> Quotation:
    """As for a change, for what a share never allows."""
    return _with_versions(session, get_within_reach(session, Quotation, actor, quotation_id))


def take_overdue(session: Session, actor: Actor, on: date, most: int) -> list[Quotation]:
    """Sent quotations whose last day is over, locked; those that another instance works on are left to it."""
    sent = visible(Quotation, actor).where(Quotation.status == QuotationStatus.SENT, Quotation.valid_until < on)
    earliest = sent.order_by(Quotation.valid_until, Quotation.id).limit(most)
    rows = session.scalars(earliest.with_for_update(of=Quotation, skip_locked=True))
    return [_with_versions(session, row) for row in rows]


def list_quotations(session: Session, actor: Actor, query: Payload) -> Payload:
    rows = visible(Quotation, actor).options(_SHOWN)
    return list_records(session, rows, Quotation, contract.LISTING, COLUMNS, query)


def quotations_of_deal(session: Session, actor: Actor, opportunity_id: str) -> list[Quotation]:
    """The newest of this deal that are in sight."""
    rows = visible(Quotation, actor).where(Quotation.opportunity_id == opportunity_id)
    return list(session.scalars(rows.order_by(Quotation.created_at.desc(), Quotation.id).limit(MOST_OF_DEAL)))


def list_quotations_of_deal(session: Session, actor: Actor, opportunity_id: str, query: Payload) -> Payload:
    """Those of a deal in sight that are in sight themselves, each with all its versions."""
    deal = get_opportunity(session, actor, opportunity_id)
    return _with_all_versions(session, visible(Quotation, actor).where(Quotation.opportunity_id == deal.id), query)


def list_quotations_of_customer(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those to a customer in sight that are in sight themselves, each with all its versions."""
    customer = get_customer(session, actor, customer_id)
    return _with_all_versions(session, visible(Quotation, actor).where(Quotation.customer_id == customer.id), query)


def list_quotations_of_call(session: Session, actor: Actor, activity_id: str, query: Payload) -> Payload:
    """Those in sight that were drawn up during a call in sight."""
    call = get_activity(session, actor, activity_id)
    rows = visible(Quotation, actor).where(Quotation.call_id == call.id).options(_SHOWN)
    return list_records(session, rows, Quotation, contract.LISTING, COLUMNS, query)


def _with_all_versions(session: Session, rows: Select[Quotation], query: Payload) -> Payload:
    versions = selectinload(Quotation.versions).selectinload(QuotationVersion.lines)
    return list_records(session, rows.options(versions), Quotation, contract.OF_MANY, COLUMNS, query)


def list_quotation_history(session: Session, actor: Actor, quotation_id: str, after: int) -> Payload:
    return list_history(session, get_visible(session, Quotation, actor, quotation_id).id, after=after)


def accepted_quotation_id(session: Session, opportunity_id: str) -> str | None:
    """Which quotation of the deal is accepted, in the caller's sight or not: there is at most one for everybody."""
    return session.scalar(select(Quotation.id).where(Quotation.accepted_for == opportunity_id))


def accepted_quotation(session: Session, opportunity_id: str) -> AcceptedQuotation | None:
    """What the customer of this deal accepted. The caller must have got the deal by `visible` before."""
    row = session.scalar(select(Quotation).where(Quotation.accepted_for == opportunity_id))
    if row is None:
        return None
    lines = tuple(
        AcceptedLine(
            product_id=line.product_id,
            code=line.code,
            name=line.name,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            amount=line.net,
            tax=line.tax,
        )
        for line in _with_versions(session, row).latest.lines
    )
    return AcceptedQuotation(row.id, row.call_id, row.currency, row.net, lines)


def accepted_lines(session: Session, opportunity_id: str) -> tuple[AcceptedLine, ...]:
    """The lines of the deal's accepted quotation, none if there is none; see `accepted_quotation`."""
    accepted = accepted_quotation(session, opportunity_id)
    return accepted.lines if accepted else ()


@dataclass(frozen=True)
class QuotedPrice:
    """What one piece costs by a quotation, after discount and before tax."""

    price: Decimal
    currency: str
    number: str
    valid_until: date


def quoted_prices(session: Session, customer_id: str, product_ids: set[str], on: date) -> dict[str, QuotedPrice]:
    """For each product the newest quotation that was sent to this customer and holds on that day. The caller must have
    got the customer by `visible` before: what the customer was told is no secret from whoever speaks for them.
    """
    newest = func.row_number().over(
        partition_by=QuotationLine.product_id, order_by=(QuotationVersion.sent_at.desc(), QuotationLine.id.desc())
    )
    latest = and_(QuotationVersion.quotation_id == Quotation.id, QuotationVersion.number == Quotation.latest_version)
    told = (
        select(QuotationLine.id, newest.label("place"))
        .join(QuotationVersion, QuotationVersion.id == QuotationLine.quotation_version_id)
        .join(Quotation, latest)
        .where(Quotation.customer_id == customer_id, Quotation.valid_until >= on)
        .where(Quotation.status.in_((QuotationStatus.SENT, QuotationStatus.ACCEPTED)))
        .where(QuotationLine.product_id.in_(product_ids))
        .subquery()
    )
    rows = session.execute(
        select(QuotationLine, Quotation.currency, Quotation.number, Quotation.valid_until)
        .join(told, and_(told.c.id == QuotationLine.id, told.c.place == 1))
        .join(QuotationVersion, QuotationVersion.id == QuotationLine.quotation_version_id)
        .join(Quotation, latest)
    )
    return {
        line.product_id: QuotedPrice(line.net / line.quantity, currency, number, valid_until)
        for line, currency, number, valid_until in rows
    }


def lowest_standing_prices(
    session: Session, quotation: Quotation, product_ids: set[str], on: date
) -> dict[str, Decimal]:
    """What the customer of this quotation, which the caller has, was told by others that stand, in the same currency:
    for each product the lowest price of one piece.
    """
    latest = and_(QuotationVersion.quotation_id == Quotation.id, QuotationVersion.number == Quotation.latest_version)
    rows = session.scalars(
        select(QuotationLine)
        .join(QuotationVersion, QuotationVersion.id == QuotationLine.quotation_version_id)
        .join(Quotation, latest)
        .where(Quotation.customer_id == quotation.customer_id, Quotation.id != quotation.id)
        .where(Quotation.valid_until >= on, Quotation.currency == quotation.currency)
        .where(Quotation.status.in_((QuotationStatus.SENT, QuotationStatus.ACCEPTED)))
        .where(QuotationLine.product_id.in_(product_ids))
    )
    lowest: dict[str, Decimal] = {}
    for line in rows:
        price = rules.piece_price(line.net, line.quantity)
        lowest[line.product_id] = min(price, lowest.get(line.product_id, price))
    return lowest


def with_catalogue(session: Session, quotation: Quotation) -> Quotation:
    """Mark the lines whose product is by now called otherwise, costs otherwise or is retired."""
    lines = [line for version in quotation.versions for line in version.lines]
    current = products.offered_now(session, {line.product_id for line in lines})
    for line in lines:
        offered = current.get(line.product_id)
        line.catalogue_changed = offered is None or (offered.code, offered.name, offered.list_price) != (
            line.code,
            line.name,
            line.list_price,
        )
    return quotation


def _with_versions(session: Session, quotation: Quotation) -> Quotation:
    rows = session.scalars(
        select(QuotationVersion)
        .where(QuotationVersion.quotation_id == quotation.id)
        .options(selectinload(QuotationVersion.lines))
        .order_by(QuotationVersion.number)
    )
    set_committed_value(quotation, "versions", list(rows))
    return quotation


def quotation_process() -> Process:
    return process_of("quotations", rules.QuotationStatus, rules.TRANSITIONS)


def has_quotations(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Quotation.customer_id == customer_id))))


def has_quotations_of_deal(session: Session, opportunity_id: str) -> bool:
    """Whether any come from this deal, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Quotation.opportunity_id == opportunity_id))))


POINTER = Pointer(Quotation)
"""Each names its customer."""

STRAND = Strand(
    timeline.QUOTATION,
    Quotation,
    partial(visible, Quotation),
    told("number", "status", "currency", amount="gross"),
)
"""What a customer's timeline shows of them."""
