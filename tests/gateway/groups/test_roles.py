"""What each shipped role may do and may not, right by right."""

import pytest

from gateway.access.rules import reaches_of
from gateway.http.discovery import all_routes
from shared.actor import Reach
from shared.contracts.rights import all_rights
from shared.contracts.roles import ROLES
from shared.rights import is_pattern, noun_in

OUTSIDERS = {"partner", "portal_customer"}
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
        ("partner", "sales.lead:change", {Reach.UNIT}),
        ("partner", "sales.lead:convert", set()),
        ("partner", "sales.quotation:send", {Reach.UNIT}),
        ("partner", "sales.quotation:accept", set()),
        ("salesperson", "gateway.report_schedule:create", {Reach.OWN}),
        ("partner", "gateway.report_schedule:create", set()),
        ("partner", "sales.opportunity:advance", {Reach.UNIT}),
        ("partner", "sales.opportunity:win", set()),
        ("partner", "sales.customer:create", set()),
        ("portal_customer", "sales.order:read", {Reach.CUSTOMER}),
        ("portal_customer", "sales.order:create", set()),
    ],
)
def test_a_role_reaches_so_far(role: str, right: str, reaches: set[Reach]) -> None:
    assert reach(role, right) == reaches


@pytest.mark.parametrize("role", sorted(set(GRANTS) - {"administrator"}))
def test_only_administrators_change_the_organisation_and_what_people_may_do(role: str) -> None:
    """Views, exports, scheduled reports and jobs are everybody's own, and so is work along processes that are defined;
    how records look, which fields and lists they have, is for executives too.
    """
    nouns = (
        "view",
        "process_run",
        "export",
        "job",
        "report_schedule",
        *(("custom_field", "picklist") if role == "executive" else ()),
    )
    others = tuple(f"gateway.{noun}:" for noun in nouns)
    changing = [
        right
        for right in all_rights()
        if right.startswith("gateway.") and not right.endswith(":read") and not right.startswith(others)
    ]
    assert changing
    assert not [right for right in changing if reach(role, right)]


@pytest.mark.parametrize("role", sorted(set(GRANTS) - OUTSIDERS - {"administrator"}))
def test_colleagues_know_the_organisation_and_the_people_of_their_unit(role: str) -> None:
    for right, reaches in EVERYBODYS.items():
        assert reach(role, right) >= reaches


def test_partners_stay_in_their_unit_and_customers_with_what_is_theirs() -> None:
    messages = {right for right in all_rights() if right.startswith("messaging.")}
    rights = set(all_rights()) - messages - {"sales.product:read", "sales.stage:read"}
    assert set().union(*(reach("partner", right) for right in rights)) == {Reach.UNIT}
    assert set().union(*(reach("portal_customer", right) for right in all_rights())) == {Reach.CUSTOMER}


def fields_of_noun(noun: str) -> set[str]:
    """All that is shown of its records by some operation, or asked for by a form of one of its verbs."""
    routes = [route for group in all_routes() for route in group.declared if noun_in(route.right) == noun]
    views = [route.listing.view for route in routes if route.listing]
    schemas = [*views, *(one for route in routes for one in (route.gives, route.takes) if one is not None)]
    return {name for schema in schemas for name in schema().fields}


def test_open_fields_are_fields_of_their_noun() -> None:
    for role in ROLES:
        for noun, names in role.open_fields:
            assert set(names) <= fields_of_noun(noun), (role.code, noun)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_every_grant_is_written_once_and_in_the_grammar(role: object) -> None:
    grants = next(one.grants for one in ROLES if one is role)
    assert len(set(grants)) == len(grants)
    assert all(is_pattern(pattern) for pattern, _ in grants)
