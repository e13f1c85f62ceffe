"""How long one must wait after failures."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.sign_in_attempts import rules

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 900), (10_000, 900)]
)
def test_the_wait_grows_with_each_failure_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert rules.wait_after(failures, rules.ACCOUNT) == timedelta(seconds=seconds)


def test_old_failures_are_forgotten() -> None:
    assert rules.failures_until(9, NOON - timedelta(minutes=59), NOON) == 9
    assert rules.failures_until(9, NOON - timedelta(minutes=61), NOON) == 0
    assert rules.failures_until(0, None, NOON) == 0


def test_who_is_blocked_is_told_how_long() -> None:
    with pytest.raises(rules.SignInThrottled) as refused:
        rules.ensure_may_try(NOON + timedelta(seconds=8), NOON)
    assert refused.value.extra == {"retry_after": 8}
    rules.ensure_may_try(NOON, NOON)
    rules.ensure_may_try(None, NOON)
