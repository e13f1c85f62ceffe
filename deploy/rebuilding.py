"""Making the facts of the reports anew from the logs of events."""

from collections.abc import Callable, Mapping, Sequence

from services.reporting.rebuilding.commands import begin_rebuild, go_on
from services.reporting.service import ReportingService
from shared.bus.container import Container
from shared.bus.envelope import Envelope
from shared.bus.handlers import Handlers, handlers_of
from shared.persistence.database import Database
from shared.settings import Settings

SOURCES = ("service_desk", "sales")
"""The services whose logs are taken in, in this order: sales tells of merges, which move what others had told before,
and how far the figures are is said by its log.
"""
Read = Callable[[str, int], Sequence[Envelope]]
"""The next events of the log of a source after a position."""


def handlers_here(settings: Settings) -> Handlers:
    """What the reporting service does with each event, in this process."""
    container = Container(ReportingService, {"settings": settings, "client": None})
    container.start()
    container.stop_timers()
    return handlers_of(container)


def rebuild(
    database: Database, handlers: Handlers, ends: Mapping[str, int], read: Read, tell: Callable[[int, int], None]
) -> int:
    """Go through the logs from their start, or from where a rebuild was broken off; how many positions there were in
    the last of them. `ends` has the newest position of each source's log.

    Each batch is a transaction of its own. A handler that fails ends it; the next one goes on from there.
    """
    with database.write() as session:
        ways = [(mark.source, mark.position, mark.until) for mark in begin_rebuild(session, ends)]
    for source, position, until in ways:
        more = True
        while more:
            envelopes = read(source, position)
            with database.write() as session:
                more = go_on(session, source, handlers, envelopes)
            position = envelopes[-1].position if envelopes else position
            tell(min(position, until), until)
    return ways[-1][2]
