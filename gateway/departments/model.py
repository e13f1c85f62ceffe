"""The department as the gateway's database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.departments import rules
from gateway.persistence import LONGEST_PATH, Base
from shared.persistence.paths import bytewise
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class Department(Record, Base):
    """`path` is of codes from the top of the unit down to this one, "/SALES/KEY/"; `people` how many belong to it."""

    __tablename__ = "departments"
    belongs_by = ("unit_id",)

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(Id, ForeignKey("departments.id"), index=True, default=None)
    path: Mapped[str] = mapped_column(bytewise(LONGEST_PATH), index=True)
    closed: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Any] = relationship("OrgUnit", viewonly=True)
    parent: Mapped["Department | None"] = relationship(viewonly=True, remote_side="Department.id")

    def stand(self, unit_id: str, parent: "Department | None", longest_below: int = 0) -> None:
        """Take a place in this unit, under this department of it; `longest_below` is the longest path that comes
        along.
        """
        above = "/"
        if parent is not None:
            rules.ensure_open(parent.code, parent.closed)
            rules.ensure_same_unit(parent.code, parent.unit_id, unit_id)
            above = parent.path
        path = f"{above}{self.code}/"
        rules.ensure_fits(max(len(path), longest_below + len(path) - len(self.path or "")), LONGEST_PATH)
        self.unit_id, self.parent_id, self.path = unit_id, parent.id if parent else None, path

    def rename(self, name: str) -> None:
        rules.ensure_open(self.code, self.closed)
        self.name = name

    def close(self, open_below: int) -> None:
        rules.ensure_open(self.code, self.closed)
        rules.ensure_empty(self.people, open_below)
        self.closed = True

    def take_in(self, unit_id: str) -> None:
        """One more person of this unit belongs here."""
        rules.ensure_open(self.code, self.closed)
        rules.ensure_same_unit(self.code, self.unit_id, unit_id)
        self.people += 1

    def let_go(self) -> None:
        self.people -= 1

    @property
    def unit_code(self) -> str:
        code: str = self.unit.code
        return code

    @property
    def parent_code(self) -> str | None:
        return None if self.parent is None else self.parent.code

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(None, self.unit_id)
