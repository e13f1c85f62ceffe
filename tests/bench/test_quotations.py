"""The page on finding quotations tells each figure, and whether the worst of them is within the goal."""

import pytest

from bench.quotations import Timing, page


@pytest.mark.parametrize(("slowest", "verdict"), [(0.2, "The worst p99 is 200 ms: kept."), (0.4, "400 ms: MISSED.")])
def test_the_page_has_every_figure(slowest: float, verdict: str) -> None:
    quick = Timing("of a deal", 5.0, [0.010] * 98 + [0.020, 0.030])
    slow = Timing("of a customer", 50.0, [0.100] * 98 + [slowest, 0.5])

    told = page(100_000, 100, [quick, slow], (0.9, 0.8), "PostgreSQL 15")

    assert told.startswith("# Finding quotations\n\n100,000 quotations of 20,000 deals and 2,000 customers")
    assert "| of a deal | 5 | 10 | 20 | 30 |" in told
    assert f"| of a customer | 50 | 100 | {slowest * 1000:.0f} | 500 |" in told
    assert verdict in told
    assert "90% of a processor before and 80% after" in told
