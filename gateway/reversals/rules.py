"""What stays although the job that made it is taken back, in plain Python."""

from collections.abc import Iterable, Mapping

from shared.errors import Conflict, RuleBroken


class PersonHasSignedIn(Conflict):
    """Somebody who works here already is sent away by name, not by taking a load back."""

    code = "person_has_signed_in"


class GroupHasMembers(Conflict):
    """People do their work by what it grants."""

    code = "group_has_members"


class PositionIsNamed(Conflict):
    """A process has a step for it."""

    code = "position_is_named"


class PicklistIsUsed(Conflict):
    """A custom field takes its choices from it."""

    code = "picklist_is_used"


class StepIsFinal(RuleBroken):
    """A step that has no way back by hand has none here."""

    code = "step_is_final"


def ensure_never_signed_in(login: str, signed_in: bool) -> None:
    if signed_in:
        raise PersonHasSignedIn(f"{login} has signed in since; close their access by hand if they are to go.")


def ensure_no_members(code: str, has_members: bool) -> None:
    if has_members:
        raise GroupHasMembers(f"Somebody is in {code} by now; it stays.")


def ensure_unnamed(code: str, named: bool) -> None:
    if named:
        raise PositionIsNamed(f"A process names {code} by now; it stays.")


def ensure_unused(code: str, used: bool) -> None:
    if used:
        raise PicklistIsUsed(f"A custom field uses {code} by now; it stays.")


def ensure_only_added(joined: Mapping[str, Iterable[str | None]]) -> None:
    """Raises `StepIsFinal` where the job took somebody out of something: how they were in it is not told."""
    if left := sorted(name for name, codes in joined.items() if None in codes):
        raise StepIsFinal(f"Nothing leads back from what ended ({', '.join(left)}); it stays.")


def ensure_reversible(changed: Iterable[str], reversible: Iterable[str]) -> None:
    """Raises `StepIsFinal` where the job changed something that no command changes back."""
    if final := sorted(set(changed) - set(reversible)):
        raise StepIsFinal(f"Nothing leads back from this ({', '.join(final)}); it stays.")
