"""All that one run of the bench found out."""

from dataclasses import dataclass, field

from bench.load.limits import Limit
from bench.load.measure import Measured


@dataclass
class Results:
    """`shares` are the parts of a processor that a busy program got before and after. `started` are the seconds that
    separate processes needed to be ready, `embedded` those of an embedded installation; `limits` were measured with
    the fewest deals.
    """

    measured: list[Measured] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    embedded: float | None = None
    shares: list[float] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
