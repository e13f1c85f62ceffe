"""The stages that every installation starts with, in plain Python: no database, no wire, no clock."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """A stage in which a deal can be open. `success_rate` is in percent."""

    code: str
    name: str
    position: int
    success_rate: int


SHIPPED = (
    Rung("prospecting", "Prospecting", 10, 10),
    Rung("engaging", "Engaging", 20, 30),
    Rung("proposal", "Proposal", 30, 50),
    Rung("negotiation", "Negotiation", 40, 75),
)
"""Shown until the sales service has told of its stages, which it does with the first deal."""
