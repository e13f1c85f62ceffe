"""What may be granted to whom, in plain Python: no database, no wire, no clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from shared.actor import Reach
from shared.errors import Conflict, Forbidden, NotFound, RuleBroken
from shared.rights import includes, narrower, noun_in

ADMINISTRATOR = "administrator"

COVERS: dict[Reach, frozenset[Reach]] = {
    Reach.OWN: frozenset({Reach.OWN}),
    Reach.SUBORDINATES: frozenset({Reach.OWN, Reach.SUBORDINATES}),
    Reach.UNIT: frozenset({Reach.OWN, Reach.UNIT}),
    Reach.SUBTREE: frozenset({Reach.OWN, Reach.UNIT, Reach.SUBTREE}),
    Reach.CUSTOMER: frozenset({Reach.CUSTOMER}),
    Reach.ALL: frozenset(Reach),
}
"""The reaches that whoever holds a reach may hand on."""


@dataclass(frozen=True, order=True)
class Grant:
    """A pattern of rights and how far they reach. `fields`, where there are any, are the only ones of the noun that
    whoever holds this may read and write, whatever else they hold.
    """

    pattern: str
    reach: Reach
    fields: tuple[str, ...] = ()


class GroupCodeIsTaken(Conflict):
    """A group's code is its own."""

    code = "group_code_is_taken"


class RightIsGrantedAlready(Conflict):
    """The group grants this with this reach already."""

    code = "right_is_granted_already"


class RightIsNotGranted(NotFound):
    """What the group does not grant cannot be taken from it."""

    code = "right_is_not_granted"


class AdministratorsKeepAllRights(Conflict):
    """The administrators' group keeps every right, so that nobody is locked out."""

    code = "administrators_keep_all_rights"


class GroupNeedsAMember(Conflict):
    """Without administrators nobody could let anybody in again."""

    code = "last_administrator"


class PersonIsInGroupAlready(Conflict):
    """The person is a member already."""

    code = "person_is_in_group_already"


class PersonIsNotInGroup(NotFound):
    """Only a member can be taken out of a group."""

    code = "person_is_not_in_group"


class SecondFactorIsDemandedAlready(Conflict):
    """The group demands a second factor already."""

    code = "second_factor_is_demanded_already"


class SecondFactorIsNotDemanded(Conflict):
    """There is no demand to waive."""

    code = "second_factor_is_not_demanded"


class UnknownRight(RuleBroken):
    """There is no such right, and no right matches such a pattern."""

    code = "unknown_right"


class FieldsNeedANoun(RuleBroken):
    """Fields are fields of something."""

    code = "fields_need_a_noun"


class GroupsBelongToAll(Forbidden):
    """A group is the same everywhere, so only who may change groups everywhere may change one."""

    code = "groups_belong_to_all"


class GrantsMoreThanYouHold(Forbidden):
    """Nobody hands on, or takes away, more than they hold themselves."""

    code = "grants_more_than_you_hold"


def covers(held: Collection[Grant], wanted: Grant) -> bool:
    """Whether somebody with these grants may hand on the wanted one: as far, and no more fields than are open."""
    if not any(includes(grant.pattern, wanted.pattern) and wanted.reach in COVERS[grant.reach] for grant in held):
        return False
    binding = [set(grant.fields) for grant in held if grant.fields and _meet(grant.pattern, wanted.pattern)]
    return all(wanted.fields and limit.issuperset(wanted.fields) for limit in binding)


def _meet(limited: str, wanted: str) -> bool:
    """Whether a limit on one noun bears on what is to be handed on."""
    noun = noun_in(limited)
    return noun is not None and (noun_in(wanted) == noun or includes(wanted, f"{noun}:*"))


def within_scope(held: Iterable[Grant], scopes: Iterable[str] | None) -> set[Grant]:
    """What is left of the grants within these patterns of rights."""
    if scopes is None:
        return set(held)
    within = list(scopes)
    common = ((grant, narrower(grant.pattern, scope)) for grant in held for scope in within)
    return {replace(grant, pattern=pattern) for grant, pattern in common if pattern is not None}


def ensure_may_hand_on(held: Iterable[Grant], wanted: Iterable[Grant]) -> None:
    """Nobody gives others, and through them himself, more than he has."""
    own = list(held)
    beyond = [grant for grant in wanted if not covers(own, grant)]
    if beyond:
        listed = ", ".join(f"{grant.pattern} ({grant.reach})" for grant in sorted(beyond))
        raise GrantsMoreThanYouHold(f"You do not hold this yourself: {listed}.")


def ensure_demand_changes(group: str, before: bool, after: bool) -> None:
    if before and after:
        raise SecondFactorIsDemandedAlready(f"{group} demands a second factor already.")
    if not before and not after:
        raise SecondFactorIsNotDemanded(f"{group} does not demand a second factor.")


def ensure_known(pattern: str, rights: Iterable[str]) -> None:
    if not any(includes(pattern, right) for right in rights):
        raise UnknownRight(f"There is no right {pattern}.")


def ensure_fields_have_a_noun(grant: Grant) -> None:
    if grant.fields and noun_in(grant.pattern) is None:
        raise FieldsNeedANoun(f"{grant.pattern} is more than one noun; name the fields of one, as in sales.lead:*.")


def ensure_reaches_all(reaches: frozenset[Reach]) -> None:
    if Reach.ALL not in reaches:
        raise GroupsBelongToAll("Groups belong to the whole organisation; your right does not reach that far.")


def ensure_administrators_keep(group: str, pattern: str) -> None:
    if group == ADMINISTRATOR and pattern == "*":
        raise AdministratorsKeepAllRights("Administrators keep every right, or nobody could give one back.")


def ensure_somebody_is_left(group: str, others: int) -> None:
    """`others` are the active members beside the one who is to go."""
    if group == ADMINISTRATOR and not others:
        raise GroupNeedsAMember("This is the last active administrator.")
