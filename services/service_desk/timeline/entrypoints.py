"""Which records of this service are entries of a customer's timeline."""

from services.service_desk.requests import queries as requests
from shared.timeline import TimelineEntrypoints


class CustomerTimelineEntrypoints(TimelineEntrypoints):
    strands = (requests.STRAND,)
