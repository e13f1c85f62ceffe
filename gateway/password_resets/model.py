"""The reset as the gateway's database keeps it, and the only ways it changes."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.password_resets import rules
from gateway.persistence import Base
from gateway.sealing import digest
from shared.ids import new_id
from shared.persistence.types import Id, UtcTime

PREFIX = "tnr_"


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


class PasswordReset(Base):
    """That somebody asked to set a password anew. Only a digest of its token is kept, and the token itself encrypted
    until it is handed over. Without a person nobody has the login that was given: it leads nowhere, and is kept so
    that asking takes equally long.
    """

    __tablename__ = "password_resets"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id"), index=True, default=None)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_token: Mapped[str | None] = mapped_column(String(255), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    person: Mapped[Any] = relationship("Person", lazy="raise", viewonly=True)

    @classmethod
    def ask(cls, person_id: str | None, token: str, moment: datetime) -> "PasswordReset":
        return cls(
            id=new_id(),
            person_id=person_id,
            token_hash=digest(token),
            created_at=moment,
            expires_at=moment + rules.LIFETIME,
        )

    def keep(self, sealed_token: str) -> None:
        """Keep the token, encrypted, for whoever hands it over."""
        self.sealed_token = sealed_token

    def hand_over(self) -> str:
        """The token, still encrypted; it is not kept any longer."""
        if self.sealed_token is None:
            raise rules.ResetIsHandedOver("The token was handed over already; it is told once.")
        sealed, self.sealed_token = self.sealed_token, None
        return sealed

    def use(self, moment: datetime) -> None:
        self.used_at, self.sealed_token = moment, None

    @property
    def handed_over(self) -> bool:
        return self.sealed_token is None
