"""The request as the reporting database keeps it: facts that events have told, and nothing that could be changed."""

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class RequestFact(OwnedRecord, Base):
    """`id` and `version` are the request's. It asks for a product, or for what these words say, or for none that was
    recorded; `asked_on` is the first day on which anything was, and stays when it is withdrawn.
    """

    __tablename__ = "request_facts"
    __table_args__ = (
        Index("ix_request_facts_asked", "asked_on", "id"),
        Index("ix_request_facts_created", "created_at", "id"),
    )
    shareable = True
    shared_as = "request"

    number: Mapped[str] = mapped_column(String(40))
    customer_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    words: Mapped[str | None] = mapped_column(String(200), default=None)
    asked_on: Mapped[date | None] = mapped_column(Date, default=None)
