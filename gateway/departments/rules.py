"""Where a department may stand, in plain Python: no database, no wire, no clock."""

from shared.errors import Conflict, RuleBroken


class DepartmentCodeIsTaken(Conflict):
    """A code names one department in the whole company; choose another."""

    code = "department_code_is_taken"


class DepartmentIsClosed(Conflict):
    """A closed department is neither changed nor given people or departments."""

    code = "department_is_closed"


class DepartmentStandsThereAlready(Conflict):
    """The move names the place where the department stands."""

    code = "department_stands_there_already"


class DepartmentHasPeople(Conflict):
    """Assign its people elsewhere first: POST /v1/people/{id}/assign."""

    code = "department_has_people"


class DepartmentHasOpenDepartments(Conflict):
    """Close or move the departments below it first."""

    code = "department_has_open_departments"


class DepartmentUnitIsClosed(Conflict):
    """Departments stand in units that are open."""

    code = "department_unit_is_closed"


class ParentIsInAnotherUnit(RuleBroken):
    """A department is part of one unit, and so is all that stands below it."""

    code = "department_parent_elsewhere"


class DepartmentWouldStandUnderItself(RuleBroken):
    """A department cannot be moved under itself or under one below it."""

    code = "department_would_stand_under_itself"


class DepartmentsAreTooDeep(RuleBroken):
    """The codes from the top of the unit down to a department have 255 signs at most."""

    code = "departments_are_too_deep"


def ensure_open(code: str, closed: bool) -> None:
    if closed:
        raise DepartmentIsClosed(f"The department {code} is closed.")


def ensure_unit_is_open(code: str, closed: bool) -> None:
    if closed:
        raise DepartmentUnitIsClosed(f"The unit {code} is closed; choose an open one.")


def ensure_same_unit(parent_code: str, parent_unit_id: str, unit_id: str) -> None:
    if parent_unit_id != unit_id:
        raise ParentIsInAnotherUnit(f"{parent_code} is a department of another unit; name one of the same unit.")


def ensure_not_below(path: str, parent_path: str) -> None:
    if parent_path.startswith(path):
        raise DepartmentWouldStandUnderItself("A department cannot stand under itself or under one below it.")


def ensure_fits(length: int, longest: int) -> None:
    if length > longest:
        raise DepartmentsAreTooDeep("The departments would have too many levels.")


def ensure_moves(moves: bool, code: str) -> None:
    if not moves:
        raise DepartmentStandsThereAlready(f"{code} stands there already.")


def ensure_empty(people: int, open_below: int) -> None:
    ensure_nobody(people)
    if open_below:
        raise DepartmentHasOpenDepartments(f"{open_below} open departments still stand under this one.")


def ensure_nobody(people: int) -> None:
    if people:
        raise DepartmentHasPeople(f"{people} people still belong to it; assign them elsewhere first.", people=people)
