"""What holds for the definition of a process, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable

from shared.errors import Conflict, RuleBroken


class ProcessCodeIsTaken(Conflict):
    """A code names one process; choose another."""

    code = "process_code_is_taken"


class ProcessIsRetired(Conflict):
    """No run of a retired process starts, and it is not changed; define another one."""

    code = "process_is_retired"


class StepNamesNoPosition(RuleBroken):
    """A step that no position does would wait for ever."""

    code = "process_step_without_position"


def ensure_positions(named: Iterable[str], known: Iterable[str]) -> None:
    missing = sorted(set(named) - set(known))
    if missing:
        raise StepNamesNoPosition(f"There is no position {', '.join(missing)}; set it up first: POST /v1/positions.")


def ensure_in_use(code: str, retired: bool) -> None:
    if retired:
        raise ProcessIsRetired(f"The process {code} is retired.")
