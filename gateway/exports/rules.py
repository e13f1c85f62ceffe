"""How an export goes from its start to its end, in plain Python."""

import hashlib
import json
from datetime import timedelta
from enum import StrEnum

from shared.actor import Actor
from shared.errors import Conflict, Malformed, NotFound, RuleBroken


class ExportStatus(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


KEPT = timedelta(hours=24)
MOST_ROWS = {"csv": 5_000_000, "jsonl": 5_000_000, "xlsx": 1_048_575}


class ListIsUnknown(Malformed):
    """There is no such list below /v1, or none that has pages."""

    code = "export_noun_unknown"


class ExportIsNotReady(Conflict):
    """Ask again when its status is finished."""

    code = "export_not_ready"


class ExportHasNoFile(Conflict):
    """It failed or was cancelled."""

    code = "export_without_file"


class ExportIsExpired(NotFound):
    """Its file was removed; make a new one."""

    code = "export_expired"


class ExportIsOver(Conflict):
    """What has ended cannot be cancelled."""

    code = "export_over"


class ExportIsTooLarge(RuleBroken):
    """More rows than the format can hold; filter, or take another format."""

    code = "export_too_large"


class ExportIsOutdated(Conflict):
    """Its maker sees more or less by now than when it was read; make a new one."""

    code = "export_access_changed"


def standing_of(actor: Actor) -> str:
    """In short, by what it is decided which rows and fields of a list this actor sees."""
    fields = None if actor.fields is None else sorted(actor.fields)
    place = (actor.unit_id, actor.unit_path, actor.person_path, actor.customer_id)
    seen = [sorted(actor.reaches), place, fields, *([sorted(actor.closed)] if actor.closed else ())]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def ensure_read_as(read_as: str | None, standing: str) -> None:
    if read_as is not None and read_as != standing:
        raise ExportIsOutdated("What you may see has changed since this was read; make a new export.")


def ensure_downloadable(status: str, over: bool) -> None:
    """`over` says that its day has passed, whether or not the file has been removed already."""
    if status == ExportStatus.RUNNING:
        raise ExportIsNotReady("The export is still running; ask again when its status is finished.", retry_after=1)
    if status == ExportStatus.EXPIRED or (status == ExportStatus.FINISHED and over):
        raise ExportIsExpired("The file of this export is no longer kept; make a new export.")
    if status != ExportStatus.FINISHED:
        raise ExportHasNoFile(f"An export that is {status} has no file; make a new one.", status=status)


def ensure_running(status: str) -> None:
    if status != ExportStatus.RUNNING:
        raise ExportIsOver(f"An export that is {status} cannot be cancelled.", status=status)


def ensure_fits(kind: str, rows: int) -> None:
    most = MOST_ROWS[kind]
    if rows > most:
        raise ExportIsTooLarge(f"A {kind} file holds at most {most} rows; filter, or take another format.")
