"""The work of an export: page after page of the list, for the person who asked, then one file of all."""

import threading
import time
from typing import Any

import orjson
import structlog

from gateway.access.queries import actor_of
from gateway.exports import commands
from gateway.exports.commands import Job
from gateway.exports.entrypoints.lists import ExportableList, find_list
from gateway.exports.entrypoints.writing import columns_of, write_file
from gateway.http.query import LARGEST_LIMIT, search_query
from shared.bus.extensions import ServiceBus
from shared.bus.offload import run_in_thread
from shared.errors import Kind, Refusal
from shared.files import Files, files_at
from shared.ids import new_id
from shared.persistence.database import Database

PAGE_SECONDS = 20.0
PAGES_IN_A_PART = 10
CLAIM_TRIES = 30
CLAIM_PAUSE = 0.1
LONGEST_PAUSE = 10.0
PATIENCE_SECONDS = 300.0

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
        while not job.is_read:
            job = self._read_part(job, wanted)
        columns = columns_of(wanted.listing, job.query.get("fields"))
        run_in_thread(write_file, self._files, job.path, job.format, columns, [_part(job, n) for n in range(job.parts)])
        with self._database.write() as session:
            actor = actor_of(session, job.maker_id, wanted.route.right)
            commands.finish(session, actor, job.export_id, self._holder, self._files.size(job.path))
        self._files.remove_all(f"exports/{job.export_id}/parts")

    def _read_part(self, job: Job, wanted: ExportableList) -> Job:
        """Some pages, kept as one file; where the process ends before they are counted they are read again."""
        rows: list[Any] = []
        cursor, total = job.cursor, None
        for _ in range(PAGES_IN_A_PART):
            page = self._persistently(job, wanted, cursor)
            rows += page["data"]
            cursor, total = page["next"], page.get("count", total)
            if cursor is None:
                break
        with self._files.write(_part(job, job.parts)) as file:
            file.writelines(orjson.dumps(row) + b"\n" for row in rows)
        with self._database.write() as session:
            counted = commands.count_part(session, job.export_id, self._holder, len(rows), total, cursor)
        if counted is None:
            raise LostHold
        return counted

    def _persistently(self, job: Job, wanted: ExportableList, cursor: str | None) -> dict[str, Any]:
        """While the service is away, ask again for some minutes."""
        until, pause = time.monotonic() + PATIENCE_SECONDS, 0.5
        while True:
            try:
                return self._page(job, wanted, cursor)
            except Refusal as refusal:
                if refusal.kind is not Kind.UNAVAILABLE or time.monotonic() > until:
                    raise
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _page(self, job: Job, wanted: ExportableList, cursor: str | None) -> dict[str, Any]:
        """One page, by the right that the maker has at this moment; the first one counts them all."""
        query = search_query(job.query, wanted.listing) | {"limit": LARGEST_LIMIT}
        query |= {"count": "exact"} if cursor is None else {"cursor": cursor}
        with self._database.read() as session:
            actor = actor_of(session, job.maker_id, wanted.route.right)
        bus = self._bus.on_behalf_of(actor, PAGE_SECONDS)
        page: dict[str, Any] = bus.call(wanted.route.service, wanted.route.rpc, query=query, **wanted.path).result
        return page

    def _fail(self, why: str) -> None:
        self._files.remove_all(f"exports/{self._export_id}")
        with self._database.write() as session:
            commands.fail(session, self._export_id, self._holder, why)


def _part(job: Job, number: int) -> str:
    return f"exports/{job.export_id}/parts/{number:05}.jsonl"
