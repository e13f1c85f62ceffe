"""What the rule of a segment may say besides what lists filter by, and how much of it, in plain Python."""

from collections.abc import Mapping

MOST_SEGMENTS = 100
MOST_DAYS = 3660

QUIET: Mapping[str, str] = {"days_without_order": "last_order_on", "days_without_touch": "last_touch_on"}
"""Conditions that come to hold by time alone, and the day from which each counts; where there is none it counts from
when the customer was recorded.
"""
QUIET_OPERATORS = ("between", "gt", "gte", "lt", "lte")
