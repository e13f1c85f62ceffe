"""What each shipped role may do and may not, right by right."""

import pytest

from gateway.access.rules import reaches_of
from shared.actor import Reach
from shared.contracts.rights import all_rights
from shared.contracts.roles import ROLES
from shared.rights import is_pattern

GRANTS = {role.code: [(pattern, str(reach)) for pattern, reach in role.grants] for role in ROLES}
EVERYBODYS = {"gateway.org_unit:read": {Reach.ALL}, "gateway.person:read": {Reach.UNIT}}


def reach(role: str, right: str) -> set[Reach]:
    return set(reaches_of(right, GRANTS[role]))


@pytest.mark.parametrize(
    ("role", "right", "reaches"),
    [
        ("salesperson", "sales.opportunity:win", {Reach.OWN}),
        ("account_manager", "sales.opportunity:win", {Reach.SUBORDINATES}),
        ("executive", "sales.opportunity:win", {Reach.SUBTREE}),
        ("administrator", "sales.opportunity:win", {Reach.ALL}),
        ("storekeeper", "sales.opportunity:win", set()),
        ("salesperson", "sales.product:read", {Reach.ALL}),
        ("salesperson", "sales.product:change", set()),
        ("account_manager", "sales.stage:change", set()),
        ("executive", "sales.product:change", set()),
        ("administrator", "sales.product:change", {Reach.ALL}),
        ("salesperson", "distribution.order:read", {Reach.OWN}),
        ("salesperson", "distribution.payment:post", set()),
        ("storekeeper", "distribution.outbound:post", {Reach.UNIT}),
        ("storekeeper", "distribution.payment:post", set()),
        ("accountant", "distribution.payment:post", {Reach.UNIT}),
        ("accountant", "distribution.outbound:post", set()),
        ("service_agent", "service_desk.request:claim", {Reach.UNIT}),
        ("marketing", "marketing.campaign:launch", {Reach.UNIT}),
        ("marketing", "sales.lead:convert", set()),
    ],
)
def test_a_role_reaches_so_far(role: str, right: str, reaches: set[Reach]) -> None:
    assert reach(role, right) == reaches


@pytest.mark.parametrize("role", sorted(set(GRANTS) - {"administrator"}))
def test_only_administrators_change_the_organisation_and_what_people_may_do(role: str) -> None:
    changing = [right for right in all_rights() if right.startswith("gateway.") and not right.endswith(":read")]
    assert changing
    assert not [right for right in changing if reach(role, right)]
    for right, reaches in EVERYBODYS.items():
        assert reach(role, right) >= reaches


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_every_grant_is_written_once_and_in_the_grammar(role: object) -> None:
    grants = next(one.grants for one in ROLES if one is role)
    assert len(set(grants)) == len(grants)
    assert all(is_pattern(pattern) for pattern, _ in grants)
