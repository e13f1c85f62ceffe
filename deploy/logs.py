"""Where the process writes its log: JSON lines, to a file of the installation or to standard error."""

import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

import structlog


class Lasting:
    """A stream of lines that no work fails for: what cannot be written, because the disk is full, say, is left out."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def write_log(to: Path | None = None, level: str = "INFO") -> None:
    """Log this process as one JSON object a line, appended to the file or to standard error."""
    if to is not None:
        to.parent.mkdir(parents=True, exist_ok=True)
    stream = sys.stderr if to is None else open(to, "a", encoding="utf-8", buffering=1)  # noqa: SIM115 -- open for life
    lasting = cast(TextIO, Lasting(stream))  # it writes and flushes, and no more is asked of it
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(lasting),
    )
    logging.basicConfig(stream=lasting, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
