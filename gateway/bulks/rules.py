"""How a bulk stands, in plain Python."""

from enum import StrEnum


class BulkStatus(StrEnum):
    """A bulk whose request was cut short stays running; the same request under the same key finishes it."""

    RUNNING = "running"
    FINISHED = "finished"


SUCCESS = range(200, 300)


def status_of(done: int, total: int) -> BulkStatus:
    return BulkStatus.FINISHED if done >= total else BulkStatus.RUNNING
