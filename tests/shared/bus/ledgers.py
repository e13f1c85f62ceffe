"""Comparing what was committed with what had its effect, id by id."""

from sqlalchemy import select

from shared.persistence.platform import StoredEvent
from tests.shared.bus import toys
from tests.shared.bus.conftest import World
from tests.shared.bus.waiting import eventually


def committed(world: World) -> set[str]:
    with world.database("toy_shop").read() as session:
        return set(session.scalars(select(StoredEvent.event_id)))


def told(world: World, service: str) -> list[str]:
    return [effect.event_id for effect in toys.effects(world.database(service))]


def assert_everything_arrived_once(world: World, *services: str) -> None:
    wanted = committed(world)
    assert wanted
    for service in services:
        eventually(lambda service=service: set(told(world, service)) == wanted, 30)
        assert sorted(told(world, service)) == sorted(wanted)
