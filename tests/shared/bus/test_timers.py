"""Work that begins by itself: again and again until its service stops, and not once after."""

import time

from shared.bus.host import Host
from shared.bus.timers import every
from shared.settings import Settings
from tests.shared.bus import toys
from tests.shared.bus.conftest import World
from tests.shared.bus.waiting import eventually

RUNS: list[float] = []


class Ticker(toys.Shop):
    """The shop, with something that it does all the time."""

    name = "toy_shop"

    @every(lambda _: 0.001)
    def tick(self) -> None:
        time.sleep(0.002)
        RUNS.append(time.monotonic())


def test_nothing_begins_by_itself_once_a_service_has_stopped(world: World) -> None:
    for _ in range(20):
        RUNS.clear()
        host = started(world.settings)
        eventually(lambda: len(RUNS) > 3)
        host.stop()
        ended = len(RUNS)
        time.sleep(0.02)

        assert len(RUNS) == ended


def started(settings: Settings) -> Host:
    host = Host(settings, toys.SUBSCRIPTIONS)
    host.start([Ticker])
    return host
