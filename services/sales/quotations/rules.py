"""What a quotation costs and which step it knows, in plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from shared.errors import Conflict, RuleBroken

CENT = Decimal("0.01")
FINEST = Decimal("0.0001")
HUNDRED = Decimal(100)
LARGEST_SUM = Decimal("99999999999999")


class QuotationStatus(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"


SUPERSEDED = "superseded"
"""What a version becomes that was neither accepted nor refused when the next one was begun."""

TRANSITIONS: Mapping[str, Mapping[QuotationStatus, QuotationStatus]] = {
    "send": {QuotationStatus.DRAFT: QuotationStatus.SENT},
    "accept": {QuotationStatus.SENT: QuotationStatus.ACCEPTED},
    "refuse": {QuotationStatus.SENT: QuotationStatus.REFUSED},
    "expire": {QuotationStatus.SENT: QuotationStatus.EXPIRED},
    "revise": {
        QuotationStatus.SENT: QuotationStatus.DRAFT,
        QuotationStatus.REFUSED: QuotationStatus.DRAFT,
        QuotationStatus.EXPIRED: QuotationStatus.DRAFT,
    },
}


class QuotationCannotDoThis(Conflict):
    """A quotation in this state does not know this step."""

    code = "quotation_state_forbids"


class VersionIsFixed(Conflict):
    """What a customer was sent stays as it was; a change is a new version."""

    code = "quotation_version_fixed"


class VersionsAreExhausted(Conflict):
    """A quotation that was revised so often is followed by another quotation of the same deal."""

    code = "quotation_versions_exhausted"


class DealIsClosed(Conflict):
    """Quotations are made for open opportunities."""

    code = "quotation_deal_closed"


class AnotherIsAccepted(Conflict):
    """A customer accepts one quotation of a deal."""

    code = "quotation_another_accepted"


class QuotationDealIsMissing(RuleBroken):
    """A quotation is made for a deal: one that is named, that its call is about, or the only open one."""

    code = "quotation_deal_missing"


class OpportunityIsUnknown(RuleBroken):
    """A quotation belongs to an opportunity that the caller can see."""

    code = "quotation_opportunity_unknown"


class ValidityIsOver(RuleBroken):
    """An offer stands until a day that has not passed."""

    code = "quotation_validity_over"


class ValidityIsNotOver(RuleBroken):
    """An offer stands until its last day is over; who wants another one revises it."""

    code = "quotation_still_valid"


class PriceIsMissing(RuleBroken):
    """The catalogue has a price in one currency; in another one the price must be said."""

    code = "quotation_price_missing"


class QuotationIsTooLarge(RuleBroken):
    """The quotation comes to more than can be counted."""

    code = "quotation_too_large"


class QuotationExternalIdIsTaken(Conflict):
    """An external id stands for one quotation of the whole installation."""

    code = "quotation_external_id_taken"


class QuotationKeepsThis(Conflict):
    """Whose a quotation is, for which deal and in which currency is decided when it is drawn up."""

    code = "quotation_keeps_this"


class PriceIsUndercut(Conflict):
    """A customer who has an offer for a product is not sent a lower one unless that price was approved for them.
    `conflicts` says which products, at which price, below which.
    """

    code = "quotation_price_conflict"


class DiscountIsAboveCeiling(RuleBroken):
    """A line takes off no more than the level of its customer allows. `ceiling` says how much that is in percent,
    `products` where it is exceeded.
    """

    code = "quotation_discount_above_ceiling"


class QuotationHasTooManyLines(RuleBroken):
    """The quotation would say more than one document can."""

    code = "quotation_too_many_lines"


@dataclass(frozen=True)
class Asked:
    """What a line asks for one piece, after its discount."""

    product_id: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Sums:
    """`gross` is always `net` and `tax` together, to the cent."""

    net: Decimal
    tax: Decimal
    gross: Decimal


def line_sums(quantity: int, unit_price: Decimal, discount_percent: Decimal, tax_percent: Decimal) -> Sums:
    """The sums of one line, rounded half up to the cent once: net first, then the tax on the rounded net."""
    net = _to_cents(unit_price * quantity * (HUNDRED - discount_percent) / HUNDRED)
    tax = _to_cents(net * tax_percent / HUNDRED)
    if net + tax > LARGEST_SUM:
        raise QuotationIsTooLarge("A line costs more than can be counted.")
    return Sums(net, tax, net + tax)


def total(lines: Iterable[Sums]) -> Sums:
    """The exact sums of lines that are rounded already; nothing is rounded again."""
    listed = list(lines)
    net = sum((line.net for line in listed), Decimal(0))
    tax = sum((line.tax for line in listed), Decimal(0))
    if net + tax > LARGEST_SUM:
        raise QuotationIsTooLarge("This quotation costs more than can be counted.")
    return Sums(net, tax, net + tax)


def next_status(verb: str, status: QuotationStatus) -> QuotationStatus:
    """The state that the verb leads to; raises `QuotationCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise QuotationCannotDoThis(f"A quotation that is {status} cannot {verb}.", status=status.value) from None


def ensure_room_for_version(number: int, most: int) -> None:
    """Whether a version of this number may be begun; raises `VersionsAreExhausted`."""
    if number > most:
        raise VersionsAreExhausted(f"A quotation has at most {most} versions; draw up another one.")


def ensure_draft(status: QuotationStatus) -> None:
    if status is not QuotationStatus.DRAFT:
        raise VersionIsFixed(f"This version is {status}; revise the quotation to change it.", status=status.value)


def ensure_valid(valid_until: date, today: date) -> None:
    if valid_until < today:
        raise ValidityIsOver(f"This would have been valid until {valid_until}.", valid_until=valid_until.isoformat())


def ensure_over(valid_until: date, today: date) -> None:
    if valid_until >= today:
        raise ValidityIsNotOver(f"This is valid until {valid_until}.", valid_until=valid_until.isoformat())


def ensure_deal_open(deal_status: str) -> None:
    if deal_status != "open":
        raise DealIsClosed(f"The opportunity is {deal_status}; reopen it first.", status=deal_status)


def ensure_only_one(accepted_id: str | None) -> None:
    """`accepted_id` is the quotation of the deal that is accepted already."""
    if accepted_id is not None:
        raise AnotherIsAccepted("Another quotation of this deal is accepted.", quotation_id=accepted_id)


def piece_price(net: Decimal, quantity: int) -> Decimal:
    """What one piece of a line comes to, as finely as prices are held against each other."""
    return (net / quantity).quantize(FINEST, ROUND_HALF_UP)


def undercut(
    asked: Iterable[Asked], told: Mapping[str, Decimal], granted: Mapping[str, Sequence[tuple[int, Decimal]]]
) -> list[tuple[Asked, Decimal]]:
    """The lines that ask less than the customer was told already, each with what that was, except where such a price
    was granted. `told` maps products to the lowest price of an offer that stands; `granted` maps them to prices, each
    with the quantity from which on it was granted.
    """
    return [
        (line, told[line.product_id])
        for line in asked
        if line.product_id in told
        and line.price < told[line.product_id]
        and not any(least <= line.quantity and price <= line.price for least, price in granted.get(line.product_id, ()))
    ]


def ensure_not_undercut(conflicts: Sequence[tuple[Asked, Decimal]]) -> None:
    if conflicts:
        told = [
            {"product_id": line.product_id, "price": _shown(line.price), "quoted": _shown(quoted)}
            for line, quoted in conflicts
        ]
        raise PriceIsUndercut(
            "This customer has an offer at a higher price; have the lower one approved first.", conflicts=told
        )


def ensure_below_ceiling(ceiling: Decimal, discounts: Iterable[tuple[str, Decimal]]) -> None:
    """`discounts` are those of the lines: the code of the product and the percentage."""
    above = sorted({code for code, percent in discounts if percent > ceiling})
    if above:
        shown = _shown(ceiling)
        raise DiscountIsAboveCeiling(
            f"Customers of this level are let off {shown} % at most.", ceiling=shown, products=above
        )


def ensure_lines_fit(lines: int, most: int) -> None:
    if lines > most:
        raise QuotationHasTooManyLines(f"A quotation has {most} lines at most.")


def unit_price(said: Decimal | None, list_price: Decimal, list_currency: str, currency: str) -> Decimal:
    if said is not None:
        return said
    if list_currency != currency:
        raise PriceIsMissing(f"The catalogue knows no price in {currency}; say the unit_price.", currency=currency)
    return list_price


def _shown(price: Decimal) -> str:
    """With two places, or as many more as it has."""
    cents = _to_cents(price)
    return str(cents if cents == price else price)


def _to_cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
