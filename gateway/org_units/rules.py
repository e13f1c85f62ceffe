"""Where a unit may stand, in plain Python: no database, no wire, no clock."""

from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class UnitKind(StrEnum):
    HEAD_OFFICE = "head_office"
    BRANCH = "branch"
    OFFICE = "office"
    AGENT = "agent"
    DEALER = "dealer"


MAY_STAND_UNDER: dict[UnitKind, frozenset[UnitKind]] = {
    UnitKind.HEAD_OFFICE: frozenset(),
    UnitKind.BRANCH: frozenset({UnitKind.HEAD_OFFICE, UnitKind.BRANCH}),
    UnitKind.OFFICE: frozenset({UnitKind.HEAD_OFFICE, UnitKind.BRANCH, UnitKind.OFFICE}),
    UnitKind.AGENT: frozenset({UnitKind.HEAD_OFFICE, UnitKind.BRANCH, UnitKind.OFFICE}),
    UnitKind.DEALER: frozenset({UnitKind.HEAD_OFFICE, UnitKind.BRANCH, UnitKind.OFFICE, UnitKind.AGENT}),
}
"""Agents and dealers are companies of their own: an agent may have dealers; neither owns a branch or an office."""


INTERNAL = "internal"
PARTNER = "partner"
PARTNER_KINDS = frozenset({UnitKind.AGENT, UnitKind.DEALER})


class UnitKindIsFixed(RuleBroken):
    """A branch does not become a dealer; close the one and set up the other."""

    code = "unit_kind_is_fixed"


class UnitMayNotStandThere(RuleBroken):
    """A unit of this kind does not stand below one of that kind."""

    code = "unit_may_not_stand_there"


class UnitWouldStandUnderItself(RuleBroken):
    """A unit cannot stand below itself."""

    code = "unit_would_stand_under_itself"


class OrganisationIsTooDeep(RuleBroken):
    """The tree of units is as deep as it can be."""

    code = "organisation_is_too_deep"


class UnitCodeIsTaken(Conflict):
    """A unit's code is its own."""

    code = "unit_code_is_taken"


class UnitIsClosed(Conflict):
    """A closed unit takes nobody in and is not changed."""

    code = "unit_is_closed"


class UnitStandsThereAlready(Conflict):
    """The unit stands below this parent already."""

    code = "unit_stands_there_already"


class UnitHasPeople(Conflict):
    """A unit is closed once nobody stands in it."""

    code = "unit_has_people"


class UnitHasOpenUnits(Conflict):
    """A unit is closed once all units below it are closed."""

    code = "unit_has_open_units"


def ensure_may_stand_under(kind: UnitKind, parent: UnitKind) -> None:
    if parent not in MAY_STAND_UNDER[kind]:
        raise UnitMayNotStandThere(f"A unit of kind {kind} may not stand under one of kind {parent}.")


def realm_of(kind: str) -> str:
    """Whether people of a unit of this kind belong to the house or to a partner of it."""
    return PARTNER if kind in PARTNER_KINDS else INTERNAL


def ensure_same_kind(code: str, kind: str, wanted: str) -> None:
    if kind != wanted:
        raise UnitKindIsFixed(f"{code} is a unit of kind {kind}, which cannot become {wanted}.")


def ensure_open(code: str, closed: bool) -> None:
    if closed:
        raise UnitIsClosed(f"The unit {code} is closed.")


def ensure_not_below(path: str, new_parent_path: str) -> None:
    """A unit cannot stand under itself or under anything below it."""
    if new_parent_path.startswith(path):
        raise UnitWouldStandUnderItself("A unit cannot stand under itself or under a unit below it.")


def ensure_fits(length: int, longest: int) -> None:
    """`length` is that of the longest materialised path that would come to be."""
    if length > longest:
        raise OrganisationIsTooDeep("The organisation would have too many levels.")


def ensure_empty(people: int, open_units: int) -> None:
    if people:
        raise UnitHasPeople(f"{people} people still stand in this unit; move them first.", people=people)
    if open_units:
        raise UnitHasOpenUnits(f"{open_units} open units still stand under this one.", open_units=open_units)
