"""The view as the gateway's database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.persistence import Base
from shared.ids import new_id
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class ViewShare(Base):
    """One opening of a view to a person, to a unit with those below it, or to a group."""

    __tablename__ = "view_shares"
    __table_args__ = (
        UniqueConstraint("view_id", "grantee_id"),
        Index("ix_view_shares_grantee", "grantee_id", "view_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    view_id: Mapped[str] = mapped_column(Id, ForeignKey("views.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    grantee_id: Mapped[str] = mapped_column(Id)


class View(Record, Base):
    """A question: nothing in it says which records its asker may see."""

    __tablename__ = "views"
    __table_args__ = (
        UniqueConstraint("owner_id", "external_id"),
        Index("ix_views_owner_name", "owner_id", "name"),
    )

    name: Mapped[str] = mapped_column(String(100))
    noun: Mapped[str] = mapped_column(String(60))
    external_id: Mapped[str | None] = mapped_column(String(120), default=None)
    filter: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    columns: Mapped[list[str]] = mapped_column(JSON)
    sort: Mapped[list[str]] = mapped_column(JSON)
    widths: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    q: Mapped[str | None] = mapped_column(String(400), default=None)
    default: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))

    owner: Mapped[Any] = relationship("Person", lazy="joined", viewonly=True)

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.owner_id, None)

    def edit(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)

    def asks(self) -> dict[str, Any]:
        """The question as the body of a search."""
        asked = {"filter": self.filter, "sort": self.sort, "fields": self.columns, "q": self.q}
        return {name: value for name, value in asked.items() if value}
