"""What is shared with a caller is looked up once, and no caller waits for another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared.actor import Opened, Openings

PATIENCE_SECONDS = 10


def test_callers_look_at_the_same_time() -> None:
    """Each look ends only when the other has begun too."""
    both_look = Barrier(2)

    def look() -> tuple[Opened, ...]:
        both_look.wait(PATIENCE_SECONDS)
        return (Opened("customer", "1", False),)

    with ThreadPoolExecutor(2) as callers:
        found = list(callers.map(lambda openings: openings.found, (Openings(look), Openings(look))))
    assert found == [(Opened("customer", "1", False),)] * 2


def test_a_caller_looks_once_also_where_nothing_can_be_named() -> None:
    looked: list[str] = []

    def look() -> None:
        looked.append("once")

    openings = Openings(look)
    assert openings.found is None
    assert openings.found is None
    assert looked == ["once"]
