"""Which recommendation is better, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why to offer a product to whoever takes `product_id`; `orders` have both, None where that was declared."""

    kind: str
    product_id: str
    text: str
    orders: int | None = None


def ranked(reasons: Mapping[str, Sequence[Reason]]) -> list[str]:
    """The products that there are reasons for, the best first: what was declared goes before what is only bought
    together, then what has more declarations, then what was bought together more often.
    """
    return sorted(reasons, key=lambda product_id: (*_strength(reasons[product_id]), product_id))


def _strength(reasons: Sequence[Reason]) -> tuple[int, int]:
    declared = sum(reason.orders is None for reason in reasons)
    return -declared, -max((reason.orders or 0 for reason in reasons), default=0)
