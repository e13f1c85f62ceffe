"""Anchors: the ends of all chains, written down apart from the databases that hold the chains."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from shared.persistence.records import Record


class AuditAnchor(Record, Base):
    """`chains` holds each service's position and hash. `day` is unique: of two gateways one takes the daily anchor."""

    __tablename__ = "audit_anchors"

    day: Mapped[date | None] = mapped_column(Date, unique=True, default=None)
    digest: Mapped[str] = mapped_column(String(64))
    chains: Mapped[dict[str, Any]] = mapped_column(JSON)
