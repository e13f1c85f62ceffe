"""What distribution tells about an order on its way: reserved, shipped, invoiced, paid, and each step undone."""

from dataclasses import dataclass, field
from typing import ClassVar, TypedDict

from shared.contracts.events import Changes, Event


class FulfilledLine(TypedDict):
    """A line of the order and how many pieces of it this step moved."""

    line_id: str
    quantity: int


class ShortLine(TypedDict):
    """A line that could not be reserved: what was wanted, what the warehouse has free."""

    line_id: str
    item_id: str
    wanted: int
    available: int


@dataclass(frozen=True)
class GoodsReserved(Event):
    """Every line of the order is reserved."""

    type: ClassVar[str] = "distribution.order.goods_reserved"
    order_id: str
    lines: list[FulfilledLine]
    warehouse_id: str | None = None
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class ReservationRefused(Event):
    """Nothing of the order is reserved, because the lines told here are short."""

    type: ClassVar[str] = "distribution.order.reservation_refused"
    order_id: str
    short: list[ShortLine]
    warehouse_id: str | None = None
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class ReservationReleased(Event):
    """Nothing is reserved for the order any more, and nothing will be shipped on it."""

    type: ClassVar[str] = "distribution.order.reservation_released"
    order_id: str
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class ReleaseRefused(Event):
    """The order cannot be undone: goods have left, or money has come in. The reservation stands as it was."""

    type: ClassVar[str] = "distribution.order.release_refused"
    order_id: str
    reason: str
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class GoodsShipped(Event):
    """A shipment of reserved lines has left the warehouse."""

    type: ClassVar[str] = "distribution.order.goods_shipped"
    order_id: str
    shipment_id: str
    number: str
    lines: list[FulfilledLine]
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class ShipmentVoided(Event):
    """A shipment was undone: its goods are back in the warehouse and reserved for the order again."""

    type: ClassVar[str] = "distribution.order.shipment_voided"
    order_id: str
    shipment_id: str
    number: str
    lines: list[FulfilledLine]
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class GoodsReturned(Event):
    """Shipped goods of the order were received back; `return_id` is that of the return in sales too."""

    type: ClassVar[str] = "distribution.order.goods_returned"
    order_id: str
    return_id: str
    number: str
    lines: list[FulfilledLine]
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class GoodsReturnReversed(Event):
    """Goods that were received back had never been returned: sales voided the return, and they are off stock again."""

    type: ClassVar[str] = "distribution.order.goods_return_reversed"
    order_id: str
    return_id: str
    number: str
    lines: list[FulfilledLine]
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class InvoiceIssued(Event):
    """An invoice on the order; amounts are decimal strings."""

    type: ClassVar[str] = "distribution.order.invoice_issued"
    order_id: str
    invoice_id: str
    number: str
    amount: str
    currency: str
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class InvoiceVoided(Event):
    """An invoice was voided; its amount may be invoiced again."""

    type: ClassVar[str] = "distribution.order.invoice_voided"
    order_id: str
    invoice_id: str
    number: str
    amount: str
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class CreditNoteCounted(Event):
    """A credit note on the order: so much of what is invoiced need not be paid."""

    type: ClassVar[str] = "distribution.order.credit_note_issued"
    order_id: str
    credit_note_id: str
    number: str
    amount: str
    currency: str
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class CreditNoteFreed(Event):
    """A credit note was voided; what it credited is owed again."""

    type: ClassVar[str] = "distribution.order.credit_note_voided"
    order_id: str
    credit_note_id: str
    number: str
    amount: str
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class PaymentPosted(Event):
    """Money came in for the order."""

    type: ClassVar[str] = "distribution.order.payment_posted"
    order_id: str
    payment_id: str
    amount: str
    currency: str
    changes: Changes = field(default_factory=dict)
    number: str | None = None


@dataclass(frozen=True)
class PaymentReversed(Event):
    """A payment was taken back by another one, the reversal; the pair nets to zero."""

    type: ClassVar[str] = "distribution.order.payment_reversed"
    order_id: str
    payment_id: str
    amount: str
    changes: Changes = field(default_factory=dict)
    reversal_id: str | None = None
    reversal_number: str | None = None
