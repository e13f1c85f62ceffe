"""Which records of this service are entries of a customer's timeline."""

from services.service_desk.agreements import queries as agreements
from services.service_desk.requests import queries as requests
from shared.timeline import TimelineEntrypoints


class CustomerTimelineEntrypoints(TimelineEntrypoints):
    strands = (agreements.STRAND, requests.STRAND)
