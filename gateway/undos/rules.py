"""How an undo stands, in plain Python."""

from enum import StrEnum


class UndoStatus(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
