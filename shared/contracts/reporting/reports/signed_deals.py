"""What was signed, how large, and how long it took."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, GrainedQuery, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, COUNT, MEDIAN_CYCLE_DAYS, PERIOD

BANDS = (10_000, 100_000, 1_000_000)
"""The amounts at which one size of deals ends and the next begins, in whatever currency a deal has."""
SIZE = Column("size", Kind.TEXT, {"en": "Size", "zh": "规模"})


def name_of_band(place: int) -> str:
    """under 10000, 10000 to 100000, and so on."""
    if place == 0:
        return f"under {BANDS[0]}"
    return f"{BANDS[place - 1]} to {BANDS[place]}" if place < len(BANDS) else f"{BANDS[-1]} and more"


REPORT = Report(
    id="signed-deals",
    title={"en": "Signed deals", "zh": "签约商机"},
    question={
        "en": "How many deals are signed, how large, and after how long?",
        "zh": "签约多少、规模多大、历时多久？",
    },
    query=GrainedQuery,
    dimensions=(PERIOD, SIZE, CURRENCY),
    measures=(COUNT, AMOUNT, MEDIAN_CYCLE_DAYS),
    chart=Chart("bar", "time", "amount", "size"),
)
