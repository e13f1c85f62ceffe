"""The import as the gateway's database keeps it, and the only ways it changes."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.imports import rules
from gateway.imports.rules import ImportStatus
from gateway.imports.rules.mapping import Mapped as MappedFile
from gateway.imports.rules.tables import Table
from gateway.persistence import Base
from shared.importing import OUTCOMES, RowResult
from shared.persistence.records import Record
from shared.persistence.types import Id, UtcTime

LEASE = timedelta(seconds=30)


class Import(Record, Base):
    """One file. `lease_holder` is the process at work on it, as long as it says so again before `lease_until`.

    `needs_password` says that the run was begun with a first password, which only the memory of that process has.
    """

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_created_by_created", "created_by", "created_at"),)

    name: Mapped[str] = mapped_column(String(200), default="")
    entity: Mapped[str] = mapped_column(String(40))
    mode: Mapped[str] = mapped_column(String(10))
    match_key: Mapped[str] = mapped_column(String(60))
    distinct: Mapped[bool] = mapped_column(default=False)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20), default=ImportStatus.DRAFT, index=True)
    file: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    notes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    rows: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(500), default=None)
    rounds: Mapped[int] = mapped_column(default=0)
    needs_password: Mapped[bool] = mapped_column(default=False)
    lease_holder: Mapped[str | None] = mapped_column(String(64), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    made_by: Mapped[Any] = relationship(
        "Person",
        primaryjoin="foreign(Import.created_by) == Person.id",
        viewonly=True,
        lazy="joined",
    )

    @property
    def progress(self) -> dict[str, int]:
        return {"done": self.done, "total": self.total}

    @property
    def counts(self) -> dict[str, int]:
        return {outcome: getattr(self, outcome) for outcome in OUTCOMES}

    def upload(self, table: Table, mapped: MappedFile) -> None:
        rules.ensure_may("upload", self.status)
        self.file = {"size": table.size, "sha256": table.sha256, "encoding": table.encoding}
        self.notes = [{"text": text, "rows": rows} for text, rows in mapped.notes.items()]
        self.rows, self.total = len(table.rows), len(mapped.rows)
        self.status = ImportStatus.UPLOADED
        self._begin_count()

    def rehearse(self) -> None:
        rules.ensure_may("rehearse", self.status)
        self.status = ImportStatus.CHECKING
        self._begin_count()

    def run(self, needs_password: bool) -> bool:
        """Begin, or go on after a failure; whether it begins from the first row."""
        rules.ensure_may("run", self.status)
        from_start = self.status != ImportStatus.FAILED
        self.status, self.failure, self.needs_password = ImportStatus.RUNNING, None, needs_password
        if from_start:
            self._begin_count()
        return from_start

    def _begin_count(self) -> None:
        self.rounds = (self.rounds or 0) + 1
        self.done = self.created = self.updated = self.unchanged = self.rejected = 0
        self.failure = self.lease_holder = self.lease_until = None

    def is_free(self, moment: datetime) -> bool:
        at_work = self.status in rules.AT_WORK
        return at_work and (self.lease_until is None or self.lease_until < moment)

    def hold(self, holder: str, moment: datetime) -> None:
        self.lease_holder, self.lease_until = holder, moment + LEASE

    def is_held_by(self, holder: str) -> bool:
        return self.status in rules.AT_WORK and self.lease_holder == holder

    def count(self, results: list[RowResult]) -> None:
        self.done += len(results)
        for result in results:
            setattr(self, result.outcome, getattr(self, result.outcome) + 1)

    def finish(self) -> None:
        rehearsed = self.status == ImportStatus.CHECKING
        self.status = ImportStatus.CHECKED if rehearsed else ImportStatus.FINISHED
        self.lease_holder = self.lease_until = None

    def fail(self, why: str) -> None:
        """A rehearsal that could not go on may be begun again; a run that could not goes on where it stopped."""
        rehearsed = self.status == ImportStatus.CHECKING
        self.status = ImportStatus.UPLOADED if rehearsed else ImportStatus.FAILED
        self.failure = why[:500]
        self.lease_holder = self.lease_until = None


class ImportBatch(Base):
    """Some rows of an import, taken by one call. `done_in` is the round of the import in which they were."""

    __tablename__ = "import_batches"

    import_id: Mapped[str] = mapped_column(Id, ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[list[Any]] = mapped_column(JSON)
    done_in: Mapped[int] = mapped_column(default=0)


class ImportResult(Base):
    """What became of one row in the newest round."""

    __tablename__ = "import_results"
    __table_args__ = (Index("ix_import_results_outcome", "import_id", "outcome", "row"),)

    import_id: Mapped[str] = mapped_column(Id, ForeignKey("imports.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str | None] = mapped_column(String(200), default=None)
    outcome: Mapped[str] = mapped_column(String(10))
    id: Mapped[str | None] = mapped_column("record_id", Id, default=None)
    code: Mapped[str | None] = mapped_column(String(60), default=None)
    messages: Mapped[list[Any]] = mapped_column(JSON, default=list)
