"""The file as the sales database keeps it; its content is kept by the port of files."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, false
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.attachments import rules
from services.sales.persistence import Base
from shared.clock import now
from shared.contracts.sales import attachments as contract
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.types import Id, UtcTime


class Attachment(Base):
    """`noun` and `record_id` say on which record. Without a size the content has not come yet. `version` tells files of
    one name on one record apart. `for_partners` lets people of partners who see the record have it.
    """

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_record", "record_id", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    noun: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)
    media_type: Mapped[str] = mapped_column(String(130))
    note: Mapped[str | None] = mapped_column(String(2000), default=None)
    size: Mapped[int | None] = mapped_column(BigInteger, default=None)
    digest: Mapped[str | None] = mapped_column(String(64), default=None)
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    for_partners: Mapped[bool] = mapped_column(default=False, server_default=false())

    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(Attachment.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    @property
    def folder(self) -> str:
        """Made of our own id alone, whatever the file is called."""
        return f"attachments/{self.id}"

    @property
    def path(self) -> str:
        return f"{self.folder}/content"

    def fill(self, size: int, digest: str) -> None:
        rules.ensure_empty(self.size)
        rules.ensure_size(size, contract.LARGEST_FILE)
        self.size, self.digest = size, digest

    def open_to_partners(self) -> None:
        rules.ensure_closed_to_partners(self.for_partners)
        self.for_partners = True

    def close_to_partners(self) -> None:
        rules.ensure_open_to_partners(self.for_partners)
        self.for_partners = False
