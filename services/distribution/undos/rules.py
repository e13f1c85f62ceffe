"""What stays although the job that made it is taken back, in plain Python."""

from collections.abc import Sequence

from shared.errors import Conflict


class ItemIsInUse(Conflict):
    """It lies in a warehouse, was moved, or stands in a document. `ties` says where."""

    code = "item_in_use"


class WarehouseIsInUse(Conflict):
    """Goods lie in it, were moved in it, or are to be. `ties` says what there is."""

    code = "warehouse_in_use"


def ensure_item_unused(ties: Sequence[str]) -> None:
    if ties:
        raise ItemIsInUse(f"There are {', '.join(ties)} of this item by now; it stays.", ties=list(ties))


def ensure_warehouse_unused(ties: Sequence[str]) -> None:
    if ties:
        raise WarehouseIsInUse(f"There are {', '.join(ties)} of this warehouse by now; it stays.", ties=list(ties))
