"""The whole system in one process, killed at the worst moments and started again."""

import pytest

from tests.shared.bus.conftest import World
from tests.shared.bus.ledgers import assert_everything_arrived_once, committed
from tests.shared.bus.moments import DIE_BEFORE_PUBLISHING, DIE_BEFORE_RECORDING, SEND
from tests.shared.bus.processes import toy_process


@pytest.mark.parametrize("moment", [DIE_BEFORE_PUBLISHING, DIE_BEFORE_RECORDING])
def test_what_was_committed_before_the_cut_has_its_effect_once_after_it(world: World, moment: str) -> None:
    with toy_process(world, "toy_shop", "toy_depot", "toy_ledger", SEND, moment) as doomed:
        doomed.await_death()
    assert len(committed(world)) == 2
    world.expire_lease()

    world.start()

    assert_everything_arrived_once(world, "toy_depot", "toy_ledger")
