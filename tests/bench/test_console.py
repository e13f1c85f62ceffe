"""What the bench of the console says of its figures: the middle one counts, against what was promised."""

from bench.console import MOST_BYTES, Figures, report

WITHIN = Figures([250_000.0] * 3, [900.0, 1000.0, 5000.0], [2000.0] * 3, [80.0] * 3, [100.0] * 3)


def test_the_middle_of_the_measures_is_held_against_the_goal() -> None:
    told = report(WITHIN, (1.0, 0.98), "Chromium 1")
    assert "| first load | 1000 | 5000 | 10.00 | 1,000 | kept |" in told
    assert "250 kB of files as they travel; the goal is 260: kept." in told
    assert "MISSED" not in told


def test_what_is_over_its_goal_is_said_to_be() -> None:
    over = Figures([MOST_BYTES + 1.0], [1001.0], [2501.0], [101.0], [100.0])
    assert report(over, (1.0, 1.0), "Chromium 1").count("MISSED") == 4
