"""The job: the same record that an import, an export or a bulk is, read as work."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import union_all
from sqlalchemy.orm import Mapped, relationship

from gateway.bulks.queries import bulks_as_jobs
from gateway.exports.queries import exports_as_jobs
from gateway.imports.queries import imports_as_jobs
from gateway.persistence import Base
from gateway.reassignments.queries import reassignments_as_jobs
from gateway.undos.queries import undos_as_jobs

_ALL = union_all(
    imports_as_jobs(), exports_as_jobs(), bulks_as_jobs(), reassignments_as_jobs(), undos_as_jobs()
).subquery("jobs")


class Job(Base):
    """Nothing is stored twice: the tables of all kinds are read as one, each along its index of makers and times."""

    __table__ = _ALL
    __mapper_args__ = {"primary_key": [_ALL.c.id]}

    made_by: Mapped[Any] = relationship(
        "Person", primaryjoin="foreign(Job.created_by) == Person.id", viewonly=True, lazy="joined"
    )

    if TYPE_CHECKING:
        id: Mapped[str]
        version: Mapped[int]
        created_at: Mapped[datetime]
        updated_at: Mapped[datetime]
        created_by: Mapped[str]
        kind: Mapped[str]
        noun: Mapped[str]
        state: Mapped[str]
        done: Mapped[int]
        total: Mapped[int | None]
        succeeded: Mapped[int]
        failed: Mapped[int]
        failure: Mapped[str | None]

    @property
    def progress(self) -> dict[str, int | None]:
        return {"done": self.done, "total": self.total}

    @property
    def result(self) -> dict[str, Any]:
        href = f"/v1/exports/{self.id}/file" if self.kind == "export" else f"/v1/jobs/{self.id}/results"
        return {"succeeded": self.succeeded, "failed": self.failed, "href": href}
