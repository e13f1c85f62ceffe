"""The page on dashboards tells each figure, and whether both goals are kept."""

import pytest

from bench.dashboards import Timing, page
from bench.events import Lag

FEW, LAGS = [0.040] * 20, [Lag(120.0, None, [0.1] * 100), Lag(60.0, 60.0, [0.02] * 100)]


@pytest.mark.parametrize(
    ("took", "kept", "verdict"),
    [
        (0.055, "1.4 | yes |", "All are kept."),
        (0.065, "1.6 | NO |", "MISSED by 1 of 2."),
        (0.110, "2.8 | NO |", "MISSED by 1 of 2."),
    ],
)
def test_the_page_has_every_figure(took: float, kept: str, verdict: str) -> None:
    slow = Timing("funnel", FEW, [took] * 20)
    told = page((10_000, 1_000_000, 20), [Timing("trend", FEW, FEW), slow], LAGS, (0.9, 0.8), "PostgreSQL 15")
    assert "| trend | 40 | 40 | 40 | 40 | 1.0 | yes |" in told
    assert f"| funnel | 40 | 40 | {took * 1000:.0f} | {took * 1000:.0f} | {kept}" in told
    assert verdict in told
    assert "with 10,000 deals in the reports, and with 1,000,000" in told
    assert "| half as fast | 60 | 20 | 20 | 20 | 20 |" in told
