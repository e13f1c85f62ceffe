"""How long requests took lately, whatever routes they went to."""

from math import inf

from gateway.http.pace import Pace


def test_a_request_counts_at_the_first_bound_that_it_stays_within() -> None:
    pace = Pace((0.1, 1.0))
    for seconds in (0.05, 0.1, 0.2, 7.0):
        pace.took(seconds)

    assert pace.lately() == [(0.1, 2), (1.0, 3), (inf, 4)]


def test_what_was_told_once_is_over() -> None:
    pace = Pace((0.1, 1.0))
    pace.took(0.2)
    pace.lately()

    assert pace.lately() == [(0.1, 0), (1.0, 0), (inf, 0)]
