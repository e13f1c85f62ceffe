"""The unit as the gateway's database keeps it, and the only ways it changes."""

from typing import Self

from sqlalchemy import BigInteger, ForeignKey, Index, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.org_units import rules
from gateway.org_units.rules import UnitKind
from gateway.persistence import LONGEST_PATH, Base, Dated
from shared.ids import new_id
from shared.persistence.paths import bytewise
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class OrgUnit(Record, Base):
    """`path` is that of node numbers from the root down to this unit, "/1/4/"; `changed_in` the version of the
    organisation that last touched the row; `people` how many active people stand in it.
    """

    __tablename__ = "units"

    node: Mapped[int] = mapped_column(BigInteger, unique=True)
    parent_id: Mapped[str | None] = mapped_column(Id, ForeignKey("units.id"), index=True, default=None)
    path: Mapped[str] = mapped_column(bytewise(LONGEST_PATH), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    closed: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    changed_in: Mapped[int] = mapped_column(BigInteger, index=True)

    parent: Mapped["OrgUnit | None"] = relationship(viewonly=True, remote_side="OrgUnit.id")

    @classmethod
    def head_office(cls, *, node: int, code: str, name: str, created_by: str, changed_in: int) -> Self:
        unit = cls(id=new_id(), node=node, path=f"/{node}/", kind=UnitKind.HEAD_OFFICE, code=code, name=name)
        unit.created_by, unit.changed_in = created_by, changed_in
        unit.closed, unit.people = False, 0
        return unit

    def found(
        self,
        *,
        node: int,
        kind: str,
        code: str,
        name: str,
        created_by: str,
        changed_in: int,
        currency: str | None = None,
    ) -> "OrgUnit":
        """Set up a unit under this one."""
        self._ensure_takes(UnitKind(kind))
        path = f"{self.path}{node}/"
        rules.ensure_fits(len(path), LONGEST_PATH)
        return OrgUnit(
            id=new_id(),
            node=node,
            parent_id=self.id,
            path=path,
            kind=kind,
            code=code,
            name=name,
            closed=False,
            people=0,
            currency=currency,
            created_by=created_by,
            changed_in=changed_in,
        )

    def rename(self, name: str, changed_in: int) -> None:
        rules.ensure_open(self.code, self.closed)
        self.name = name
        self.changed_in = changed_in

    def count_in(self, currency: str | None) -> None:
        """Keep accounts in this currency; without one as the unit above does."""
        rules.ensure_open(self.code, self.closed)
        self.currency = currency

    def move_under(self, parent: "OrgUnit", longest_below: int, changed_in: int) -> None:
        """Take a new place; the paths of the units below must follow. `longest_below` is the longest among them."""
        rules.ensure_open(self.code, self.closed)
        if parent.id == self.parent_id:
            raise rules.UnitStandsThereAlready(f"{self.code} stands under {parent.code} already.")
        rules.ensure_not_below(self.path, parent.path)
        parent._ensure_takes(UnitKind(self.kind))
        path = f"{parent.path}{self.node}/"
        rules.ensure_fits(longest_below + len(path) - len(self.path), LONGEST_PATH)
        self.parent_id, self.path, self.changed_in = parent.id, path, changed_in

    def close(self, open_units: int, changed_in: int) -> None:
        rules.ensure_open(self.code, self.closed)
        rules.ensure_empty(self.people, open_units)
        self.closed = True
        self.changed_in = changed_in

    def take_in(self) -> None:
        """One more active person stands here."""
        rules.ensure_open(self.code, self.closed)
        self.people += 1

    def let_go(self) -> None:
        self.people -= 1

    @property
    def org_unit_id(self) -> str:
        """A unit's events belong to the unit."""
        return self.id

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(None, self.id)

    @property
    def parent_code(self) -> str | None:
        return None if self.parent is None else self.parent.code

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1

    def _ensure_takes(self, kind: UnitKind) -> None:
        rules.ensure_open(self.code, self.closed)
        rules.ensure_may_stand_under(kind, UnitKind(self.kind))


class UnitPlace(Dated, Base):
    """Where a unit stood in the tree from one moment until another, what it was called then, and whether it was
    closed. Each unit has one without end, and none of them overlap.
    """

    __tablename__ = "unit_places"
    __table_args__ = (PrimaryKeyConstraint("unit_id", "since"), Index("ix_unit_places_path", "path", "since"))

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"))
    parent_id: Mapped[str | None] = mapped_column(Id, default=None)
    path: Mapped[str] = mapped_column(bytewise(LONGEST_PATH))
    name: Mapped[str] = mapped_column(String(200))
    closed: Mapped[bool] = mapped_column(default=False)
