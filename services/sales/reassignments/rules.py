"""Whom a customer of a territory comes to, in plain Python: no database, no wire, no clock."""

from collections.abc import Sequence
from uuid import UUID

from shared.errors import Conflict, RuleBroken


class NobodySellsThere(Conflict):
    """Customers come to those who sell in the territory; assign somebody first."""

    code = "territory_without_sellers"


class OwnerSellsElsewhere(RuleBroken):
    """Customers of a territory come to somebody who sells there and still works here."""

    code = "reassigned_to_stranger"


def heirs(sellers: Sequence[str], owner_id: str | None) -> list[str]:
    """Those over whom the customers are spread: the one who is asked for, or all who sell there and work here."""
    if owner_id is not None and owner_id not in sellers:
        raise OwnerSellsElsewhere(f"{owner_id} does not sell in this territory.")
    if not sellers:
        raise NobodySellsThere("Nobody who works here sells in this territory.")
    return sorted(sellers) if owner_id is None else [owner_id]


def heir_of(customer_id: str, among: Sequence[str]) -> str:
    """The same one each time, and evenly: the last digits of an id are random."""
    return among[UUID(customer_id).int % len(among)]
