"""What may happen to a shipment, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping, Sized
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class ShipmentStatus(StrEnum):
    POSTED = "posted"
    VOID = "void"
    ACCEPTED = "accepted"


class ShipmentIsVoid(Conflict):
    """A shipment is taken back once."""

    code = "shipment_is_void"


class ShipmentIsAccepted(Conflict):
    """What was accepted is with the customer; it is accepted once, and not taken back."""

    code = "shipment_is_accepted"


class AcceptanceIsIncomplete(RuleBroken):
    """An order may demand papers and names before a shipment of it counts as accepted. `missing` says which."""

    code = "shipment_acceptance_incomplete"


class AcceptedInFuture(RuleBroken):
    """Goods are accepted when they arrive, not before."""

    code = "shipment_accepted_in_future"


class NothingToShip(Conflict):
    """Everything that was reserved for this order has left."""

    code = "nothing_to_ship"


def ensure_posted(status: ShipmentStatus) -> None:
    if status is not ShipmentStatus.POSTED:
        refusal = ShipmentIsVoid if status is ShipmentStatus.VOID else ShipmentIsAccepted
        raise refusal(f"This shipment is {status} already.", status=status.value)


def ensure_accepted_as_agreed(demands: Iterable[str], given: Mapping[str, str]) -> None:
    """`given` are the names and papers that came with the goods' acceptance."""
    missing = [demand for demand in demands if demand not in given]
    if missing:
        raise AcceptanceIsIncomplete(f"The order demands: {', '.join(missing)}.", missing=missing)


def ensure_arrived(received_on: date, today: date) -> None:
    if received_on > today:
        raise AcceptedInFuture(f"A shipment cannot have been accepted on {received_on}, which is still to come.")


def ensure_something(parts: Sized) -> None:
    if not parts:
        raise NothingToShip("Nothing is reserved for this order that has not left yet.")
