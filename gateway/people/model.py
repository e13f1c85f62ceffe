"""The person as the gateway's database keeps it, and the only ways it changes."""

from typing import Any, Self

from sqlalchemy import BigInteger, ForeignKey, Index, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.people import rules
from gateway.persistence import LONGEST_PATH, Base, Dated
from shared.ids import new_id
from shared.persistence.paths import bytewise
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class Person(Record, Base):
    """`path` is the chain of superiors in node numbers, from the topmost down to this person; `changed_in` the version
    of the organisation that last touched the row. Raising `token_generation` ends every token given out before.
    `kind` tells a person from a service account, which stands in a unit and has groups but no password.
    """

    __tablename__ = "people"

    belongs_by = ("unit_id",)

    node: Mapped[int] = mapped_column(BigInteger, unique=True)
    kind: Mapped[str] = mapped_column(String(10), default=rules.PERSON, server_default=rules.PERSON)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    superior_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id"), index=True, default=None)
    path: Mapped[str] = mapped_column(bytewise(LONGEST_PATH), index=True)
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    department_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(String(10), default="en")
    time_zone: Mapped[str] = mapped_column(String(40), default="UTC")
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    token_generation: Mapped[int] = mapped_column(default=1)
    changed_in: Mapped[int] = mapped_column(BigInteger, index=True)

    org_unit: Mapped[Any] = relationship("OrgUnit", lazy="raise", viewonly=True)
    superior: Mapped["Person | None"] = relationship(lazy="raise", viewonly=True, remote_side="Person.id")
    department: Mapped[Any] = relationship(
        "Department", lazy="raise", viewonly=True, primaryjoin="foreign(Person.department_id) == Department.id"
    )
    in_groups: Mapped[list[Any]] = relationship(
        "Group", secondary="access_group_members", lazy="raise", viewonly=True, order_by="Group.code"
    )

    @classmethod
    def enter(cls, *, node: int, login: str, superior: "Person | None", changed_in: int, **told: Any) -> Self:
        """A new person under this superior. `told` are the columns that need no thought."""
        person = cls(id=new_id(), node=node, login=login, path=f"/{node}/", changed_in=changed_in, **told)
        person.active, person.token_generation = True, 1
        person.kind = told.get("kind", rules.PERSON)
        if superior is not None:
            person.report_to(superior, len(person.path), changed_in)
        return person

    def report_to(self, superior: "Person | None", longest_below: int, changed_in: int) -> None:
        """Take a new superior, or none. `longest_below` is the longest path among those below and this one."""
        if superior is not None:
            rules.ensure_not_below(self.path, superior.path)
            rules.ensure_superior_is_active(superior.active)
        above = superior.path if superior is not None else "/"
        path = f"{above}{self.node}/"
        rules.ensure_fits(longest_below + len(path) - len(self.path), LONGEST_PATH)
        self.superior_id = superior.id if superior is not None else None
        self.path, self.changed_in = path, changed_in

    def move_to(self, unit_id: str, changed_in: int) -> None:
        if unit_id == self.unit_id:
            raise rules.PersonStandsThereAlready("The person stands in this unit already.")
        self.unit_id, self.department_id, self.changed_in = unit_id, None, changed_in

    def assign(self, department_id: str | None, changed_in: int) -> None:
        """Belong to this department of one's unit, or to none."""
        if department_id == self.department_id:
            raise rules.PersonStandsThereAlready("The person belongs to this department already.")
        self.department_id, self.changed_in = department_id, changed_in

    def speak_for(self, customer_id: str | None, changed_in: int) -> None:
        """Belong to a customer from now on, or to none: it decides what the reach `customer` shows."""
        if customer_id == self.customer_id:
            raise rules.PersonSpeaksForThemAlready("The person belongs to this customer already.")
        self.customer_id, self.changed_in = customer_id, changed_in

    def describe(self, changed_in: int, **told: Any) -> None:
        """Change name, e-mail, language or time zone."""
        for name, value in told.items():
            setattr(self, name, value)
        self.changed_in = changed_in

    def deactivate(self, changed_in: int) -> None:
        if not self.active:
            raise rules.PersonIsInactive("The person's access is closed already.")
        self.active, self.changed_in = False, changed_in
        self.end_tokens()

    def reactivate(self, changed_in: int) -> None:
        if self.active:
            raise rules.PersonIsActive("The person's access is open already.")
        self.active, self.changed_in = True, changed_in

    def set_password(self, password_hash: str, *, must_change: bool) -> None:
        """Take a new password; whoever is signed in with the old one no longer is."""
        rules.ensure_signs_in(self.kind)
        self.password_hash, self.must_change_password = password_hash, must_change
        self.end_tokens()

    def end_tokens(self) -> None:
        self.token_generation += 1

    @property
    def org_unit_id(self) -> str:
        return self.unit_id

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.id, self.unit_id)

    @property
    def department_code(self) -> str | None:
        return None if self.department is None else str(self.department.code)

    @property
    def groups(self) -> list[str]:
        """The codes of the groups the person is in."""
        return [group.code for group in self.in_groups]


class Membership(Dated, Base):
    """That a person stood in a unit from one moment until another; `until` is null for today's place."""

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_person_since", "person_id", "since"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)

    org_unit: Mapped[Any] = relationship("OrgUnit", lazy="raise", viewonly=True)


class Placement(Dated, Base):
    """Under whom a person stood from one moment until another, the chain of superiors then, and whether their access
    was open. Each person has one without end, and none of them overlap.
    """

    __tablename__ = "placements"
    __table_args__ = (PrimaryKeyConstraint("person_id", "since"), Index("ix_placements_path", "path", "since"))

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    superior_id: Mapped[str | None] = mapped_column(Id, default=None)
    path: Mapped[str] = mapped_column(bytewise(LONGEST_PATH))
    active: Mapped[bool] = mapped_column(default=True)
