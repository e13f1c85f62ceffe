"""When a warehouse may be closed or used, in plain Python: no database, no wire, no clock."""

from enum import StrEnum

from shared.errors import Conflict, Forbidden


class WarehouseStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class WarehouseIsClosed(Conflict):
    """Goods neither enter nor leave a closed warehouse."""

    code = "warehouse_is_closed"


class WarehouseIsOpen(Conflict):
    """The warehouse is open already."""

    code = "warehouse_is_open"


class WarehouseIsNotEmpty(Conflict):
    """A warehouse closes when nothing lies in it."""

    code = "warehouse_not_empty"


class CodeIsTaken(Conflict):
    """A warehouse is known by its code in the whole company."""

    code = "warehouse_code_taken"


class UnitOutOfReach(Forbidden):
    """A warehouse is set up for a unit that the caller's right reaches."""

    code = "unit_out_of_reach"


class WarehouseOutOfReach(Forbidden):
    """Goods move by the rights of the unit whose warehouse they lie in, and by no others."""

    code = "warehouse_out_of_reach"


def ensure_open(status: WarehouseStatus) -> None:
    if status is WarehouseStatus.CLOSED:
        raise WarehouseIsClosed("This warehouse is closed.", status=status.value)


def ensure_closed(status: WarehouseStatus) -> None:
    if status is WarehouseStatus.OPEN:
        raise WarehouseIsOpen("This warehouse is open already.", status=status.value)


def ensure_empty(pieces: int) -> None:
    if pieces:
        raise WarehouseIsNotEmpty("Goods still lie in this warehouse.", pieces=pieces)


def ensure_code_free(taken: bool, warehouse_code: str) -> None:
    if taken:
        raise CodeIsTaken(f"The code {warehouse_code} belongs to another warehouse.")


def ensure_unit_in_reach(reached: bool) -> None:
    if not reached:
        raise UnitOutOfReach("A warehouse is set up for your own unit or one that your right reaches.")


def ensure_warehouse_in_reach(reached: bool) -> None:
    if not reached:
        raise WarehouseOutOfReach("The goods lie in a warehouse that your right does not reach.")
