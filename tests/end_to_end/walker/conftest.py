"""What one asks twice may differ only by what leaked: nobody but the walker works here while it walks."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.company import Company
from tests.end_to_end.walker.world import World


@pytest.fixture(scope="package")
def world(world: World) -> Iterator[World]:
    """The findings are written when the last test of the walker is done."""
    yield world
    world.findings.write()


@pytest.fixture(scope="package")
def company(world: World) -> Company:
    return world.company
