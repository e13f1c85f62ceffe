"""A person's consent and what came of it, as the gateway's database keeps them."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.oauth_grants import rules
from gateway.persistence import Base
from gateway.sealing import digest
from shared.ids import new_id
from shared.persistence.types import Id, UtcTime

REFRESH_PREFIX = "tnf_"


class OAuthGrant(Base):
    """That a person let a client act for them, within `scopes`. The code that says so works once and for a minute; of
    it only a digest is kept. `generation` is the person's: signing out everywhere ends grants too.
    """

    __tablename__ = "oauth_grants"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    client_id: Mapped[str] = mapped_column(Id, ForeignKey("oauth_clients.id"), index=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    generation: Mapped[int] = mapped_column()
    scopes: Mapped[list[str]] = mapped_column(JSON)
    redirect_uri: Mapped[str] = mapped_column(String(500))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_challenge: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    code_used_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    def code_is_good(self, moment: datetime) -> bool:
        fresh = moment < self.created_at + rules.CODE_LIFETIME
        return fresh and self.code_used_at is None and self.ended_at is None

    def use_code(self, moment: datetime) -> None:
        self.code_used_at = moment

    def end(self, moment: datetime) -> None:
        self.ended_at = self.ended_at or moment

    @property
    def code_challenge_method(self) -> str:
        return "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return " ".join(self.scopes)


class OAuthRefreshToken(Base):
    """Only a digest is kept. It works once and makes its successor; shown again, it ends the grant: one of the two who
    have it stole it.
    """

    __tablename__ = "oauth_refresh_tokens"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    grant_id: Mapped[str] = mapped_column(Id, ForeignKey("oauth_grants.id"), index=True)
    client_id: Mapped[str] = mapped_column(Id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @classmethod
    def issue(
        cls, grant_id: str, client_id: str, scopes: list[str], moment: datetime
    ) -> tuple["OAuthRefreshToken", str]:
        token = REFRESH_PREFIX + secrets.token_urlsafe(32)
        expires_at = moment + rules.REFRESH_LIFETIME
        kept = cls(id=new_id(), grant_id=grant_id, client_id=client_id, scopes=scopes, expires_at=expires_at)
        kept.token_hash = digest(token)
        return kept, token

    def use(self, moment: datetime) -> None:
        self.used_at = moment

    def check_client(self, client: Any) -> bool:
        """What Authlib asks of a token."""
        return bool(self.client_id == client.id)

    def get_scope(self) -> str:
        return " ".join(self.scopes)
