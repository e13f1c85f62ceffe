"""The position and who holds it, as the gateway's database keeps them."""

from datetime import date

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from shared.ids import new_id
from shared.persistence.records import Record
from shared.persistence.types import Id


class Position(Record, Base):
    __tablename__ = "positions"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class Holding(Base):
    """That a person holds a position, both days included; without `until` until relieved."""

    __tablename__ = "holdings"
    __table_args__ = (
        Index("ix_holdings_position", "position_id", "person_id"),
        Index("ix_holdings_person", "person_id", "since"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    position_id: Mapped[str] = mapped_column(Id, ForeignKey("positions.id"))
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date, default=None)

    @classmethod
    def lasts_on(cls, day: date) -> ColumnElement[bool]:
        return and_(cls.since <= day, or_(cls.until.is_(None), cls.until >= day))

    @classmethod
    def ends_not_before(cls, day: date) -> ColumnElement[bool]:
        return or_(cls.until.is_(None), cls.until >= day)
