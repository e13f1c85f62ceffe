"""The page on too much at once tells what was found and judges nothing."""

from bench.load.generator import Outcome
from bench.load.overload import Overload, page


def test_the_page_has_every_figure() -> None:
    outcome = Outcome(seconds=10.0, took=[0.1] * 98 + [0.4, 0.9], failures=1, shed=299, told=["500 broken"])
    found = Overload(40.0, 120.0, outcome, (600.0, 640.4, None), 1.25)

    told = page(found, 10.0, "PostgreSQL 15")

    for row in (
        "| asked for, and reached | 120/s, 40/s |",
        "| accepted and right | 100, 10/s |",
        "| p99 of what was accepted | 400 ms |",
        "| told to come back (429, 503) | 299, 75% |",
        "| anything else | 1 |",
        "| well again after | 1.2 s |",
        "| memory before, at the end, after | 600 MiB, 640 MiB, not known |",
    ):
        assert row in told
    assert told.endswith("Failed: 500 broken\n")


def test_who_does_not_recover_is_said_to_so() -> None:
    assert "| well again after | not within a minute |" in page(
        Overload(40.0, 120.0, Outcome(), (None, None, None), None), 10.0, "PostgreSQL 15"
    )
