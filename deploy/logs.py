"""Where the process writes its log: JSON lines, to a file of the installation or to standard error."""

import logging
import sys
from pathlib import Path

import structlog


def write_log(to: Path | None = None, level: str = "INFO") -> None:
    """Log this process as one JSON object a line, appended to the file or to standard error."""
    if to is not None:
        to.parent.mkdir(parents=True, exist_ok=True)
    stream = sys.stderr if to is None else open(to, "a", encoding="utf-8", buffering=1)  # noqa: SIM115 -- open for life
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(stream),
    )
    logging.basicConfig(stream=stream, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
