"""What an order may do and how far it has come, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from shared.errors import Conflict, RuleBroken

NOTHING = Decimal(0)
LARGEST_SUM = Decimal("99999999999999")


class OrderStatus(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    FULFILLED = "fulfilled"
    VOIDING = "voiding"
    VOIDED = "voided"


STANDING = (OrderStatus.CONFIRMED, OrderStatus.FULFILLED)
"""The states in which what is ordered counts for the customer."""

TRANSITIONS: Mapping[str, Mapping[OrderStatus, OrderStatus]] = {
    "change": {OrderStatus.DRAFT: OrderStatus.DRAFT},
    "confirm": {OrderStatus.DRAFT: OrderStatus.CONFIRMED},
    "reserve again": {OrderStatus.CONFIRMED: OrderStatus.CONFIRMED},
    "void": {OrderStatus.DRAFT: OrderStatus.VOIDED, OrderStatus.CONFIRMED: OrderStatus.VOIDING},
}
"""What people do to an order; what distribution's answers do to it says `status_after`."""


class OrderCannotDoThis(Conflict):
    """An order in this state does not know this step."""

    code = "order_state_forbids"


class OpportunityIsNotWon(Conflict):
    """What is ordered was won before."""

    code = "opportunity_not_won"


class OpportunityIsOrdered(Conflict):
    """A deal becomes one order, and another one only after that is voided. `order_id` says which."""

    code = "opportunity_ordered_already"


class OpportunityHasOrder(Conflict):
    """A deal is not reopened under an order that stands; it is voided first. `order_id` says which."""

    code = "opportunity_has_order"


class CustomerIsMissing(RuleBroken):
    """Somebody has to receive and pay what is ordered."""

    code = "order_customer_missing"


class LinesAreMissing(RuleBroken):
    """An order says what is ordered: its own lines, or those of an accepted quotation."""

    code = "order_lines_missing"


class InstalmentsDoNotAddUp(RuleBroken):
    """The instalments of an order sum to its total."""

    code = "order_instalments_sum"


class PriceIsMissing(RuleBroken):
    """A list price in another currency is no price for this order."""

    code = "order_price_missing"


class OrderIsTooLarge(RuleBroken):
    """The order comes to more than can be counted."""

    code = "order_too_large"


class GoodsAreNotShort(Conflict):
    """Goods are reserved again only where they could not be reserved before."""

    code = "order_goods_not_short"


class OrderExternalIdIsTaken(Conflict):
    """An external id stands for one order of the whole installation."""

    code = "order_external_id_taken"


class OrderKeepsThis(Conflict):
    """Whose an order is, who buys and in which currency is decided when it is entered."""

    code = "order_keeps_this"


class LinesAreQuoted(RuleBroken):
    """Discounts and taxes come into an order with the quotation that its customer accepted."""

    code = "order_lines_quoted"


