"""Figures about the bus, for /metrics."""

from prometheus_client import Counter, Histogram

CALLS = Counter("tenon_rpc_calls", "Calls answered", ["service", "method", "outcome"])
CALL_SECONDS = Histogram(
    "tenon_rpc_seconds",
    "Time from taking a call to answering it",
    ["service", "method"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
CALLS_EXPIRED = Counter("tenon_rpc_expired", "Calls dropped unrun because nobody waited any more", ["service"])
EVENTS_PUBLISHED = Counter("tenon_events_published", "Events the broker or every subscriber has taken", ["service"])
EVENTS_HANDLED = Counter("tenon_events_handled", "Events met by a handler", ["service", "handler", "outcome"])
