"""What is done to a house: each disaster breaks one thing, lasts a moment, and is undone by whoever runs the house."""

import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from tests.chaos.house import House
from tests.chaos.proxy import Proxy
from tests.servers import PrivateServer

Disaster = Callable[[House, random.Random], str]
"""Breaks something, mends it, and tells what it did."""

LONGEST_AWAY_SECONDS = 3.0
MOST_AHEAD_SECONDS = 120.0


def kill_a_service(house: House, chance: random.Random) -> str:
    """SIGKILL to one process; with it dies the relay that publishes its events."""
    name = chance.choice(sorted(house.stack.processes))
    away = chance.uniform(0, LONGEST_AWAY_SECONDS)
    house.stack.kill(name)
    time.sleep(away)
    house.stack.start_the_dead()
    return f"killed {name}, started after {away:.1f} s"


def kill_several(house: House, chance: random.Random) -> str:
    """As by a machine that loses its power: the services of one machine die at once."""
    names = chance.sample(sorted(house.stack.processes), 3)
    for name in names:
        house.stack.kill(name)
    time.sleep(chance.uniform(0, LONGEST_AWAY_SECONDS))
    house.stack.start_the_dead()
    return f"killed {', '.join(names)} at once"


def freeze_a_service(house: House, chance: random.Random) -> str:
    """It neither works nor dies, keeps its connections, and goes on later as if nothing had been."""
    name = chance.choice(sorted(house.stack.processes))
    seconds = chance.uniform(1, 2 * LONGEST_AWAY_SECONDS)
    process_id = house.stack.processes[name].pid
    os.kill(process_id, signal.SIGSTOP)
    try:
        time.sleep(seconds)
    finally:
        with suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGCONT)
    return f"froze {name} for {seconds:.1f} s"


def restart_the_broker(house: House, chance: random.Random) -> str:
    """RabbitMQ stops as an administrator would stop it, or dies, and is started again."""
    return _restart(house.broker, "RabbitMQ", chance)


def restart_the_database(house: House, chance: random.Random) -> str:
    """PostgreSQL stops as an administrator would stop it, or dies, and is started again."""
    return _restart(house.postgres, "PostgreSQL", chance)


def _restart(server: PrivateServer, name: str, chance: random.Random) -> str:
    dies = chance.random() < 0.5
    away = chance.uniform(0, LONGEST_AWAY_SECONDS)
    if dies:
        server.kill()
    else:
        server.stop()
    time.sleep(away)
    server.start()
    return f"{'killed' if dies else 'stopped'} {name}, started after {away:.1f} s"


def set_a_clock_wrong(house: House, chance: random.Random) -> str:
    """One process begins again on a machine whose clock is minutes ahead or behind, and keeps that clock."""
    name = chance.choice(sorted(house.stack.processes))
    house.stack.ahead[name] = round(chance.uniform(-MOST_AHEAD_SECONDS, MOST_AHEAD_SECONDS), 1)
    house.stack.kill(name)
    house.stack.start_the_dead()
    return f"killed {name}, started with its clock {house.stack.ahead[name]:+.0f} s off"


def cut_connections(house: House, chance: random.Random) -> str:
    """Some of the connections to the broker or the database break, wherever they are."""
    name, proxy = _road(house, chance)
    part = chance.choice((0.3, 0.6, 1.0))
    return f"cut {proxy.cut(chance, part)} connections to {name}"


def slow_the_network(house: House, chance: random.Random) -> str:
    """All that goes to the broker or the database, and comes from there, is late."""
    name, proxy = _road(house, chance)
    late, seconds = chance.uniform(0.01, 0.1), chance.uniform(1, 2 * LONGEST_AWAY_SECONDS)
    with proxy.slowed(late):
        time.sleep(seconds)
    return f"slowed {name} by {late * 1000:.0f} ms for {seconds:.1f} s"


def hold_the_network(house: House, chance: random.Random) -> str:
    """Nothing reaches the broker or the database, and no connection ends."""
    name, proxy = _road(house, chance)
    seconds = chance.uniform(1, 2 * LONGEST_AWAY_SECONDS)
    with proxy.held():
        time.sleep(seconds)
    return f"held what goes to {name} for {seconds:.1f} s"


def _road(house: House, chance: random.Random) -> tuple[str, Proxy]:
    return chance.choice((("RabbitMQ", house.to_broker), ("PostgreSQL", house.to_postgres)))


DISASTERS: Mapping[str, Disaster] = {
    "kill": kill_a_service,
    "kill-several": kill_several,
    "freeze": freeze_a_service,
    "broker": restart_the_broker,
    "database": restart_the_database,
    "clock": set_a_clock_wrong,
    "cut": cut_connections,
    "slow": slow_the_network,
    "hold": hold_the_network,
}
"""By the name that `--only` takes."""


def in_random_order(chance: random.Random, names: list[str]) -> list[str]:
    """A round of all of them; the next round has another order."""
    return chance.sample(names, len(names))
