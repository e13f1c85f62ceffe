"""Schedules: what somebody has to do at a time, alone or with others, and what came of it; visits and offers too."""
