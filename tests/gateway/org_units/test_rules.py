"""Which unit may stand under which, pair by pair."""

import itertools

import pytest

from gateway.org_units import rules
from gateway.org_units.rules import UnitKind
from shared.contracts.gateway.org_units import KINDS

HEAD, BRANCH, OFFICE, AGENT, DEALER = UnitKind
ALLOWED = {
    (BRANCH, HEAD), (BRANCH, BRANCH),
    (OFFICE, HEAD), (OFFICE, BRANCH), (OFFICE, OFFICE),
    (AGENT, HEAD), (AGENT, BRANCH), (AGENT, OFFICE),
    (DEALER, HEAD), (DEALER, BRANCH), (DEALER, OFFICE), (DEALER, AGENT),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "parent"), sorted(ALLOWED))
def test_these_may_stand_there(kind: UnitKind, parent: UnitKind) -> None:
    rules.ensure_may_stand_under(kind, parent)


@pytest.mark.parametrize(("kind", "parent"), sorted(set(itertools.product(UnitKind, UnitKind)) - ALLOWED))
def test_all_others_may_not(kind: UnitKind, parent: UnitKind) -> None:
    with pytest.raises(rules.UnitMayNotStandThere):
        rules.ensure_may_stand_under(kind, parent)


def test_the_contract_names_the_same_kinds() -> None:
    assert set(KINDS) == {str(kind) for kind in UnitKind}


@pytest.mark.parametrize("parent", ["/1/4/", "/1/4/9/"])
def test_a_unit_cannot_stand_under_itself_or_what_is_below(parent: str) -> None:
    with pytest.raises(rules.UnitWouldStandUnderItself):
        rules.ensure_not_below("/1/4/", parent)


def test_a_number_that_only_begins_alike_is_another_unit() -> None:
    rules.ensure_not_below("/1/4/", "/1/40/")


def test_a_unit_with_people_or_open_units_is_not_empty() -> None:
    with pytest.raises(rules.UnitHasPeople):
        rules.ensure_empty(1, 0)
    with pytest.raises(rules.UnitHasOpenUnits):
        rules.ensure_empty(0, 1)
    rules.ensure_empty(0, 0)
