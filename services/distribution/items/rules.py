"""When goods may be recorded and renamed, in plain Python: no database, no wire, no clock."""

from collections.abc import Collection, Iterable

from shared.errors import Conflict, RuleBroken


class CodeIsTaken(Conflict):
    """An item's code is its own."""

    code = "item_code_taken"


class ItemIsFromCatalogue(Conflict):
    """What the product catalogue describes is renamed there and nowhere else."""

    code = "item_is_from_catalogue"


class ItemIsUnknown(RuleBroken):
    """Only goods that the company has recorded can be moved; `items` lists the others."""

    code = "item_unknown"


def ensure_code_free(taken: bool, item_code: str) -> None:
    if taken:
        raise CodeIsTaken(f"The code {item_code} belongs to another item.")


def ensure_own(from_catalogue: bool) -> None:
    if from_catalogue:
        raise ItemIsFromCatalogue("This item is a product: rename it in the product catalogue.")


def ensure_known(asked: Iterable[str], known: Collection[str]) -> None:
    unknown = sorted({item_id for item_id in asked if item_id not in known})
    if unknown:
        raise ItemIsUnknown("Some of these items are not recorded.", items=unknown)
