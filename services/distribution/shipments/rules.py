"""What may happen to a shipment, in plain Python: no database, no wire, no clock."""

from collections.abc import Sized
from enum import StrEnum

from shared.errors import Conflict


class ShipmentStatus(StrEnum):
    POSTED = "posted"
    VOID = "void"


class ShipmentIsVoid(Conflict):
    """A shipment is taken back once."""

    code = "shipment_is_void"


class NothingToShip(Conflict):
    """Everything that was reserved for this order has left."""

    code = "nothing_to_ship"


def ensure_posted(status: ShipmentStatus) -> None:
    if status is not ShipmentStatus.POSTED:
        raise ShipmentIsVoid("This shipment was taken back already.", status=status.value)


def ensure_something(parts: Sized) -> None:
    if not parts:
        raise NothingToShip("Nothing is reserved for this order that has not left yet.")
