"""What stays although the job that made it is taken back, in plain Python."""

from shared.errors import Conflict


class StageIsInUse(Conflict):
    """Deals are in it."""

    code = "stage_in_use"


def ensure_no_deals(stage: str, has_deals: bool) -> None:
    if has_deals:
        raise StageIsInUse(f"There are deals in {stage} by now; it stays.")
