"""A short run of what `./tenon chaos` does for as long as one likes."""

from pathlib import Path

import pytest

from tests.chaos.campaign import Plan, carry_out
from tests.conftest import IN_CI, PROFILES
from tests.servers import ServerFailure

pytestmark = pytest.mark.alone  # how long an answer takes is part of what is promised

SEED = 20


def test_an_installation_that_is_broken_again_and_again_loses_nothing_and_mends_itself(tmp_path: Path) -> None:
    if "production" not in PROFILES:
        pytest.skip("what is broken here are the processes of the production profile")
    plan = Plan(SEED, seconds=6, callers=3, pause=0.2, quiet=(0.2, 0.6))
    try:
        outcome = carry_out(plan, tmp_path)
    except ServerFailure as fault:
        if IN_CI:
            raise
        pytest.skip(f"no servers that may be broken: {fault}")
    assert outcome.findings == []
    assert outcome.done
    assert outcome.ledger.writes >= plan.callers
    assert outcome.ledger.repeated
