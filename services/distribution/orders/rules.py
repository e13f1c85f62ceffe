"""What may happen to an order on its way, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from shared.errors import Conflict, NotFound, RuleBroken

CENT = Decimal("0.01")


class FulfilmentStatus(StrEnum):
    WAITING = "waiting"
    RESERVED = "reserved"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    RELEASED = "released"


class OrderIsReleased(Conflict):
    """Nothing more happens on an order that was undone."""

    code = "order_released"


class OrderIsNotReserved(Conflict):
    """Only reserved goods are shipped."""

    code = "order_not_reserved"


class LineIsUnknown(NotFound):
    """The order has no such line."""

    code = "order_line_unknown"


class ShipmentAboveOrdered(Conflict):
    """Of no line are more pieces shipped than were ordered."""

    code = "shipment_above_ordered"


class MoreBackThanShipped(Conflict):
    """Of no line are more pieces received back than were shipped and are not back already. `open` says how many may."""

    code = "return_above_shipped"


class ShippedGoodsAreBack(Conflict):
    """A shipment is not taken back of whose goods a return says that they are: they would lie on stock twice."""

    code = "shipped_goods_are_back"


class OrderShipsAsWhole(Conflict):
    """The order was agreed to be delivered at once. `left_behind` has the pieces that would stay, by line."""

    code = "partial_shipment_forbidden"


class InvoiceAboveOrder(Conflict):
    """No more is invoiced than the order is worth."""

    code = "invoice_above_order"


class InvoiceAboveKept(Conflict):
    """Nothing is invoiced for goods that came back. `open` says what may still be invoiced."""

    code = "invoice_above_kept"


class InvoiceIsCredited(Conflict):
    """An invoice is not voided of which something is credited: void the credit notes first."""

    code = "invoice_is_credited"


class PaymentAboveOrder(Conflict):
    """No more is taken than the order is worth."""

    code = "payment_above_order"


class AmountIsZero(RuleBroken):
    """An invoice or a payment is of an amount above zero."""

    code = "amount_not_positive"


def ensure_not_released(status: FulfilmentStatus) -> None:
    if status is FulfilmentStatus.RELEASED:
        raise OrderIsReleased("This order was undone.", status=status.value)


def ensure_reserved(status: FulfilmentStatus) -> None:
    ensure_not_released(status)
    if status is FulfilmentStatus.WAITING:
        raise OrderIsNotReserved("Nothing is reserved for this order yet.", status=status.value)


def ensure_shippable(line_id: str, ordered: int, shipped: int, quantity: int) -> None:
    if shipped + quantity > ordered:
        raise ShipmentAboveOrdered(
            f"Of this line {ordered} pieces are ordered and {shipped} shipped.",
            line_id=line_id,
            ordered=ordered,
            shipped=shipped,
            open=ordered - shipped,
        )


def ensure_back_within_shipped(line_id: str, shipped: int, returned: int, quantity: int) -> None:
    if returned + quantity > shipped:
        raise MoreBackThanShipped(
            f"Of this line {shipped} pieces are shipped and {returned} back already.",
            line_id=line_id,
            open=shipped - returned,
        )


def ensure_not_back(line_id: str, shipped: int, returned: int) -> None:
    """`shipped` is what would be left as shipped."""
    if shipped < returned:
        raise ShippedGoodsAreBack(f"Of this line {returned} pieces were received back.", line_id=line_id, back=returned)


def ensure_whole_enough(reserved: Mapping[str, int], parts: Mapping[str, int], *, partly: bool) -> None:
    """`partly` says whether the order may be delivered in parts."""
    left = {line: pieces - parts.get(line, 0) for line, pieces in reserved.items() if parts.get(line, 0) < pieces}
    if left and not partly:
        raise OrderShipsAsWhole("This order is delivered as a whole; ship all of its lines at once.", left_behind=left)


def ensure_pieces_open(line_id: str, ordered: int, invoiced: int, quantity: int) -> None:
    if invoiced + quantity > ordered:
        raise InvoiceAboveOrder(
            f"Of this line {ordered} pieces are ordered and {invoiced} invoiced.",
            line_id=line_id,
            open=ordered - invoiced,
        )


def ensure_invoice_fits(amount: Decimal, order_amount: Decimal, invoiced: Decimal) -> None:
    _ensure_positive(amount)
    if invoiced + amount > order_amount:
        still = _text(order_amount - invoiced)
        raise InvoiceAboveOrder(f"Of this order {still} may still be invoiced.", open=still)


def ensure_invoice_kept(amount: Decimal, kept: Decimal, owed: Decimal) -> None:
    """`kept` is the price of what did not come back, `owed` what is invoiced and not credited."""
    if owed + amount > kept:
        still = _text(max(kept - owed, Decimal(0)))
        raise InvoiceAboveKept(f"Goods of this order came back; {still} may still be invoiced.", open=still)


def creditable(
    worth: Mapping[str, Decimal], open_lines: Mapping[str, Decimal], at_large: Decimal
) -> dict[str, tuple[Decimal, Decimal]]:
    """What of these prices can be credited, by line, and how much of that is invoiced by the line itself.

    `open_lines` is what invoices name each line for, `at_large` what they ask for without naming lines; both less what
    is credited of them already.
    """
    parts: dict[str, tuple[Decimal, Decimal]] = {}
    for line_id, price in worth.items():
        of_line = min(price, open_lines.get(line_id, Decimal(0)))
        rest = min(price - of_line, at_large)
        at_large -= rest
        parts[line_id] = (of_line + rest, of_line)
    return parts


def ensure_credits_covered(*left: Decimal) -> None:
    if any(amount < 0 for amount in left):
        raise InvoiceIsCredited("Something of this invoice is credited; void the credit notes first.")


def ensure_payment_fits(amount: Decimal, order_amount: Decimal, paid: Decimal) -> None:
    _ensure_positive(amount)
    if paid + amount > order_amount:
        still = _text(order_amount - paid)
        raise PaymentAboveOrder(f"Of this order {still} may still be paid.", open=still)


def share_of(quantity: int, ordered: int, invoiced: int, amount: Decimal, invoiced_amount: Decimal) -> Decimal:
    """What these pieces of a line cost. The last pieces cost what is left, so that the parts add up to the line."""
    left = amount - invoiced_amount
    if invoiced + quantity == ordered:
        return left
    return min(left, (amount * quantity / ordered).quantize(CENT, ROUND_HALF_UP))


def why_not_released(shipped: int, invoiced: Decimal, paid: Decimal) -> str | None:
    """What stands in the way of undoing the order, or None when nothing does."""
    if shipped:
        return f"{shipped} pieces were shipped already"
    if invoiced:
        return f"{_text(invoiced)} is invoiced: void the invoices first"
    if paid:
        return f"{_text(paid)} is paid: reverse the payments first"
    return None


def status_by(ordered: int, shipped: int) -> FulfilmentStatus:
    """Where an order stands whose goods were reserved."""
    if not shipped:
        return FulfilmentStatus.RESERVED
    return FulfilmentStatus.SHIPPED if shipped == ordered else FulfilmentStatus.PARTLY_SHIPPED


def _ensure_positive(amount: Decimal) -> None:
    if amount <= 0:
        raise AmountIsZero("The amount must be above zero.")


def _text(amount: Decimal) -> str:
    rounded = amount.quantize(CENT)
    return str(rounded if rounded == amount else amount)
