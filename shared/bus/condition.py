"""How a service runs, for whoever operates it: its health, instances, queue, database and disk."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.bus.health import health_of
from shared.persistence.database import Database
from shared.process import this_process
from shared.version import VERSION

_SIZES = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "mysql": "SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = DATABASE()",
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
}

Depth = Callable[[], tuple[int, int] | None]
"""Calls that wait for the service, and the instances that take them; None where that cannot be seen now."""

_log = structlog.get_logger(__name__)


def condition_of(database: Database, data: Path, depth: Depth) -> dict[str, Any]:
    """What `health_of` says, and the figures of the process, the queue, the database and the disk."""
    seen = depth()
    return {
        **health_of(database),
        "version": VERSION,
        "uptime_seconds": int(time.time() - this_process().started),
        "queue_depth": seen[0] if seen else None,
        "instances": seen[1] if seen else None,
        "engine": database.dialect,
        "database_bytes": _size(database),
        **_disk(data),
    }


def _size(database: Database) -> int | None:
    """None where the database is away or will not say."""
    try:
        with database.read() as session:
            return _asked(session, _SIZES[database.dialect])
    except Exception as fault:
        _log.info("size of database not known", reason=str(fault)[:200])
        return None


def _asked(session: Session, question: str) -> int:
    return int(session.scalar(text(question)) or 0)


def _disk(data: Path) -> dict[str, int]:
    """The disk on which the data folder lies, or will lie."""
    place = next(folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists())
    usage = shutil.disk_usage(place)
    return {"disk_total_bytes": usage.total, "disk_free_bytes": usage.free}
