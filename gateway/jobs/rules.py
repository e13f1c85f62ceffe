"""What holds for every job, in plain Python."""

from datetime import datetime, timedelta

from shared.errors import Conflict, Forbidden


class JobIsOver(Conflict):
    """A bulk is over when its answer is there."""

    code = "job_over"


def ensure_cancellable(kind: str) -> None:
    if kind not in CANCELLABLE:
        raise JobIsOver(f"This is a job of the kind {kind}; only an import, an export or a reassignment can be.")


class JobIsNotUndoable(Conflict):
    """An export has changed nothing, and not every noun knows how to go back."""

    code = "job_not_undoable"


class JobStillRuns(Conflict):
    """Wait for its end, or cancel it first."""

    code = "job_still_running"


class UndoWindowIsOver(Conflict):
    """What others have seen for days is changed by hand."""

    code = "undo_window_over"


class JobOfAnother(Forbidden):
    """A job is taken back by whoever began it."""

    code = "job_of_another"


OVER = frozenset({"finished", "failed", "cancelled"})
KINDS = frozenset({"bulk", "import", "reassignment"})
CANCELLABLE = frozenset({"export", "import", "reassignment"})


def ensure_undoable(kind: str, noun: str, known: bool) -> None:
    if kind not in KINDS or not known:
        raise JobIsNotUndoable(f"What this {kind} of {noun} did cannot be taken back as a whole; change it by hand.")


def ensure_own(maker_id: str, caller_id: str) -> None:
    if maker_id != caller_id:
        raise JobOfAnother("Somebody else began this job; only they can take it back.")


def ensure_over(state: str) -> None:
    if state not in OVER:
        raise JobStillRuns("This job still runs; cancel it or wait for its end, then take it back.", state=state)


def ensure_in_time(ended: datetime, hours: float, moment: datetime) -> None:
    if moment - ended > timedelta(hours=hours):
        raise UndoWindowIsOver(f"Jobs are taken back within {hours:g} hours of their end.", hours=hours)
