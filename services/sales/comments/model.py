"""The comment as the sales database keeps it; it stays as it was written."""

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.persistence import Base
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class Comment(Record, Base):
    """Read by whoever may read its customer. Owner and unit are those that the customer had when this was written."""

    __tablename__ = "customer_comments"
    __table_args__ = (Index("ix_customer_comments_customer", "customer_id", "id"),)

    customer_id: Mapped[str] = mapped_column(Id)
    reply_to_id: Mapped[str | None] = mapped_column(Id, default=None)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[str] = mapped_column(Id)
    org_unit_id: Mapped[str] = mapped_column(Id)

    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(Comment.created_by) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.owner_id, self.org_unit_id)
