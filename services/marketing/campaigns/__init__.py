"""Campaigns: an effort with a goal, a budget and a period, and the public form behind which its leads arrive."""
