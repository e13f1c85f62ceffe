"""What a balance may become, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.errors import Conflict


class MoveKind(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    RESERVE = "reserve"
    RELEASE = "release"
    RETURN = "return"
    REVERSAL = "reversal"


@dataclass(frozen=True)
class Shortage:
    """What was asked of one balance, and what it has free."""

    warehouse_id: str
    item_id: str
    wanted: int
    available: int


@dataclass(frozen=True)
class Lacking:
    """An item of which less is free than is wanted."""

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


def least_short(wanted: Mapping[str, int], places: Sequence[Mapping[str, int]]) -> list[Lacking]:
    """What is wanted is taken from one place or from none. Of the places, each with what is free there by item, what
    the best one lacks: nothing where one of them has it all.
    """
    lacking = [
        [Lacking(item, count, free.get(item, 0)) for item, count in wanted.items() if free.get(item, 0) < count]
        for free in places or [{}]
    ]
    return min(lacking, key=lambda short: sum(one.wanted - one.available for one in short))


def is_short(physical: int, reserved: int, change_physical: int, change_reserved: int) -> bool:
    """Whether the change would leave a negative balance, or more promised than there is."""
    after_physical, after_reserved = physical + change_physical, reserved + change_reserved
    return after_reserved < 0 or after_physical < after_reserved
