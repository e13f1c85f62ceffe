"""What grants add up to, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable

from shared.actor import Reach
from shared.errors import Forbidden
from shared.rights import SIGNED_IN, SIGNED_IN_ANYHOW, includes

ONESELF = frozenset({Reach.OWN})


class RightMissing(Forbidden):
    code = "right_missing"


class PasswordChangeRequired(Forbidden):
    code = "password_change_required"


def reaches_of(right: str, grants: Iterable[tuple[str, str]]) -> frozenset[Reach]:
    """How far pairs of a pattern and a reach let this right extend; empty for a right that is not granted."""
    if right in (SIGNED_IN, SIGNED_IN_ANYHOW):
        return ONESELF
    return frozenset(Reach(reach) for pattern, reach in grants if includes(pattern, right))


def ensure_password_is_own(right: str, must_change_password: bool) -> None:
    """Somebody whose password another set may first of all change it."""
    if must_change_password and right != SIGNED_IN_ANYHOW:
        raise PasswordChangeRequired("Change your password first: POST /v1/me/password.")


def ensure_granted(right: str, reaches: frozenset[Reach]) -> None:
    if not reaches:
        raise RightMissing(f"You do not have the right {right}.", right=right)


def ancestors(path: str | None) -> list[int]:
    """The node numbers on a materialised path, itself included: "/1/4/" is 1 and 4."""
    return [int(node) for node in (path or "").split("/") if node]
