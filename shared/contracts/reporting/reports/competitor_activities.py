"""What is done about deals that somebody else wants too."""

from shared.contracts.reporting.catalogue import Chart, Column, GrainedQuery, Kind, Report
from shared.contracts.reporting.columns import COMPETITOR, DEAL_ID, NAME, PERIOD, STATUS


class CompetitorActivitiesQuery(GrainedQuery):
    """Those that were done in the period. What was done about a deal that two want counts for each of them."""


ACTIVITIES = Column("activities", Kind.COUNT, {"en": "Activities", "zh": "活动数"})

REPORT = Report(
    id="competitor-activities",
    title={"en": "Activities by competitor", "zh": "竞争对手活动报告"},
    question={
        "en": "How much was done in which period about deals that a competitor wants too, and which deals are these?",
        "zh": "各期间针对某竞争对手参与的商机开展了多少活动，涉及哪些商机？",
    },
    query=CompetitorActivitiesQuery,
    dimensions=(COMPETITOR, PERIOD, DEAL_ID),
    labels=(NAME, STATUS),
    measures=(ACTIVITIES,),
    chart=Chart("bar", "competitor", "activities"),
)
"""The records are the deals."""
