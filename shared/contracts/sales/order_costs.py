"""What the sales service says about the costs of orders, to those alone who may know what products cost."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from shared.contracts.events import Event
from shared.contracts.sales.products import COST


class LineCost(TypedDict):
    """What all pieces of a line cost the company when the order was confirmed; a decimal string."""

    line_id: str
    cost: str


@dataclass(frozen=True)
class OrderCostsKept(Event):
    """What the lines of an order cost when it was confirmed, in its currency, without those of which nobody knows.
    Whoever sees the order need not see this.
    """

    type: ClassVar[str] = "sales.order.costs_kept"
    read_by: ClassVar[str | None] = COST

    order_id: str
    currency: str
    costs: list[LineCost]
