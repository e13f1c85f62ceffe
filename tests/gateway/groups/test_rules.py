"""Patterns of rights, and who may hand on what."""

import pytest

from gateway.groups import rules
from gateway.groups.rules import Grant
from shared.actor import Reach
from shared.contracts.rights import all_rights
from shared.contracts.roles import ADMINISTRATOR, ROLES
from shared.rights import includes, is_pattern, is_right, patterns_for


@pytest.mark.parametrize(
    ("pattern", "right", "included"),
    [
        ("*", "sales.lead:read", True),
        ("sales.*", "sales.lead:read", True),
        ("sales.*", "sales_office.lead:read", False),
        ("sales.lead:*", "sales.lead:read", True),
        ("sales.lead:*", "sales.lead_source:read", False),
        ("sales.lead:read", "sales.lead:read", True),
        ("sales.lead:read", "sales.lead:read_all", False),
        ("sales.lead:*", "sales.*", False),
        ("sales.*", "*", False),
        ("sales.*", "sales.lead:*", True),
    ],
)
def test_what_a_pattern_includes(pattern: str, right: str, included: bool) -> None:
    assert includes(pattern, right) is included
    if is_right(right):
        assert (pattern in patterns_for(right)) is included


@pytest.mark.parametrize(
    "text",
    [
        "",
        "**",
        "sales",
        "sales.lead",
        "sales.lead:",
        "Sales.lead:read",
        "*.lead:read",
        "sales.l*",
        "sales.lead:re*",
        "sales.lead:read\n",
    ],
)
def test_what_is_no_pattern(text: str) -> None:
    assert not is_pattern(text)


@pytest.mark.parametrize(
    ("held", "wanted", "may"),
    [
        (("*", Reach.ALL), ("sales.*", Reach.SUBTREE), True),
        (("sales.*", Reach.SUBTREE), ("sales.lead:read", Reach.UNIT), True),
        (("sales.*", Reach.SUBTREE), ("sales.lead:read", Reach.ALL), False),
        (("sales.*", Reach.SUBTREE), ("sales.lead:read", Reach.SUBORDINATES), False),
        (("sales.lead:read", Reach.ALL), ("sales.lead:*", Reach.OWN), False),
        (("sales.*", Reach.ALL), ("*", Reach.OWN), False),
        (("sales.*", Reach.OWN), ("sales.*", Reach.OWN), True),
    ],
)
def test_nobody_hands_on_more_than_he_holds(held: tuple[str, Reach], wanted: tuple[str, Reach], may: bool) -> None:
    assert rules.covers([Grant(*held)], Grant(*wanted)) is may


def test_shipped_roles_are_written_in_the_grammar() -> None:
    assert rules.ADMINISTRATOR == ADMINISTRATOR
    assert len({role.code for role in ROLES}) == len(ROLES)
    for role in ROLES:
        assert all(is_pattern(pattern) for pattern, _ in role.grants)


def test_every_right_has_a_meaning() -> None:
    assert all(meaning and meaning[0].isupper() for meaning in all_rights().values())
    assert "gateway.person:read" in all_rights()
