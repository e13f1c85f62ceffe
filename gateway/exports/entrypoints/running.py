"""The work of an export: page after page of the list, for the person who asked, then one file of all."""

import threading
import time
from functools import partial
from typing import Any

import orjson
import structlog

from gateway.access.queries import actor_of
from gateway.exports import commands
from gateway.exports.commands import Job
from gateway.exports.entrypoints.lists import ExportableList, find_list
from gateway.exports.entrypoints.writing import columns_of, write_file
from gateway.exports.rules import standing_of
from gateway.http.query import LARGEST_LIMIT, search_query
from gateway.patience import patiently
from shared.bus.extensions import ServiceBus
from shared.bus.offload import run_in_thread
from shared.errors import Refusal
from shared.files import Files, files_at
from shared.ids import new_id
from shared.persistence.database import Database

PAGE_SECONDS = 20.0
PAGES_IN_A_PART = 10
CLAIM_TRIES = 30
CLAIM_PAUSE = 0.1

_log = structlog.get_logger(__name__)


def start(database: Database, bus: ServiceBus, place: str, export_id: str) -> None:
    """Work on the export beside the calls; it may be that it is not saved yet."""
    runner = Runner(database, bus, files_at(place), export_id)
    threading.Thread(target=runner.run, name=f"export-{export_id}", daemon=True).start()


class LostHold(Exception):
    """Another process has taken the export over, or it was cancelled."""


class Runner:
    def __init__(self, database: Database, bus: ServiceBus, files: Files, export_id: str) -> None:
        self._database = database
        self._bus = bus
        self._files = files
        self._export_id = export_id
        self._holder = new_id()

    def run(self) -> None:
        """Until the file is there, something stands in the way, or it is not ours any more."""
        job = self._claim()
        if job is None:
            return
        try:
            self._work(job)
        except LostHold:
            _log.info("export given up", export_id=self._export_id)
        except Refusal as refusal:
            self._fail(f"{refusal.code}: {refusal.detail}")
        except Exception:
            _log.exception("export failed", export_id=self._export_id)
            self._fail("The service failed; its log says why.")

    def _claim(self) -> Job | None:
        for _ in range(CLAIM_TRIES):
            with self._database.write() as session:
                job = commands.claim(session, self._export_id, self._holder)
            if job is not None:
                return job
            time.sleep(CLAIM_PAUSE)
        return None

    def _work(self, job: Job) -> None:
        wanted = find_list(job.noun)
        while not self._is_finished(job, wanted):
            job = self._begin_anew(job) if job.is_read else self._read_part(job, wanted)
        self._files.remove_all(_parts(job))

    def _is_finished(self, job: Job, wanted: ExportableList) -> bool:
        """Make the file of what was read, unless some is still to be read, or was read under another standing."""
        if not job.is_read:
            return False
        with self._database.read() as session:
            closed = actor_of(session, job.maker_id, wanted.route.right).closed
        columns = columns_of(wanted.listing, job.query.get("fields"), closed)
        run_in_thread(write_file, self._files, job.path, job.format, columns, [_part(job, n) for n in range(job.parts)])
        with self._database.write() as session:
            actor = actor_of(session, job.maker_id, wanted.route.right)
            if standing_of(actor) != job.read_as:
                return False
            commands.finish(session, actor, job.export_id, self._holder, self._files.size(job.path))
        return True

    def _begin_anew(self, job: Job) -> Job:
        """What the maker may see has changed since the first page: nothing of what was read may be in the file."""
        self._files.remove_all(f"exports/{job.export_id}")
        with self._database.write() as session:
            begun = commands.begin_anew(session, job.export_id, self._holder)
        if begun is None:
            raise LostHold
        return begun

    def _read_part(self, job: Job, wanted: ExportableList) -> Job:
        """Some pages, kept as one file; where the process ends before they are counted they are read again."""
        rows: list[Any] = []
        cursor, total = job.cursor, None
        read_as = job.read_as
        for _ in range(PAGES_IN_A_PART):
            page, standing = patiently(partial(self._page, job, wanted, cursor))
            if standing != (read_as or standing):
                return self._begin_anew(job)
            read_as = standing
            rows += page["data"]
            cursor, total = page["next"], page.get("count", total)
            if cursor is None:
                break
        with self._files.write(_part(job, job.parts)) as file:
            file.writelines(orjson.dumps(row) + b"\n" for row in rows)
        read = commands.Part(len(rows), total, cursor, standing)
        with self._database.write() as session:
            counted = commands.count_part(session, job.export_id, self._holder, read)
        if counted is None:
            raise LostHold
        return counted

    def _page(self, job: Job, wanted: ExportableList, cursor: str | None) -> tuple[dict[str, Any], str]:
        """One page, by the right that the maker has now, and how they stand by it; the first one counts them all."""
        query = search_query(job.query, wanted.listing) | {"limit": LARGEST_LIMIT}
        query |= {"count": "exact"} if cursor is None else {"cursor": cursor}
        with self._database.read() as session:
            actor = actor_of(session, job.maker_id, wanted.route.right)
        bus = self._bus.on_behalf_of(actor, PAGE_SECONDS)
        page: dict[str, Any] = bus.call(wanted.route.service, wanted.route.rpc, query=query, **wanted.path).result
        return page, standing_of(actor)

    def _fail(self, why: str) -> None:
        self._files.remove_all(f"exports/{self._export_id}")
        with self._database.write() as session:
            commands.fail(session, self._export_id, self._holder, why)


def _parts(job: Job) -> str:
    return f"exports/{job.export_id}/parts"


def _part(job: Job, number: int) -> str:
    return f"{_parts(job)}/{number:05}.jsonl"
