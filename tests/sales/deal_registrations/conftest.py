"""The channel that tests of registered deals work in."""

import pytest

from tests.sales.deal_registrations.partners import Channel, open_channel
from tests.sales.desk import Office


@pytest.fixture
def channel(office: Office) -> Channel:
    """On SQLite, for what no engine does differently."""
    return open_channel(office)


@pytest.fixture
def channel_anywhere(office_anywhere: Office) -> Channel:
    """Once on each engine."""
    return open_channel(office_anywhere)
