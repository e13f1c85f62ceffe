"""The import as the gateway's database keeps it, and the only ways it changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.imports import rules
from gateway.imports.rules import ImportStatus
from gateway.imports.rules.mapping import Mapped as MappedFile
from gateway.imports.rules.tables import Table
from gateway.persistence import Base
from shared.importing import OUTCOMES, RowResult
from shared.persistence.leases import Leased
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class Import(Leased, Record, Base):
    """One file. `needs_password`: the run was begun with a first password, which only that process's memory has.

    `scopes` are those of the token that began the work, which goes on without it and may do no more; None are all.
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
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)

    made_by: Mapped[Any] = relationship(
        "Person",
        primaryjoin="foreign(Import.created_by) == Person.id",
        viewonly=True,
        lazy="joined",
    )

    @property
    def belongs_to(self) -> Belonging:
        """An import is read by whoever may read what its maker made, wherever that person stands."""
        return Belonging(self.created_by, None)

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

    def rehearse(self, scopes: Sequence[str] | None) -> None:
        rules.ensure_may("rehearse", self.status)
        self.status, self.scopes = ImportStatus.CHECKING, None if scopes is None else list(scopes)
        self._begin_count()

    def run(self, needs_password: bool, scopes: Sequence[str] | None) -> bool:
        """Begin, or go on after a failure; whether it begins from the first row."""
        rules.ensure_may("run", self.status)
        from_start = self.status not in (ImportStatus.FAILED, ImportStatus.CANCELLED)
        self.status, self.failure, self.needs_password = ImportStatus.RUNNING, None, needs_password
        self.scopes = None if scopes is None else list(scopes)
        if from_start:
            self._begin_count()
        return from_start

    def _begin_count(self) -> None:
        self.rounds = (self.rounds or 0) + 1
        self.done = self.created = self.updated = self.unchanged = self.rejected = 0
        self.failure = None
        self.let_go()

    def is_free(self, moment: datetime) -> bool:
        return self.status in rules.AT_WORK and self.nobody_holds(moment)

    def is_held_by(self, holder: str) -> bool:
        return self.status in rules.AT_WORK and self.lease_holder == holder

    def count(self, results: list[RowResult]) -> None:
        self.done += len(results)
        for result in results:
            setattr(self, result.outcome, getattr(self, result.outcome) + 1)

    def finish(self) -> None:
        rehearsed = self.status == ImportStatus.CHECKING
        self.status = ImportStatus.CHECKED if rehearsed else ImportStatus.FINISHED
        self.let_go()

    def cancel(self) -> None:
        """A run that is cancelled can go on later; a rehearsal is begun anew."""
        rules.ensure_may("cancel", self.status)
        rehearsed = self.status == ImportStatus.CHECKING
        self.status = ImportStatus.UPLOADED if rehearsed else ImportStatus.CANCELLED
        self.let_go()

    def fail(self, why: str) -> None:
        """A rehearsal that could not go on may be begun again; a run that could not goes on where it stopped."""
        rehearsed = self.status == ImportStatus.CHECKING
        self.status = ImportStatus.UPLOADED if rehearsed else ImportStatus.FAILED
        self.failure = why[:500]
        self.let_go()


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