def next_status(verb: str, status: OrderStatus) -> OrderStatus:
    """The state that the verb leads to; raises `OrderCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise OrderCannotDoThis(f"You cannot {verb} an order that is {status}.", status=status.value) from None


def ensure_standing(status: OrderStatus) -> None:
    """Raises `OrderCannotDoThis` for an order of which nothing counts: nothing of it can have been sent back."""
    if status not in STANDING:
        raise OrderCannotDoThis(f"Nothing can be sent back of an order that is {status}.", status=status.value)


def ensure_no_order(order_id: str | None) -> None:
    """`order_id` is the order of the deal that is not voided."""
    if order_id is not None:
        raise OpportunityHasOrder(
            "This deal has become an order; void it before you reopen the deal.", order_id=order_id
        )


def ensure_instalments(total: Decimal, amounts: Sequence[Decimal]) -> None:
    if amounts and sum(amounts, NOTHING) != total:
        planned = sum(amounts, NOTHING)
        raise InstalmentsDoNotAddUp(
            f"The instalments come to {planned}, the order to {total}.", instalments=str(planned), total=str(total)
        )


def ensure_changeable(status: OrderStatus) -> None:
    next_status("change", status)


def ensure_unquoted(amounts: Iterable[Decimal | None]) -> None:
    """`amounts` are the discounts and taxes that were said of lines."""
    if any(amounts):
        raise LinesAreQuoted("A line gets its discount and its tax from an accepted quotation; say its unit_price.")


def ensure_countable(total: Decimal) -> None:
    if total > LARGEST_SUM:
        raise OrderIsTooLarge("This order costs more than can be counted.")


def cost_of(pieces: int, each: Decimal | None) -> Decimal | None:
    """What so many pieces cost; None where nobody knows what one costs, or it is more than can be counted."""
    return None if each is None or each * pieces > LARGEST_SUM else each * pieces


def ensure_short(fulfilment: str) -> None:
    if fulfilment != "short":
        raise GoodsAreNotShort(f"The goods of this order are {fulfilment}, not short.", fulfilment=fulfilment)


@dataclass(frozen=True)
class Fact:
    """Something distribution told about an order. `key` names it once and for all, `position` is its place in
    distribution's log, by which the newest word on the reservation is known; `lines` maps lines to pieces.
    """

    key: str
    step: str
    position: int
    lines: Mapping[str, int] = field(default_factory=dict)
    amount: Decimal = NOTHING


@dataclass(frozen=True)
class Progress:
    """How far an order has come. `reserved` and `shipped` map lines to pieces; reserved ones are not yet shipped."""

    fulfilment: str
    reserved: Mapping[str, int]
    shipped: Mapping[str, int]
    invoiced: Decimal
    returned: Decimal
    credited: Decimal
    paid: Decimal

    def is_complete(self, total: Decimal) -> bool:
        """Whether all is shipped, and what did not come back is invoiced and paid."""
        kept = total - self.returned
        return self.fulfilment == "shipped" and self.invoiced - self.credited >= kept and self.paid >= kept


RESERVATION_WORDS = ("goods_reserved", "reservation_refused", "reservation_released")


def fold(ordered: Mapping[str, int], facts: Iterable[Fact]) -> Progress:
    """The progress that these facts make, the same in whatever order and however often they were heard. Where only the
    undoing of a step has been heard yet, nothing counts, rather than less than nothing.
    """
    once = {fact.key: fact for fact in facts}.values()
    newest = max(
        (fact for fact in once if fact.step in RESERVATION_WORDS), key=lambda fact: fact.position, default=None
    )
    shipped = {
        line: max(_pieces(once, "goods_shipped", line) - _pieces(once, "shipment_voided", line), 0) for line in ordered
    }
    held = newest.lines if newest is not None and newest.step == "goods_reserved" else {}
    return Progress(
        fulfilment=_fulfilment(ordered, shipped, newest),
        reserved={line: max(held.get(line, 0) - shipped[line], 0) for line in ordered},
        shipped=shipped,
        invoiced=max(_amount(once, "invoice_issued") - _amount(once, "invoice_voided"), NOTHING),
        returned=max(_amount(once, "returned") - _amount(once, "return_voided"), NOTHING),
        credited=max(_amount(once, "credit_note_issued") - _amount(once, "credit_note_voided"), NOTHING),
        paid=max(_amount(once, "payment_posted") - _amount(once, "payment_reversed"), NOTHING),
    )


def worth_shipped(lines: Iterable[tuple[Decimal, int, int]]) -> Decimal:
    """What the shipped pieces cost; each line is its net amount, the pieces ordered and those shipped."""
    parts = (amount * min(shipped, ordered) / ordered for amount, ordered, shipped in lines if ordered)
    return sum((round(part, 4) for part in parts), NOTHING)


def status_after(status: OrderStatus, step: str, complete: bool) -> OrderStatus:
    """The state of an order after distribution told this step."""
    if status is OrderStatus.VOIDING:
        if step == "reservation_released":
            return OrderStatus.VOIDED
        if step == "release_refused":
            return OrderStatus.FULFILLED if complete else OrderStatus.CONFIRMED
        return status
    if status in (OrderStatus.CONFIRMED, OrderStatus.FULFILLED):
        return OrderStatus.FULFILLED if complete else OrderStatus.CONFIRMED
    return status


def steps_told() -> list[tuple[str, OrderStatus, OrderStatus]]:
    """The steps that distribution's answers lead to, for the chart; found by asking `status_after` for each."""
    answers = (
        ("fulfil", OrderStatus.CONFIRMED, "goods_shipped", True),
        ("take back", OrderStatus.FULFILLED, "shipment_voided", False),
        ("release", OrderStatus.VOIDING, "reservation_released", False),
        ("keep", OrderStatus.VOIDING, "release_refused", False),
        ("keep", OrderStatus.VOIDING, "release_refused", True),
    )
    return [(verb, status, status_after(status, step, complete)) for verb, status, step, complete in answers]


def _fulfilment(ordered: Mapping[str, int], shipped: Mapping[str, int], newest: Fact | None) -> str:
    if all(shipped[line] >= quantity for line, quantity in ordered.items()):
        return "shipped"
    if any(shipped.values()):
        return "partly_shipped"
    if newest is None or newest.step == "reservation_released":
        return "waiting"
    return "reserved" if newest.step == "goods_reserved" else "short"


def _pieces(facts: Iterable[Fact], step: str, line: str) -> int:
    return sum(fact.lines.get(line, 0) for fact in facts if fact.step == step)


def _amount(facts: Iterable[Fact], step: str) -> Decimal:
    return sum((fact.amount for fact in facts if fact.step == step), NOTHING)
