"""The run of a process as the gateway's database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any, Self

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.process_runs import rules
from gateway.process_runs.rules import RunStatus
from shared.ids import new_id
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class ProcessRun(Record, Base):
    """`position` and `position_reach` are those of the step that waits; null when the run is over. Of the record only
    its id is kept, and the unit it belonged to when the run was started.
    """

    __tablename__ = "process_runs"
    __table_args__ = (
        Index("ix_process_runs_waiting", "position", "org_unit_id"),
        Index("ix_process_runs_created_by", "created_by", "created_at"),
        Index("ix_process_runs_unit", "org_unit_id", "created_at"),
        Index("ix_process_runs_created", "created_at", "id"),
    )

    process_definition_id: Mapped[str] = mapped_column(Id, ForeignKey("process_definitions.id"), index=True)
    process: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    noun: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[str] = mapped_column(Id, index=True)
    org_unit_id: Mapped[str] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(20))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    done: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    position: Mapped[str | None] = mapped_column(String(40), default=None)
    position_reach: Mapped[str | None] = mapped_column(String(20), default=None)

    @classmethod
    def start(cls, *, steps: list[dict[str, Any]], **told: Any) -> Self:
        run = cls(id=new_id(), status=RunStatus.RUNNING, steps=steps, done=[], **told)
        run._wait()
        return run

    def complete(self, step: str, by: str, at: datetime, note: str) -> None:
        """Do the step that waits; the next one waits from now on, or the run is finished."""
        rules.ensure_running(self.status)
        waiting = self.steps[len(self.done)]
        rules.ensure_next(step, waiting["name"])
        told = {"step": step, "position": waiting["position"], "by": by, "at": at.isoformat(), "note": note}
        self.done = [*self.done, told]
        if len(self.done) == len(self.steps):
            self.status = RunStatus.FINISHED
        self._wait()

    def cancel(self) -> None:
        rules.ensure_running(self.status)
        self.status = RunStatus.CANCELLED
        self._wait()

    @property
    def step(self) -> str | None:
        """The name of the step that waits."""
        return str(self.steps[len(self.done)]["name"]) if self.status == RunStatus.RUNNING else None

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.created_by, self.org_unit_id)

    def _wait(self) -> None:
        waiting = self.steps[len(self.done)] if self.status == RunStatus.RUNNING else {}
        self.position, self.position_reach = waiting.get("position"), waiting.get("reach")
