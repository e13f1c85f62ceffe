"""Which kinds of values are kept as 64-bit numbers, so that they sort and compare exactly on every engine."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.listing import FieldKind
from shared.persistence.types import DayNumber, FlagNumber, MomentNumber, Money

NUMBERS: Mapping[FieldKind, Any] = {
    FieldKind.MONEY: Money(),
    FieldKind.DATE: DayNumber(),
    FieldKind.TIME: MomentNumber(),
    FieldKind.FLAG: FlagNumber(),
}
"""Each with the type that reads and writes its column; every other kind compares as text."""
