"""One warning from the crossing of a limit until it is well below again, whoever looks and however often."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from gateway.system import commands, queries, rules
from shared.actor import system_actor
from shared.clock import now
from shared.persistence.platform import StoredEvent
from tests.gateway.organisation import House

SYSTEM = system_actor("gateway")


def limit(house: House, **limits: int | None) -> None:
    house.call("admin", "change_thresholds", request=limits)


def look(house: House, waiting: int = 0, used: int = 0) -> None:
    """One look at a service with so many waiting events and so full a disk, in percent."""
    disk = {"disk_total_bytes": 100, "disk_free_bytes": 100 - used}
    conditions: dict[str, dict[str, Any]] = {"sales": {"inbox_waiting": waiting, **disk}}
    with house.database.write() as session:
        commands.watch(session, SYSTEM, conditions, now())


def told(house: House) -> list[str]:
    with house.database.read() as session:
        like = StoredEvent.type.like("tenon.gateway.system.capacity%")
        found = session.scalars(select(StoredEvent).where(like).order_by(StoredEvent.id))
        return [f"{event.type.split('.')[3]} {event.data['name']} {event.data['value']}" for event in found]


@pytest.fixture
def watched(house: House) -> House:
    limit(house, disk=None, queue=100, latency=None, seats=None)
    return house


def test_a_figure_that_trembles_at_its_limit_warns_once(watched: House) -> None:
    for waiting in (99, 100, 101, 95, 100, 91, 90):
        look(watched, waiting)
    assert told(watched) == ["capacity_exceeded queue 100"]
    look(watched, 89)
    assert told(watched)[1:] == ["capacity_restored queue 89"]
    look(watched, 500)
    assert told(watched)[2:] == ["capacity_exceeded queue 500"]


def test_a_limit_that_is_lifted_clears_its_warning(watched: House) -> None:
    look(watched, 500)
    limit(watched, queue=None)
    look(watched, 500)
    assert told(watched) == ["capacity_exceeded queue 500", "capacity_restored queue 500"]
    with watched.database.read() as session:
        assert list(queries.list_raised(session)) == []


def test_gateways_that_look_at_once_warn_once(watched: House) -> None:
    look(watched, 500)
    look(watched, 0)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: look(watched, 600), range(12)))
    assert told(watched)[2:] == ["capacity_exceeded queue 600"]


def test_seats_are_cleared_by_one_person_less(watched: House) -> None:
    with watched.database.read() as session:
        seats = queries.measure(session, {}, now())["seats"]
    limit(watched, seats=seats, queue=None)
    look(watched)
    limit(watched, seats=seats + 1)
    look(watched)
    assert told(watched) == [f"capacity_exceeded seats {seats}", f"capacity_restored seats {seats}"]


def test_the_fullest_disk_counts(watched: House) -> None:
    limit(watched, disk=80, queue=None)
    look(watched, used=79)
    look(watched, used=80)
    assert told(watched) == ["capacity_exceeded disk 80"]


@pytest.mark.parametrize(
    ("counts", "found"),
    [([], 0.0), ([0, 0, 0], 0.0), ([100, 100, 100], 0.1), ([90, 96, 100], 1.0), ([0, 0, 100], 2.0)],
)
def test_what_95_of_100_stayed_below_is_a_bound_of_the_buckets(counts: list[float], found: float) -> None:
    assert rules.quantile(list(zip((0.1, 1.0, float("inf")), counts, strict=False)), 0.95) == found
