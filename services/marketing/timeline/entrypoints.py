"""Which records of this service are entries of a customer's timeline."""

from services.marketing.members import queries as members
from shared.timeline import TimelineEntrypoints


class CustomerTimelineEntrypoints(TimelineEntrypoints):
    strands = (members.STRAND,)
