"""Whoever sees the whole company sorts along an index: each sort of these lists has one that begins with its column."""

from typing import Any

import pytest

from services.distribution.credit_notes.model import CreditNote
from services.distribution.inbound_returns.model import InboundReturn
from shared.contracts.distribution import credit_notes, inbound_returns
from shared.contracts.listing import Listing


@pytest.mark.parametrize(
    ("model", "listing"), [(CreditNote, credit_notes.LISTING), (InboundReturn, inbound_returns.LISTING)]
)
def test_every_sort_has_an_index(model: Any, listing: Listing) -> None:
    table = model.__table__
    led_by = {next(iter(index.columns)).name for index in table.indexes}
    led_by |= {column.name for column in table.columns if column.unique}
    assert set(listing.sorts) <= led_by
