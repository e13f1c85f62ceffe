"""What no single aggregate of the gateway owns: the row that counts changes of the organisation, and dated rows."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, and_, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.clock import now
from shared.persistence.naming import new_metadata
from shared.persistence.types import UtcTime

THE_ONE = 1
LONGEST_PATH = 255
TICK = timedelta(microseconds=1)


class Base(DeclarativeBase):
    metadata = new_metadata()


class Dated:
    """A row that held from one moment until (not including) another; `until` is null for what holds now.

    It is written in the transaction of the change it tells of, and never changed once it has ended.
    """

    since: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @classmethod
    def held_at(cls, moment: datetime) -> ColumnElement[bool]:
        return and_(cls.since <= moment, or_(cls.until.is_(None), cls.until > moment))


class Organisation(Base):
    """How often units and people (`version`) and what people may do (`access_version`) have changed. One row.

    Whoever changes any of these holds the row's lock until the end of the transaction: changes of the organisation
    happen one after another, so a check of the tree (no cycle, nobody left behind) stays true until it is saved.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    access_version: Mapped[int] = mapped_column(BigInteger, default=0)
    last_unit_node: Mapped[int] = mapped_column(BigInteger, default=0)
    last_person_node: Mapped[int] = mapped_column(BigInteger, default=0)
    changed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    def change(self) -> int:
        """The new version, which the changed rows are stamped with."""
        self.version += 1
        return self.version

    def change_access(self) -> None:
        self.access_version += 1

    def moment(self) -> datetime:
        """The moment of this change: later than that of every change before, even if the clock was set back."""
        self.changed_at = now() if self.changed_at is None else max(now(), self.changed_at + TICK)
        return self.changed_at

    def next_unit_node(self) -> int:
        self.last_unit_node += 1
        return self.last_unit_node

    def next_person_node(self) -> int:
        self.last_person_node += 1
        return self.last_person_node


def lock_organisation(session: Session) -> Organisation:
    """The organisation's row, locked. Take it before reading anything that the change depends on."""
    locked = select(Organisation).where(Organisation.id == THE_ONE).with_for_update()
    found = session.scalar(locked.execution_options(populate_existing=True))
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.execute(
                insert(Organisation).values(
                    id=THE_ONE, version=0, access_version=0, last_unit_node=0, last_person_node=0
                )
            )
    except IntegrityError:
        session.expire_all()  # another transaction made the row first
    return session.scalars(locked).one()


def organisation_version(session: Session) -> int:
    return session.scalar(select(Organisation.version).where(Organisation.id == THE_ONE)) or 0
