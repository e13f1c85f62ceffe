"""Explanations: why somebody may or may not do something to a record, rule by rule."""
