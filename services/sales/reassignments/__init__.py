"""Reassignments: the customers of a territory come to those who sell there."""
