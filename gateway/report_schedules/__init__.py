"""Scheduled reports: a report that is sent by mail at set times, to each recipient as they may see it."""
