"""What a need says, and how many a deal may have, in plain Python: no database, no wire, no clock."""

from shared.errors import Conflict, RuleBroken

LONGEST_KEY = 200


class NeedSaysNothing(RuleBroken):
    """A need names a product, or says in words what is needed."""

    code = "need_says_nothing"


class NeedIsRecorded(Conflict):
    """A deal asks for the same thing once, in one quantity. `need_id` says which need that is."""

    code = "need_recorded_already"


class TooManyNeeds(Conflict):
    """A deal that asks for everything tells nothing of what is in demand."""

    code = "too_many_needs"


def key_of(product_id: str | None, description: str | None) -> str:
    """By which what is needed is told from others: the product, or else the words without case and spare blanks.
    Folding may lengthen them. Raises `NeedSaysNothing`.
    """
    words = " ".join((description or "").casefold().split())
    if product_id is None and not words:
        raise NeedSaysNothing("Name a product, or say in words what is needed.")
    return product_id or words[:LONGEST_KEY]


def ensure_not_recorded(need_id: str | None) -> None:
    """`need_id` is another need of the deal that asks for the same, if there is one."""
    if need_id is not None:
        raise NeedIsRecorded("This is recorded in the deal already; change its quantity.", need_id=need_id)


def ensure_room(needs: int, most: int) -> None:
    if needs >= most:
        raise TooManyNeeds(f"{needs} needs are recorded in this deal already.")
