"""What commission is reckoned by: a document of distribution, what undid one, or a return of goods."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Source:
    """What it is, which, and when and where in the log of whoever told of it."""

    kind: str
    id: str
    number: str | None
    position: int
    happened_on: date
