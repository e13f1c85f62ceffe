"""What a managed list takes, in plain Python: no database, no wire, no clock."""

from shared.errors import Conflict, RuleBroken


class PicklistCodeIsTaken(Conflict):
    """Another managed list has this code; codes are never used twice."""

    code = "picklist_code_taken"


class PicklistValueIsThere(Conflict):
    """A value is named once; a retired one is reinstated, not added again."""

    code = "picklist_value_taken"


class PicklistIsFull(RuleBroken):
    """A list that nobody can read to its end is no list to choose from."""

    code = "picklist_full"


class PicklistValueIsRetired(Conflict):
    """It is retired already, so there is nothing to retire."""

    code = "picklist_value_retired"


class PicklistValueIsInUse(Conflict):
    """It is not retired, so there is nothing to reinstate."""

    code = "picklist_value_not_retired"


def ensure_room(there: int, most: int) -> None:
    if there >= most:
        raise PicklistIsFull(f"There is room for {most}; retire and reuse what is there.")


def ensure_not_retired(code: str, retired: bool) -> None:
    if retired:
        raise PicklistValueIsRetired(f"{code} is retired already.")


def ensure_retired(code: str, retired: bool) -> None:
    if not retired:
        raise PicklistValueIsInUse(f"{code} is not retired.")


class PicklistHasValues(Conflict):
    """Records may keep its values; it stays."""

    code = "picklist_has_values"


def ensure_without_values(picklist: str, values: int) -> None:
    if values:
        raise PicklistHasValues(f"{picklist} has {values} values by now; it stays.", values=values)
