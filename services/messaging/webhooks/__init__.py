"""Webhooks: addresses that are told of events, as far as their owner may read the records."""
