"""However an organisation is changed, through every way of asking each person sees what the oracle lets them see."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import ORGANISATIONS, PROFILES
from tests.end_to_end.company import Company
from tests.end_to_end.random_organisation.machine import RandomOrganisation
from tests.end_to_end.random_organisation.oracle import Oracle

STEPS = 15
BOUNDS = settings(
    max_examples=ORGANISATIONS,
    stateful_step_count=STEPS,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class ShortSighted(Oracle):
    """Knows nobody's superior but the direct one, and no unit's but the one above: what the product shows beyond that
    looks to it like a leak.
    """

    def is_below(self, unit: str, top: str) -> bool:
        return top in (unit, self.parents.get(unit))

    def works_under(self, person: str | None, superior: str) -> bool:
        return person is not None and superior in (person, self.people[person].superior)


@pytest.mark.timeout(900)  # what goes wrong is walked again and again, until the shortest way to it is known
def test_sight_is_right_after_every_change(company: Company) -> None:
    kind = type("Walked", (RandomOrganisation,), {"company": company})
    run_state_machine_as_test(kind, settings=BOUNDS)


def test_a_leak_would_be_found(company: Company) -> None:
    """This is about the oracle and the ways of asking, and so is tried on one profile."""
    if company.stack.profile != PROFILES[-1]:
        pytest.skip(f"tried on {PROFILES[-1]}")
    kind = type("Misjudged", (RandomOrganisation,), {"company": company, "oracle_of": ShortSighted})
    with pytest.raises(AssertionError, match="out of sight"):
        run_state_machine_as_test(kind, settings=settings(BOUNDS, phases=[Phase.generate]))
