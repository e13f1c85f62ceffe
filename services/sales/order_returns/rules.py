"""What may be sent back of an order, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class ReturnStatus(StrEnum):
    RECORDED = "recorded"
    VOIDED = "voided"


class LineIsNotOfThisOrder(RuleBroken):
    """What comes back is said by the lines of the order itself. `line_id` says which is none of them."""

    code = "order_return_line_unknown"


class MoreReturnedThanShipped(Conflict):
    """Nothing comes back that did not leave, or that is back already. `left` says how many pieces of `line_id` may."""

    code = "order_return_above_shipped"


class ReturnIsVoided(Conflict):
    """A return is voided once."""

    code = "order_return_voided_already"


class TooManyReturns(Conflict):
    """An order that comes back piece by piece is better taken back whole."""

    code = "too_many_order_returns"


def ensure_room(returns: int, most: int) -> None:
    if returns >= most:
        raise TooManyReturns(f"{returns} returns are recorded of this order already.")


def ensure_returnable(pieces: Mapping[str, int], shipped: Mapping[str, int], returned: Mapping[str, int]) -> None:
    """`pieces` are to come back, by line; `shipped` has all lines of the order, `returned` what is back already."""
    for line_id, quantity in pieces.items():
        if line_id not in shipped:
            raise LineIsNotOfThisOrder("The order has no such line.", line_id=line_id)
        left = max(shipped[line_id] - returned.get(line_id, 0), 0)
        if quantity > left:
            raise MoreReturnedThanShipped(
                f"Of this line {left} pieces may come back, not {quantity}.", line_id=line_id, left=left
            )


def ensure_standing(status: ReturnStatus) -> None:
    if status is not ReturnStatus.RECORDED:
        raise ReturnIsVoided("This return is voided already.")
