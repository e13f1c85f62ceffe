"""What a function leaves behind in rings is let go when it has returned, however seldom Python looks."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from shared.rings import leaves_rings


class Ring:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def seldom() -> Iterator[None]:
    """As in a process of the product, where nobody looks for so long."""
    usual = gc.get_threshold()
    gc.set_threshold(1_000_000, 1_000, 1_000)
    yield
    gc.set_threshold(*usual)


def test_a_ring_is_let_go_when_its_maker_returns_or_fails() -> None:
    left: list[weakref.ref[Ring]] = []

    def make(fails: bool) -> str:
        """Makes something of a ring."""
        left.append(weakref.ref(Ring()))
        if fails:
            raise ValueError("no picture")
        return "picture"

    assert make(False) == "picture"
    assert left[-1]() is not None, "else this test would prove nothing"
    made = leaves_rings(make)
    assert (made(False), made.__doc__) == ("picture", make.__doc__)
    assert left[-1]() is None
    with pytest.raises(ValueError, match="no picture"):
        made(True)
    assert left[-1]() is None
