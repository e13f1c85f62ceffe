"""What may be granted to whom, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.actor import Reach
from shared.errors import Conflict, Forbidden, NotFound, RuleBroken
from shared.rights import includes

ADMINISTRATOR = "administrator"

COVERS: dict[Reach, frozenset[Reach]] = {
    Reach.OWN: frozenset({Reach.OWN}),
    Reach.SUBORDINATES: frozenset({Reach.OWN, Reach.SUBORDINATES}),
    Reach.UNIT: frozenset({Reach.OWN, Reach.UNIT}),
    Reach.SUBTREE: frozenset({Reach.OWN, Reach.UNIT, Reach.SUBTREE}),
    Reach.ALL: frozenset(Reach),
}
"""The reaches that whoever holds a reach may hand on."""


@dataclass(frozen=True, order=True)
class Grant:
    """A pattern of rights and how far they reach."""

    pattern: str
    reach: Reach


class GroupCodeIsTaken(Conflict):
    code = "group_code_is_taken"


class RightIsGrantedAlready(Conflict):
    code = "right_is_granted_already"


class RightIsNotGranted(NotFound):
    code = "right_is_not_granted"


class AdministratorsKeepAllRights(Conflict):
    code = "administrators_keep_all_rights"


class GroupNeedsAMember(Conflict):
    """Without administrators nobody could let anybody in again."""

    code = "last_administrator"


class PersonIsInGroupAlready(Conflict):
    code = "person_is_in_group_already"


class PersonIsNotInGroup(NotFound):
    code = "person_is_not_in_group"


class UnknownRight(RuleBroken):
    code = "unknown_right"


class GroupsBelongToAll(Forbidden):
    """A group is the same everywhere, so only who may change groups everywhere may change one."""

    code = "groups_belong_to_all"


class GrantsMoreThanYouHold(Forbidden):
    code = "grants_more_than_you_hold"


def covers(held: Iterable[Grant], wanted: Grant) -> bool:
    """Whether somebody with these grants may hand on the wanted one."""
    return any(includes(grant.pattern, wanted.pattern) and wanted.reach in COVERS[grant.reach] for grant in held)


def ensure_may_hand_on(held: Iterable[Grant], wanted: Iterable[Grant]) -> None:
    """Nobody gives others, and through them himself, more than he has."""
    own = list(held)
    beyond = [grant for grant in wanted if not covers(own, grant)]
    if beyond:
        listed = ", ".join(f"{grant.pattern} ({grant.reach})" for grant in sorted(beyond))
        raise GrantsMoreThanYouHold(f"You do not hold this yourself: {listed}.")


def ensure_known(pattern: str, rights: Iterable[str]) -> None:
    if not any(includes(pattern, right) for right in rights):
        raise UnknownRight(f"There is no right {pattern}.")


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
