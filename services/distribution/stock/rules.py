"""What a balance may become, in plain Python: no database, no wire, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.errors import Conflict


class MoveKind(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    RESERVE = "reserve"
    RELEASE = "release"
    REVERSAL = "reversal"


@dataclass(frozen=True)
class Shortage:
    """What was asked of one balance, and what it has free."""

    warehouse_id: str
    item_id: str
    wanted: int
    available: int


class StockShort(Conflict):
    """More is asked for than lies there unpromised; `short` names each item, what was wanted and what is free."""

    code = "stock_short"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        short = [vars(shortage) for shortage in shortages]
        super().__init__("There are not enough pieces free for this.", short=short)
        self.shortages = tuple(shortages)

    @property
    def missing(self) -> int:
        """How many pieces more would have been needed."""
        return sum(shortage.wanted - shortage.available for shortage in self.shortages)


def is_short(physical: int, reserved: int, change_physical: int, change_reserved: int) -> bool:
    """Whether the change would leave a negative balance, or more promised than there is."""
    after_physical, after_reserved = physical + change_physical, reserved + change_reserved
    return after_reserved < 0 or after_physical < after_reserved
