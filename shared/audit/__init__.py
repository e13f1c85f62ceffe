"""The audit trail: every service's log of events, chained by hash so that tampering shows. See docs/adr/0028."""
