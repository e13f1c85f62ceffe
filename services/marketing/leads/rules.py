"""What a lead is worth to the campaign that brought it, in plain Python: no database, no wire, no clock."""

from decimal import Decimal

FROM_CAMPAIGN = "campaign"


def is_of_campaign(source_kind: str, source_id: str | None) -> bool:
    return source_kind == FROM_CAMPAIGN and source_id is not None


def worth_of(status: str, budget: str | None) -> Decimal:
    """The budget that the person named; a lead that was lost is worth nothing."""
    return Decimal(budget) if budget is not None and status != "lost" else Decimal(0)
