"""Stages: how far a deal has come, how likely it then is, and what must be known before it goes on."""
