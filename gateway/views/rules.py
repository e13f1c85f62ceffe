"""What may become of a view, in plain Python: no database, no wire, no clock."""

from shared.errors import Conflict, Fault, Forbidden, RuleBroken


class ListIsUnknown(RuleBroken):
    """A view asks a list of this API, named as its address names it."""

    code = "view_list_unknown"


class TooManyViews(RuleBroken):
    """One person keeps so many views; remove one before keeping another."""

    code = "too_many_views"


class TooManyShares(RuleBroken):
    """A view is opened to so many; share it with a unit or a group instead."""

    code = "too_many_shares"


class ViewOfAnother(Forbidden):
    """Whoever is let into a view asks it; only its owner changes what it asks and whom it is open to."""

    code = "view_of_another"


class ExternalIdIsTaken(Conflict):
    """Another view of the same person has this external id."""

    code = "view_external_id_taken"


class GranteeIsUnknown(RuleBroken):
    """A view is opened to an active person, a unit or a group that is there."""

    code = "view_grantee_unknown"


class ViewIsSharedAlready(Conflict):
    """The view is open to this person, unit or group already."""

    code = "view_shared_already"


class FieldIsUnknown(RuleBroken):
    """The view names a custom field, or gives a width to a column, that its list does not have."""

    code = "view_field_unknown"


def ensure_own(owner_id: str, caller_id: str) -> None:
    if owner_id != caller_id:
        raise ViewOfAnother("This view belongs to somebody else; keep one of your own with the same question.")


def ensure_external_id_free(taken: bool, external_id: str | None) -> None:
    if taken:
        raise ExternalIdIsTaken(f"You keep another view with the external id {external_id}.")


def ensure_room(there: int, most: int, refusal: type[RuleBroken]) -> None:
    if there >= most:
        raise refusal(f"There is room for {most}; remove one first.")


def ensure_columns(unknown: list[str], noun: str) -> None:
    """Only a column that the list can show has a width."""
    if unknown:
        faults = [Fault(f"/widths/{_escaped(name)}", f"{noun} have no column {name}.") for name in unknown]
        raise FieldIsUnknown("The view names columns that are not there.", faults=faults)


def _escaped(name: str) -> str:
    """As a JSON pointer says it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def ensure_known(unknown: list[str], noun: str) -> None:
    if unknown:
        faults = [Fault("/filter", f"{noun} have no field {name}.") for name in unknown]
        raise FieldIsUnknown("The view names fields that are not there.", faults=faults)
