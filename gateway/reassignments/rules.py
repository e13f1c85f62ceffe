"""How a reassignment stands, in plain Python."""

from enum import StrEnum

from shared.errors import Conflict


class ReassignmentStatus(StrEnum):
    """It is cancelling while sales has been asked for some customers that are not counted yet."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


AT_WORK = (ReassignmentStatus.RUNNING, ReassignmentStatus.CANCELLING)
"""Where a process has something to do, or to count."""


class ReassignmentIsOver(Conflict):
    """What has ended, or is cancelled already, cannot be cancelled; it may be taken back."""

    code = "reassignment_over"


def ensure_running(status: str) -> None:
    if status != ReassignmentStatus.RUNNING:
        raise ReassignmentIsOver(f"A reassignment that is {status} cannot be cancelled.", status=status)
