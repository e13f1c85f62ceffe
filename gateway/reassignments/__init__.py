"""Reassignments: jobs that hand the customers of a territory to those who sell there."""
