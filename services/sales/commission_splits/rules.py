"""Who may share an order's commission, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable

from shared.errors import Conflict, Forbidden


class CommissionIsSplit(Conflict):
    """An order has one split; change the one that there is."""

    code = "commission_is_split"


class SplitOfOnesOwn(Forbidden):
    """Somebody else gives one a share, and changes a split in which one has one."""

    code = "commission_split_of_ones_own"


def ensure_of_others(person_ids: Iterable[str], caller_id: str) -> None:
    if caller_id in person_ids:
        raise SplitOfOnesOwn("Somebody else splits a commission in which you have a share.")
