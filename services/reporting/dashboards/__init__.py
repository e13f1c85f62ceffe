"""Dashboards: reports that somebody put side by side; what they show is asked anew for each reader."""
