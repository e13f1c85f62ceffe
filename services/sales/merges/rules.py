"""When a merge can be undone, in plain Python."""

from datetime import datetime

from shared.errors import Conflict


class MergeIsUndone(Conflict):
    """It was undone before."""

    code = "merge_undone"


def ensure_in_force(undone_at: datetime | None) -> None:
    if undone_at is not None:
        raise MergeIsUndone("This merge was undone already.")
