"""Credentials as the gateway's database keeps them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.sealing import digest
from gateway.tokens import rules
from gateway.tokens.rules import Kind
from shared.ids import new_id
from shared.persistence.types import Id, UtcTime

PREFIXES = {
    Kind.SIGN_IN: "tnn_",
    Kind.SESSION: "tns_",
    Kind.PERSONAL: "tnp_",
    Kind.SERVICE: "tnv_",
    Kind.OAUTH: "tno_",
}
"""So that people, and scanners for leaked secrets, can tell one from another."""
NOTE_USE_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Wanted:
    """What a credential is to be: for whom, until when, and how narrow."""

    kind: Kind
    person_id: str
    generation: int
    expires_at: datetime
    label: str = ""
    scopes: list[str] | None = None
    idle_seconds: int | None = None
    address: str | None = None
    grant_id: str | None = None


class AccessToken(Base):
    """A credential: a token or a session. Only a digest of it is kept. It counts as long as `generation` is that of its
    person. `scopes` are patterns of rights that narrow it; a session ends `idle_seconds` after its last use; `grant_id`
    is the consent that an OAuth token came from.
    """

    __tablename__ = "access_tokens"
    __table_args__ = (Index("ix_access_tokens_person_kind", "person_id", "kind", "created_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default=Kind.SIGN_IN.value, server_default=Kind.SIGN_IN.value)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(100), default="")
    generation: Mapped[int] = mapped_column()
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    idle_seconds: Mapped[int | None] = mapped_column(default=None)
    address: Mapped[str | None] = mapped_column(String(64), default=None)
    grant_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @classmethod
    def issue(cls, wanted: Wanted, moment: datetime) -> tuple["AccessToken", str]:
        """The record, and the token itself, which is told once and not kept."""
        token = PREFIXES[wanted.kind] + secrets.token_urlsafe(32)
        return cls(id=new_id(), token_hash=digest(token), created_at=moment, **vars(wanted)), token

    def narrow(self, scopes: list[str]) -> None:
        """Allow less from the next call on."""
        rules.ensure_narrower(self.scopes, scopes)
        self.scopes = scopes

    def outlive(self, generation: int) -> None:
        """Go on counting although the person's other credentials end."""
        self.generation = generation

    def revoke(self, moment: datetime) -> None:
        self.revoked_at = moment
