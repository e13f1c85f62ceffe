"""How a run goes on, in plain Python: no database, no wire, no clock."""

from enum import StrEnum

from shared.errors import Conflict, Forbidden


class RunStatus(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class ProcessRunIsOver(Conflict):
    """A run that is finished or cancelled goes on no more; start another one."""

    code = "process_run_is_over"


class StepIsNotNext(Conflict):
    """It is done already, or its turn has not come; `step` says which one waits."""

    code = "process_step_is_not_next"


class StepIsForAPosition(Forbidden):
    """Only a holder of the position that the step names, in reach of the record's unit, does it."""

    code = "process_step_is_for_a_position"


def ensure_running(status: str) -> None:
    if status != RunStatus.RUNNING:
        raise ProcessRunIsOver(f"This run is {status}.", status=status)


def ensure_next(wanted: str, waiting: str) -> None:
    if wanted != waiting:
        raise StepIsNotNext(f"The step that waits is {waiting}.", step=waiting)


def ensure_holder(holds: bool, step: str, position: str) -> None:
    if not holds:
        raise StepIsForAPosition(
            f"{step} is done by whoever holds the position {position} for this unit.", position=position
        )
