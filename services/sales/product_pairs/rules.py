"""What a pair of products may say, in plain Python: no database, no wire, no clock."""

from datetime import date

from shared.errors import Conflict, RuleBroken


class PairIsDeclared(Conflict):
    """A product is recommended for another once; change the pair that there is."""

    code = "product_pair_declared"


class PairOfItself(RuleBroken):
    """A product is not recommended to whoever takes it anyway."""

    code = "product_pair_of_itself"


class PairEndsTooEarly(RuleBroken):
    """A pair does not end before it starts."""

    code = "product_pair_ends_before_start"


def ensure_two(product_id: str, recommended_id: str) -> None:
    if product_id == recommended_id:
        raise PairOfItself("The product and the one recommended for it are the same.")


def ensure_window(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise PairEndsTooEarly(f"It would end on {ends_on}, before it starts on {starts_on}.")
